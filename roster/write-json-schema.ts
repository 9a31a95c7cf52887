/** Writes employees.schema.json again after the schema has changed: `npm run schema:roster`. */
import writeFileAtomic from "write-file-atomic";
import { rosterJsonSchema } from "./json-schema.ts";

writeFileAtomic.sync("employees.schema.json", rosterJsonSchema());
