/** What editors offer and show beside what the schema checks: examples, texts of choices, snippets, and rules of keys that go together. */

type Hint = Readonly<Record<string, unknown>>;

/** Examples of a region's values are those of the sandbox and of the documents. */
const BUNDLE = "bundle_starter_mc_promo_med4_02";

/** Profiles, the safest one first. */
const PROFILE_TEXTS: Readonly<Record<string, string>> = {
  strict: "Names every action; no device-code login. Nothing of others is in reach that CAM can confine.",
  confined: "Everything that CAM can confine is confined to the own environment.",
  guarded: "The default. Some calls of CloudBase that CAM cannot confine are allowed, so that its tools work.",
  reference: "The policy of CloudBase's reference script. It leaves ways to the root account open.",
  documented: "The policy of CloudBase's documents. It leaves ways to the root account open.",
};

/** By the key that has the value. */
export const HINTS: Readonly<Record<string, Hint>> = {
  ownerUin: { examples: ["100000000001"] },
  region: { examples: ["ap-shanghai", "ap-guangzhou", "ap-beijing"] },
  bundle: { examples: [BUNDLE] },
  blueprint: { examples: ["OpenClaw"] },
  package: { examples: ["baas_personal"] },
  cidr: { examples: ["203.0.113.0/24"] },
  port: { examples: [443, "8000-8010", "80,443"] },
  lastDay: { examples: ["2026-12-31"] },
  phone: { examples: ["+86 13800000000"] },
  email: { examples: ["liu.yang@example.com"] },
  preset: { examples: ["QcloudCIFullAccess"] },
  employees: {
    defaultSnippets: [
      {
        label: "a new employee",
        description: "name, e-mail address and team; everything else comes from the defaults",
        type: "object",
        body: { name: "${1:liu.yang}", email: "${2:liu.yang@example.com}", team: "${3:data}" },
      },
      {
        label: "a new employee with a server",
        type: "object",
        body: {
          name: "${1:liu.yang}",
          email: "${2:liu.yang@example.com}",
          server: { bundle: BUNDLE, blueprint: "OpenClaw" },
        },
      },
    ],
  },
  grants: {
    defaultSnippets: [
      {
        label: "a registry (tcr)",
        type: "object",
        body: { tcr: { instance: "${1:tcr-1a2b3c4d}", namespace: "${2:data}", access: "${3:read}" } },
      },
      {
        label: "Cloud Infinite on a bucket (ci)",
        type: "object",
        body: { ci: { bucket: "${1:pictures-1250000000}", access: "${2:read}" } },
      },
      {
        label: "a preset policy, with a waiver (preset)",
        type: "object",
        body: { preset: "${1:QcloudCIFullAccess}", waiver: "${2:who agreed, and why}" },
      },
    ],
  },
};

/** Choices of a policy, in the order in which they are offered. */
export const POLICY_CHOICES: {
  readonly enum: readonly string[];
  readonly markdownEnumDescriptions: readonly string[];
} = {
  enum: Object.keys(PROFILE_TEXTS),
  markdownEnumDescriptions: Object.values(PROFILE_TEXTS),
};

/** JSON schema's `if` and `then`. */
export interface Rule {
  readonly when: Hint;
  readonly so: Hint & { readonly errorMessage: string };
}

/** Where `keys` stand, `never` may not. */
function apart(keys: readonly string[], never: string, errorMessage: string): Rule {
  return { when: { required: keys }, so: { properties: { [never]: false }, errorMessage } };
}

/** Where `key` stands, `other` must. */
function together(key: string, other: string, errorMessage: string): Rule {
  return { when: { required: [key] }, so: { required: [other], errorMessage } };
}

/** Rules of keys that go together, by the place of the map that has them; the parser has the same rules in more words. */
export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  "employees/items": [
    {
      when: { required: ["adopt"], properties: { adopt: { const: true } } },
      so: {
        properties: { movedFrom: false },
        errorMessage: "an employee comes from one place: keep `adopt` or `movedFrom`",
      },
    },
    {
      when: { required: ["waivers", "policy"], properties: { policy: { enum: POLICY_CHOICES.enum } } },
      so: {
        properties: { waivers: false },
        errorMessage: "a profile takes no waivers: remove them, or name a template with `policy`",
      },
    },
    together("waivers", "policy", "waivers stand beside the `policy` that they are for: write it, or remove them"),
  ],
  environment: [apart(["id"], "alias", "an environment is named by its id or its alias: keep one of them")],
  "grants/items": [
    together(
      "preset",
      "waiver",
      "a preset policy is for every resource of the account: write why that is accepted, as `waiver`",
    ),
    together("waiver", "preset", "a waiver is for a preset policy: write `preset`, or remove it"),
    apart(["tcr"], "ci", "a grant is for one thing: write two"),
    apart(["tcr"], "preset", "a grant is for one thing: write two"),
    apart(["ci"], "preset", "a grant is for one thing: write two"),
  ],
  apiKey: [apart(["pgpKey"], "plaintext", "the secret is encrypted or in clear: keep one of them")],
};
