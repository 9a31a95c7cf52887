/** Writes employees.schema.json again after the schema has changed: `npm run schema:roster`. */
import { writeWhole } from "../files/files.ts";
import { rosterJsonSchema } from "./json-schema.ts";

writeWhole("employees.schema.json", rosterJsonSchema());
