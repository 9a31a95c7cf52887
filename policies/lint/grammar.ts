/** Rules of the grammar: what CAM or the Terraform provider refuses to read. */
import type { ProblemCode } from "../language/problem.ts";
import { type Rule, statementRule } from "./rule.ts";

const GRAMMAR: Readonly<Record<ProblemCode, string>> = {
  "json-syntax": "A policy is JSON, without comments",
  "json-duplicate-key": "No key is written twice in one object",
  "byte-order-mark": "The file has no byte order mark",
  character: "No text has a character that nobody sees",
  "document-form": "A policy is an object with version and statement",
  version: 'The version is "2.0"',
  "member-case": "Elements are lower-case",
  "member-unknown": "Only elements of the policy language are used",
  "member-missing": "Every element that the language asks for is there",
  principal: "Policies of users and groups name no principal",
  effect: "The effect is allow or deny, in lower case",
  "list-empty": "No list is empty",
  "value-form": "Values have the form that the language asks for",
  "action-form": "Actions are written service:Action",
  "action-permid": "Actions are named one by one, not as permid sets",
  "resource-segments": "Resources are * or have six segments",
  "resource-project": "The project segment is empty",
};

export const GRAMMAR_RULES: readonly Rule[] = [
  ...Object.entries(GRAMMAR).map(
    ([code, message]): Rule => ({
      id: code,
      severity: "error",
      message,
      check: ({ problems }) => problems.filter((problem) => problem.code === code),
    }),
  ),
  {
    id: "statement-list",
    severity: "error",
    message: "The Terraform provider wants a list of statements",
    check: ({ policy }) =>
      policy.statementIsList
        ? []
        : [
            {
              path: "statement",
              message: "is one statement without a list, which the Terraform provider refuses; write [ ]",
            },
          ],
  },
  statementRule({
    id: "resource-list",
    severity: "error",
    message: "The Terraform provider wants a list of resources",
    *check({ path, resource, resourceIsList }) {
      if (resource.length === 0 || resourceIsList) return;
      yield {
        path: `${path}.resource`,
        message: "is a text without a list, which the Terraform provider refuses; write [ ]",
      };
    },
  }),
];
