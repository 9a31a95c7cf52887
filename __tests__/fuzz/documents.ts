/** Policies and requests made at random, near enough to each other that many of them meet. */
import fc from "fast-check";
import { z } from "zod";
import { ACTIONS } from "../model/model.ts";

const STATEMENT = z.object({
  effect: z.enum(["allow", "deny"]),
  action: z.array(z.string()),
  resource: z.array(z.string()),
  condition: z.record(z.string(), z.record(z.string(), z.array(z.string()))).optional(),
});
const DOCUMENT = z.object({ version: z.literal("2.0"), statement: z.array(STATEMENT) });
type Statement = z.infer<typeof STATEMENT>;
type Document = z.infer<typeof DOCUMENT>;

export const OWNER = "100000000001";
export const APP_ID = "1250000000";
export const REGION = "ap-shanghai";
export const PEOPLE = ["alice", "bob", "carol"] as const;

/** Of the environment of a person. */
export function environmentOf(name: string) {
  const id = `${name}-8grqda2hfc2f62bb`;
  return {
    id,
    region: REGION,
    storageBucket: `6465-${id}-${APP_ID}`,
    hostingBucket: `static-${id}-${APP_ID}`,
    topicId: `topic-${name}`,
    logsetId: `logset-${name}`,
    namespace: id,
  };
}

/** Resources that belong to a person and to nobody else. */
export function belongingsOf(name: string): string[] {
  const { id, storageBucket, hostingBucket, topicId, logsetId } = environmentOf(name);
  const at = (service: string, path: string) => `qcs::${service}:${REGION}:uin/${OWNER}:${path}`;
  return [
    at("tcb", `env/${id}`),
    at("tcbr", `env/${id}`),
    at("lowcode", `env/${id}`),
    at("scf", `namespace/${id}`),
    at("scf", `namespace/${id}/function/pay`),
    at("cls", `topic/${topicId}`),
    at("cls", `logset/${logsetId}`),
    `qcs::cos:${REGION}:uid/${APP_ID}:${storageBucket}/a/b`,
    `qcs::cos:${REGION}:uid/${APP_ID}:${hostingBucket}/index.html`,
    `qcs::ci:${REGION}:uid/${APP_ID}:bucket/${storageBucket}/a`,
  ];
}

const SERVICES = ["tcb", "tcbr", "scf", "cls", "cos", "ci", "lowcode", "cam", "tat", "lighthouse", "ssm"];

/** Also such as no document has. */
export const action: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...ACTIONS) },
  fc.constantFrom(...SERVICES).map((service) => `${service}:Frobnicate`),
);

/** Few actions and few resources for one input, so that allows, denies and requests meet. */
interface Pool {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

const pool: fc.Arbitrary<Pool> = fc.record({
  actions: fc.array(action, { minLength: 1, maxLength: 4 }),
  resources: fc.array(fc.constantFrom(...PEOPLE.flatMap(belongingsOf)), { minLength: 1, maxLength: 4 }),
});

function actionPattern({ actions }: Pool): fc.Arbitrary<string> {
  const one = fc.constantFrom(...actions);
  return fc.oneof(
    { weight: 4, arbitrary: one },
    fc.constantFrom("*", "*:*", ...SERVICES.map((service) => `${service}:*`)),
    fc
      .tuple(one, fc.nat({ max: 12 }))
      .map(([text, cut]) => `${text.slice(0, Math.max(text.indexOf(":") + 1, text.length - cut))}*`),
    one.map((text) => text.toLowerCase()),
    one.map((text) => `name/${text}`),
  );
}

/** A resource that belongs to somebody, with parts of it left open or spelt in another way. */
function resourcePattern({ resources }: Pool): fc.Arbitrary<string> {
  const one = fc.constantFrom(...resources);
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant("*") },
    { weight: 4, arbitrary: one },
    fc
      .tuple(one, fc.nat({ max: 30 }))
      .map(([text, cut]) => `${text.slice(0, Math.max(text.lastIndexOf(":") + 1, text.length - cut))}*`),
    one.map((text) => `${text}/*`),
    one.map((text) => text.replace(REGION, "")),
    one.map((text) => text.replace(REGION, "sh")),
    one.map((text) => text.replace(REGION, "ap-beijing")),
    one.map((text) => text.replace(/ui[nd]\/\d+/, "")),
    one.map((text) => text.replace(/ui[nd]\/\d+/, "uin/100000000009")),
    one.map((text) => text.replace(/^qcs::\w+/, "qcs::")),
    one.map((text) => text.replace(/:[^:/]+\//, ":*/")),
    one.map((text) => text.replace(/[^:]*$/, (path) => path.toUpperCase())),
  );
}

function statement(from: Pool): fc.Arbitrary<Statement> {
  return fc.record(
    {
      effect: fc.constantFrom("allow", "allow", "deny"),
      action: fc.array(actionPattern(from), { minLength: 1, maxLength: 3 }),
      resource: fc.array(resourcePattern(from), { minLength: 1, maxLength: 3 }),
      condition: fc.constantFrom<Statement["condition"]>(
        { ip_equal: { "qcs:ip": ["10.0.0.0/8"] } },
        { string_like: { "qcs:uin": ["1*"] } },
      ),
    },
    { requiredKeys: ["effect", "action", "resource"] },
  );
}

function document(from: Pool): fc.Arbitrary<Document> {
  return fc.array(statement(from), { minLength: 1, maxLength: 4 }).map((each) => ({ version: "2.0", statement: each }));
}

/** What every target is tried on. */
export const INPUT = z.object({
  /** Of alice, bob and carol. */
  people: z.array(z.object({ documents: z.array(DOCUMENT), boundary: DOCUMENT.optional() })).length(PEOPLE.length),
  requests: z.array(z.object({ action: z.string(), resource: z.string() })),
});
export type Input = z.infer<typeof INPUT>;

function person(from: Pool) {
  return fc
    .tuple(
      fc.array(document(from), { minLength: 1, maxLength: 2 }),
      fc.option(document(from), { nil: undefined, freq: 3 }),
    )
    .map(([documents, boundary]) => ({ documents, ...(boundary === undefined ? {} : { boundary }) }));
}

export const input: fc.Arbitrary<Input> = pool.chain((from) =>
  fc.record({
    people: fc.array(person(from), { minLength: PEOPLE.length, maxLength: PEOPLE.length }),
    requests: fc.array(
      fc.record({
        action: fc.constantFrom(...from.actions),
        resource: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...from.resources) }, fc.constant("*")),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  }),
);
