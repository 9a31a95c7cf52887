import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { guardFindings, planDigest, type Review, readPlan, reviewOf } from "../../deployments/deployments.ts";
import { reviewMarkdown, reviewText } from "../../reports/review.ts";
import { terraformId } from "../../terraform/id.ts";

type Actions = readonly string[];
interface Given {
  readonly type: string;
  readonly id: string;
  readonly actions: Actions;
  readonly before?: object | null;
  readonly after?: object | null;
  readonly previous?: string;
}

const planJson = (resources: readonly Given[], rest: object = {}) =>
  JSON.stringify({
    format_version: "1.2",
    ...rest,
    resource_changes: resources.map(({ type, id, actions, before = null, after = null, previous }) => ({
      ...{ address: `${type}.${id}`, mode: "managed", type, name: id, change: { actions, before, after } },
      ...(previous === undefined ? {} : { previous_address: `${type}.${previous}` }),
    })),
  });
const reviewed = (resources: readonly Given[]): Review =>
  reviewOf(readPlan(planJson(resources), "plan.json"), "employees", () => undefined);
const report = (review: Review) => ({ review, isolation: [], guard: [], isConfirmed: false, digest: "0" });
const user = (name: string, actions: Actions, rest: Partial<Given> = {}): Given => ({
  ...{ type: "tencentcloud_cam_user", id: terraformId(name), actions, before: { name }, after: { name } },
  ...rest,
});
const leaving = (name: string) => user(name, ["delete"], { after: null });
const staying = (name: string) => user(name, ["no-op"]);
const suspension = (name: string): Given => ({
  ...{ type: "tencentcloud_cam_user_policy_attachment", id: `${terraformId(name)}__suspended` },
  ...{ actions: ["delete"], before: { user_name: name } },
});

const TYPES = [
  "tencentcloud_cam_access_key",
  "tencentcloud_cam_mfa_flag",
  "tencentcloud_cam_policy",
  "tencentcloud_cam_user",
  "tencentcloud_cam_user_permission_boundary_attachment",
  "tencentcloud_cam_user_policy_attachment",
  "tencentcloud_lighthouse_firewall_rule",
  "tencentcloud_lighthouse_firewall_template",
  "tencentcloud_lighthouse_instance",
  "tencentcloud_tag_attachment_v2",
  "tencentcloud_tat_command",
  "tencentcloud_tat_invocation_invoke_attachment",
  "tencentcloud_of_a_later_version",
];
const ACTIONS: readonly Actions[] = [
  ["no-op"],
  ["create"],
  ["update"],
  ["delete"],
  ["delete", "create"],
  ["create", "delete"],
  ["forget"],
  ["forget", "create"],
  ["of-a-later-version"],
];
const IDS = [
  "alice",
  "alice__environment",
  "alice__preset__QcloudX",
  "alice__suspended",
  "bob_2elee",
  "boundary",
  "suspended__ci",
];
const anyChange = fc.record({
  type: fc.constantFrom(...TYPES),
  id: fc.constantFrom(...IDS),
  actions: fc.constantFrom(...ACTIONS),
  previous: fc.option(fc.constantFrom(...IDS), { nil: undefined }),
  before: fc.constantFrom(null, { name: "a", document: "{" }, { bundle_id: "b", firewall_rules: [{}], tags: null }),
  after: fc.constantFrom(null, { name: "b", document: 1 }, { bundle_id: "c" }),
});

describe("a review", () => {
  test("mentions every resource that changes, whatever its type and action", () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyChange, { selector: ({ type, id }) => `${type}.${id}` }), (given) => {
        const resources = given.map(({ previous, ...rest }) => (previous === undefined ? rest : { ...rest, previous }));
        const { people, shared, counts } = reviewed(resources);
        const told = [...people.flatMap(({ sentences }) => sentences), ...shared].flatMap(({ addresses }) => addresses);
        const changed = given.filter(({ actions, previous }) => actions[0] !== "no-op" || previous !== undefined);
        expect([...new Set(told)].sort()).toEqual(changed.map(({ type, id }) => `${type}.${id}`).sort());
        expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(changed.length);
      }),
    );
  });

  test("shows nothing of attributes that are not on its list", () => {
    const secret = {
      name: "alice",
      password: "SECRET",
      secret_access_key: "SECRET",
      login_configuration: [{ p: "SECRET" }],
    };
    const given = TYPES.map((type) => ({
      type,
      id: "alice",
      actions: ["update"],
      before: secret,
      after: { ...secret, x: 1 },
    }));
    const review = reviewed(given);
    expect(reviewText(report(review)) + reviewMarkdown(report(review)) + JSON.stringify(review)).not.toContain(
      "SECRET",
    );
  });

  test("takes no plan for one whose values are of another kind", () => {
    const text = planJson([{ type: "tencentcloud_cam_user", id: "alice", actions: ["update"], after: [] }]);
    expect(() => readPlan(text, "plan.json")).toThrow(/^plan.json: this is no plan of Terraform's JSON format 1/);
  });

  test("names an action that no version knows, and does not drop it", () => {
    const { people } = reviewed([user("alice", ["of-a-later-version"])]);
    expect(people[0]?.sentences[0]).toMatchObject({
      effect: "interruption",
      text: "tencentcloud_cam_user: something that this version does not know",
    });
  });

  test("says what an installation anew, another size and an opened firewall are", () => {
    const server = (before: object, after: object): Given => ({
      ...{ type: "tencentcloud_lighthouse_instance", id: "alice", actions: ["update"] },
      ...{ before: { id: "lhins-1", ...before }, after: { id: "lhins-1", ...after } },
    });
    const text = (given: Given) =>
      reviewed([given]).people[0]?.sentences.map(({ effect, text }) => `${effect}: ${text}`);
    expect(text(server({ blueprint_id: "a" }, { blueprint_id: "b" }))).toEqual([
      "removal: the server is installed anew: everything on its disk is lost",
    ]);
    expect(text(server({ bundle_id: "small" }, { bundle_id: "large" }))).toEqual([
      "interruption: the server becomes large (price not known, was small) and restarts",
    ]);
  });
});

describe("what becomes of a policy", () => {
  type Statement = readonly [effect: string, action: string[], resource?: string[], condition?: object];
  const document = (...statements: Statement[]) =>
    JSON.stringify({
      version: "2.0",
      statement: statements.map(([effect, action, resource = ["*"], condition]) => ({
        ...{ effect, action, resource },
        ...(condition === undefined ? {} : { condition }),
      })),
    });
  const told = (before: string, after: string, actions: Actions = ["update"], names = ["e-1", "e-1"]) =>
    reviewed([
      {
        ...{ type: "tencentcloud_cam_policy", id: "alice__environment", actions },
        before: { name: `cloudbase-env-${names[0]}@alice`, document: before },
        after: { name: `cloudbase-env-${names[1]}@alice`, document: after },
      },
    ]).people[0]?.sentences.map(({ effect, text }) => `${effect}: ${text}`);
  const what = "the policy of the environment";
  const ip = { ip_equal: { "qcs:ip": ["203.0.113.0/24"] } };

  test("is no mere loss where a deny, a resource or a condition goes with the lost action", () => {
    const less: Statement = ["allow", ["tcb:A"]];
    expect(told(document(["allow", ["tcb:A", "tcb:B"]]), document(less))).toEqual([`loss: ${what} allows less: tcb:B`]);
    expect(told(document(["allow", ["tcb:A", "tcb:B"]], ["deny", ["cam:*"]]), document(less))).toEqual([
      `weakening: ${what} allows less: tcb:B; no longer denies as before: cam:*`,
    ]);
    expect(told(document(["allow", ["tcb:A", "tcb:B"], ["qcs::tcb:::env/e-1"]]), document(less))).toEqual([
      `weakening: ${what} allows less: tcb:B; has other resources or conditions for tcb:A`,
    ]);
    expect(told(document(["allow", ["tcb:A", "tcb:B"], ["*"], ip]), document(less))).toEqual([
      `weakening: ${what} allows less: tcb:B; has other resources or conditions for tcb:A`,
    ]);
    expect(told(document(["allow", ["tcb:A"]]), document(["allow", ["tcb:A", "cam:*"]]))).toEqual([
      `weakening: ${what} allows more: cam:*`,
    ]);
  });

  test("is told of beside another environment", () => {
    const on = (id: string, ...action: string[]) => document(["allow", action, [`qcs::tcb:::env/${id}`]]);
    const moved = "interruption: gets another environment: e-1 becomes e-2; is without either for a moment";
    expect(told(on("e-1", "tcb:A"), on("e-2", "tcb:A"), ["delete", "create"], ["e-1", "e-2"])).toEqual([moved]);
    expect(told(on("e-1", "tcb:A"), on("e-2", "tcb:A", "cam:*"), ["delete", "create"], ["e-1", "e-2"])).toEqual([
      moved,
      `weakening: ${what} allows more: cam:*`,
    ]);
  });

  test("is not hidden by a return from a suspension", () => {
    const attached = (id: string, actions: Actions): Given => ({
      ...{ type: "tencentcloud_cam_user_policy_attachment", id, actions },
      ...(actions[0] === "delete" ? { before: {} } : { after: {} }),
    });
    const { people } = reviewed([
      attached("alice__suspended", ["delete"]),
      attached("alice__environment", ["create"]),
      attached("alice__preset__QcloudCamReadOnlyAccess", ["create"]),
      attached("alice__preset__AdministratorAccess", ["create"]),
    ]);
    expect(people[0]?.sentences.map(({ effect, text }) => `${effect}: ${text}`)).toEqual([
      "weakening: gets the preset policy AdministratorAccess",
      "gain: is no longer suspended: sign-in, policies and access keys are back",
    ]);
  });
});

describe("a review in Markdown", () => {
  const hostile =
    "@admin #1 [x](https://evil.example) <img src=x> **all is well** `c` | www.evil.example \u202e --> <!--";

  test("takes free text as it stands: no link, mention, reference, HTML or formatting comes of it", () => {
    const review = reviewed([user("alice", ["update"], { after: { name: "alice", remark: hostile } })]);
    const text = reviewMarkdown(report(review));
    expect(text).not.toMatch(/(?<!\\)\[x\]|<img|@admin|https:\/\/|www\.evil|(?<!\\)\*\*all|\u202e|(?<!\\)#1/);
    expect(text.split("\n").filter((line) => line.includes("evil"))).toHaveLength(1);
    expect(text.match(/<!--/g)).toHaveLength(1);
  });

  test("stays below what a comment may have for a thousand people, and counts what it leaves out", () => {
    const many = Array.from({ length: 1000 }, (_, index) => leaving(`user${index}`));
    const text = reviewMarkdown(report(reviewed(many)));
    expect(text.length).toBeLessThan(65_000);
    const shown = text.match(/^- ⚠️ \*\*user/gm)?.length ?? 0;
    expect(text).toContain(`- and ${1000 - shown} lines more: run \`npx subaccounts review\``);
    const joining = Array.from({ length: 1000 }, (_, index) => user(`user${index}`, ["create"], { before: null }));
    expect(reviewMarkdown(report(reviewed(joining)))).toContain("<details><summary>1,000 people more</summary>");
  });
});

describe("the guard", () => {
  const settings = { share: 0.25, people: 3, protected: ["root"] };
  const people = (count: number, make: (name: string) => Given) =>
    Array.from({ length: count }, (_, index) => make(`${make.name}${index}`));
  const renamed = (name: string) => user(name, ["delete", "create"]);
  const findings = (...resources: readonly Given[]) => guardFindings(reviewed(resources), settings);

  test.each([
    [0, 0, false],
    [3, 3, false],
    [4, 20, true],
    [4, 16, false],
    [5, 16, true],
    [4, 4, true],
  ])("stops %d of %d people only above a quarter and three: %p", (hurt, all, stops) => {
    expect(findings(...people(hurt, renamed), ...people(all - hurt, staying)).length > 0).toBe(
      hurt > 3 && hurt > 0.25 * all && stops !== undefined,
    );
  });

  test("counts suspensions apart, and stops whoever leaves without one", () => {
    const suspends = (name: string): Given => ({ ...suspension(name), actions: ["create"], before: null, after: {} });
    const four = people(4, staying).map(({ id }) => suspends(id));
    expect(findings(...people(10, staying), ...four)).toEqual([
      "4 of 10 people are suspended, more than 3 and more than 25 %",
    ]);
    expect(findings(leaving("alice"), staying("bob"))).toEqual([
      "alice leaves without having been suspended, or a last day",
    ]);
    expect(findings(leaving("alice"), suspension("alice"), staying("bob"))).toEqual([]);
    // A preset of that name is no suspension.
    const preset = { ...suspension("alice"), id: "alice__preset__suspended" };
    expect(findings(leaving("alice"), preset, staying("bob"))).toHaveLength(1);
  });

  test("stops for who is protected, and for a boundary that changes for all", () => {
    expect(findings(renamed("root"), ...people(9, staying))).toEqual(["root is protected by the roster"]);
    const boundary = { type: "tencentcloud_cam_policy", id: "boundary", actions: ["update"], before: {}, after: {} };
    expect(findings(boundary, ...people(9, staying))).toEqual([
      "it concerns all 9 people: the permission boundary of all: update",
    ]);
  });

  test("knows a plan again by what it changes: not by its time, but by its stack and every value", () => {
    const plan = (after: object, rest: object = {}) => planJson([user("alice", ["update"], { after })], rest);
    const digest = planDigest(plan({ remark: "a" }), "employees");
    expect(planDigest(plan({ remark: "a" }, { timestamp: "2026-01-01T00:00:00Z" }), "employees")).toBe(digest);
    expect(planDigest(plan({ remark: "b" }), "employees")).not.toBe(digest);
    expect(planDigest(plan({ remark: "a", secret: 1 }), "employees")).not.toBe(digest);
    expect(planDigest(plan({ remark: "a" }), "others")).not.toBe(digest);
  });
});
