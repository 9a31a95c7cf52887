/** Writes cam-policy.schema.json again after the catalogue has changed: `npm run schema:policy`. */
import { writeWhole } from "../files/files.ts";
import { policyJsonSchema } from "../policies/document-schema.ts";

writeWhole("cam-policy.schema.json", policyJsonSchema());
