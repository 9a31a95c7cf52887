/** The JSON schema of CAM policy documents and of templates, with which editors complete actions and check the form. Pure. */
import { CATALOGUE } from "./catalogue/catalogue.ts";
import { PLACEHOLDERS } from "./placeholders.ts";

/** A list, or one value without a list, as CAM takes both. */
function oneOrMore(item: object, description: string) {
  return { description, anyOf: [item, { type: "array", minItems: 1, items: item }] };
}

const ACTION_FORM = "an action is a service, a colon and a name: `tcb:DescribeEnvs`; `*` stands for any characters";

/**
 * Content of the committed cam-policy.schema.json. It offers the catalogue's actions and accepts others, since CAM has more; what a policy
 * means is for `npx subaccounts lint`.
 */
export function policyJsonSchema(): string {
  const actions = [...CATALOGUE].sort((a, b) => (a.name < b.name ? -1 : 1));
  const action = {
    anyOf: [
      {
        type: "string",
        enum: actions.map(({ name }) => name),
        errorMessage: ACTION_FORM,
        enumDescriptions: actions.map(({ access, granularity, resource }) =>
          granularity === "operation"
            ? `${access}; cannot be confined, asked for *`
            : `${access}; asked for ${resource}`,
        ),
      },
      {
        type: "string",
        pattern: "^(?:\\*|[a-z0-9_-]+:[A-Za-z0-9*_.-]+)$",
        patternErrorMessage: ACTION_FORM,
      },
    ],
  };
  const resource = {
    type: "string",
    pattern: "^(?:\\*|qcs:(?:[^:]*:){4}.*)$",
    patternErrorMessage: "a resource has six segments: `qcs::tcb:${region}:uin/${ownerUin}:env/${envId}`",
    examples: ["qcs::tcb:${region}:uin/${ownerUin}:env/${envId}"],
  };
  const statement = {
    title: "statement",
    type: "object",
    additionalProperties: false,
    required: ["effect", "action", "resource"],
    properties: {
      effect: { description: "Whether this allows or denies; a deny goes first.", enum: ["allow", "deny"] },
      action: oneOrMore({ $ref: "#/definitions/action" }, "What may be called, as `service:Action`."),
      resource: oneOrMore(
        { $ref: "#/definitions/resource" },
        `What it is about: \`*\`, or six segments. In a template, \${…} is filled for each employee: ${Object.keys(PLACEHOLDERS).join(", ")}.`,
      ),
      condition: {
        description: 'Operator, key, values: `{ "ip_equal": { "qcs:ip": ["203.0.113.0/24"] } }`.',
        type: "object",
      },
    },
  };
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "CAM policy",
    description: "A policy of Cloud Access Management, or a template of one.",
    type: "object",
    definitions: { action, resource },
    additionalProperties: false,
    required: ["version", "statement"],
    properties: {
      version: { description: "The version of the language.", const: "2.0" },
      statement: {
        description: "What is allowed and denied; all of them count together.",
        type: "array",
        minItems: 1,
        items: statement,
      },
    },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
