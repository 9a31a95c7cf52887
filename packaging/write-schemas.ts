/** Writes cam-policy.schema.json and review.schema.json again after what they are made of has changed: `npm run schema:others`. */
import { writeWhole } from "../files/files.ts";
import { policyJsonSchema } from "../policies/document-schema.ts";
import { reviewJsonSchema } from "../reports/review-schema.ts";

writeWhole("cam-policy.schema.json", policyJsonSchema());
writeWhole("review.schema.json", reviewJsonSchema());
