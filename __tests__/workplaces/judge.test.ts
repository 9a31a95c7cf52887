import { describe, expect, test } from "@jest/globals";
import { problem } from "../../problems/problems.ts";
import { parseRoster } from "../../roster/parse.ts";
import type { Roster } from "../../roster/roster.ts";
import { judge, type LookedUpRoster, requireAccepted } from "../../workplaces/workplaces.ts";
import { lookupsFor } from "../support/constructs/stack.ts";
import { templateFiles } from "../support/roster/templates.ts";

function lookedUp(body: string, options: { file?: string; templates?: Roster["templates"] } = {}): LookedUpRoster {
  const { file = "employees.yaml", templates = new Map() } = options;
  const account = 'account: { ownerUin: "100000000001", region: ap-shanghai }\n';
  const roster: Roster = { ...parseRoster(account + body, file), templates };
  return { roster, lookups: lookupsFor(roster) };
}

const judged = (...rosters: LookedUpRoster[]) =>
  judge({ rosters, problems: [] }, { today: "2026-01-01", preview: false });
const accept = (...rosters: LookedUpRoster[]) => requireAccepted(judged(...rosters));

const template = (resource: string, action: string[] = ["tcb:*"]) => ({
  version: "2.0",
  statement: [{ effect: "allow", action, resource: [resource] }],
});

describe("the verdict on rosters", () => {
  test("finds nothing in strict, and in guarded what it declares but no way to the root account", () => {
    const strict = accept(lookedUp("employees: [{ name: alice, policy: strict }, { name: bob, policy: strict }]\n"));
    expect(strict.proofs[0]?.proof.verdict).toBe("isolated");
    const guarded = accept(lookedUp("employees: [{ name: alice }, { name: bob }]\n"));
    expect(guarded.proofs[0]?.proof).toMatchObject({ verdict: "excepted" });
    expect(guarded).toMatchObject({ errors: [], warnings: [] });
  });

  test("finds nothing in confined either, which has the device-code login", () => {
    const { proofs, stacks } = accept(
      lookedUp("employees: [{ name: alice, policy: confined }, { name: bob, policy: confined }]\n"),
    );
    expect(stacks[0]?.workplaces[0]?.policies.presets).toEqual(["QcloudCamReadOnlyAccess"]);
    expect(proofs[0]?.proof.verdict).toBe("isolated");
  });

  test("warns of everyone whose profile leaves ways to the root account open, by place and name of the way", () => {
    const { warnings } = accept(lookedUp("employees: [{ name: alice }, { name: bob, policy: documented }]\n"));
    expect(warnings).toEqual([
      expect.objectContaining({
        rule: "ways-to-root",
        severity: "warning",
        file: "employees.yaml",
        line: 2,
        employee: "bob",
        message: expect.stringMatching(/ open: P1 \(.*\), P2 \(.*\), K1 \(.*\)$/),
        remedy: "see docs/policies.md",
      }),
    ]);
  });

  test("refuses a template of one's own that reaches everybody's environment, and takes one that stays in its own", () => {
    const body = "employees: [{ name: alice, policy: ours.json }, { name: bob }]\n";
    const prove = (json: unknown) => () => accept(lookedUp(body, { templates: templateFiles({ "ours.json": json }) }));
    expect(prove(template("qcs::tcb:${region}:uin/${uin}:env/*"))).toThrow(
      /^employees\.yaml:2:\d+: alice: .* \(I3\)\n.*\(I5\)\nemployees are not isolated .* npx subaccounts isolation$/s,
    );
    expect(prove(template("*", ["cam:UpdatePolicy"]))).toThrow(/alice: cam:UpdatePolicy .* \(I1\)/);
    expect(prove(template("qcs::tcb:${region}:uin/${uin}:env/${envId}"))).not.toThrow();
  });

  test("refuses whatever else a template of one's own breaks, unless a waiver beside it names the action", () => {
    const own = template("qcs::tcb:${region}:uin/${uin}:env/${envId}");
    const accountWide = { effect: "allow", action: ["tcb:DeleteTable", "dts:*"], resource: ["*"] };
    const templates = templateFiles({ "ours.json": { ...own, statement: [...own.statement, accountWide] } });
    const body = (waivers: string) => `employees: [{ name: alice, policy: ours.json${waivers} }, { name: bob }]\n`;
    expect(() => accept(lookedUp(body(""), { templates }))).toThrow(
      /tcb:DeleteTable .* \(I2\)\n.*dts:\* .* \(I2\)\n.* \(I5\)/s,
    );
    const waivers =
      ", waivers: [{ action: 'tcb:DeleteTable', reason: Agreed with security }, { action: 'dts:*', reason: For the move }]";
    const { proofs, warnings } = accept(lookedUp(body(waivers), { templates }));
    expect(proofs[0]?.proof.verdicts).toContainEqual({ subject: "alice", profile: "ours.json", verdict: "excepted" });
    expect(warnings).toEqual([]);
  });

  test("takes grants that overlap, since the roster says so, but no template that reaches what is granted to others", () => {
    const registry = (more: string) => `grants: [{ tcr: { instance: tcr-1a2b3c4d, ${more} } }]`;
    const people = [
      `{ name: alice, policy: strict, ${registry("namespace: data, repository: notebooks, access: write")} }`,
      `{ name: carol, policy: strict, ${registry("namespace: data, access: full")} }`,
      `{ name: erin, policy: strict, ${registry("access: read")} }`,
    ];
    const { proofs } = accept(lookedUp(`employees: [${people.join(", ")}]\n`));
    expect(proofs[0]?.proof.verdict).toBe("isolated");
    const own = template("qcs::tcr:${region}:uin/${uin}:repository/tcr-1a2b3c4d/data/notebooks", [
      "tcr:PushRepository",
    ]);
    const dan = lookedUp(`employees: [${people.join(", ")}, { name: dan, policy: ours.json }]\n`, {
      templates: templateFiles({ "ours.json": own }),
    });
    expect(judged(dan).errors).toEqual([expect.objectContaining({ employee: "dan", rule: "I3" })]);
  });

  test("warns of a waiver that nothing needs", () => {
    const templates = templateFiles({ "ours.json": template("qcs::tcb:${region}:uin/${uin}:env/${envId}") });
    const waivers = "[{ action: 'ci:*', reason: Agreed with security }]";
    const body = `employees: [{ name: alice, policy: ours.json, waivers: ${waivers} }]\n`;
    expect(accept(lookedUp(body, { templates })).warnings).toMatchObject([
      {
        rule: "waiver-unused",
        employee: "alice",
        message: expect.stringMatching(/^the waiver of ci:\* is for nothing/),
      },
    ]);
  });

  test("compares employees of one root account over all its rosters", () => {
    const reaching = templateFiles({ "ours.json": template("qcs::tcb:${region}:uin/${uin}:env/bob-8grqda2hfc2f62bb") });
    const alice = lookedUp("employees: [{ name: alice, policy: ours.json, access: { deviceLogin: false } }]\n", {
      file: "a.yaml",
      templates: reaching,
    });
    const bob = lookedUp("employees: [{ name: bob }]\n", { file: "b.yaml" });
    expect(() => accept(alice)).not.toThrow();
    expect(() => accept(alice, bob)).toThrow(/^a\.yaml:2:\d+: alice: .* \(I3\)/);
  });

  test("shows some of a thousand violations, and how many more there are", () => {
    const names = Array.from({ length: 30 }, (_, index) => `  - { name: e${index}x, policy: ours.json }\n`).join("");
    const everywhere = templateFiles({ "ours.json": template("qcs::tcb:${region}:uin/${uin}:env/*") });
    const judgement = judged(lookedUp(`employees:\n${names}`, { templates: everywhere }));
    expect(() => requireAccepted(judgement)).toThrow(/\nand \d+ more: employees are not isolated/);
    expect(judgement.errors.length).toBeGreaterThanOrEqual(30);
  });

  test("says everything that is wrong with all rosters at once, whatever step finds it", () => {
    const { stacks, errors } = judge(
      {
        rosters: [
          { roster: lookedUp("employees: [{ name: carol }]\n", { file: "c.yaml" }).roster, lookups: undefined },
          lookedUp("employees: [{ name: dan, policy: ours.json }, { name: eve }]\n", {
            file: "d.yaml",
            templates: templateFiles({ "ours.json": template("qcs::tcb:${region}:uin/${uin}:env/${env}") }),
          }),
          lookedUp("employees: [{ name: fay, policy: ours.json }]\n", {
            file: "f.yaml",
            templates: templateFiles({ "ours.json": template("qcs::tcb:${region}:uin/${uin}:env/*") }),
          }),
        ],
        problems: [problem("empty", { file: "a.yaml", message: "the file is empty" })],
      },
      { today: "2026-01-01", preview: false },
    );
    expect(errors.map(({ file, employee, rule }) => [file, employee, rule])).toEqual([
      ["a.yaml", undefined, "empty"],
      ["c.lookups.json", undefined, "lookups-missing"],
      ["f.yaml", "fay", "I3"],
      ["f.yaml", "fay", "I5"],
      ["ours.json", undefined, "placeholder"],
    ]);
    // Those with whom nothing is wrong are there, so that a person can look at what they get.
    expect(stacks.flatMap(({ workplaces }) => workplaces.map(({ employee }) => employee.name))).toEqual(["eve", "fay"]);
  });

  test("refuses two lookups files of one root account that differ in its app id", () => {
    const [one, other] = [
      lookedUp("employees: [{ name: alice }]\n", { file: "a.yaml" }),
      lookedUp("employees: [{ name: bob }]\n", { file: "b.yaml" }),
    ];
    const lookups = lookupsFor(other.roster);
    const changed = { ...other, lookups: { ...lookups, account: { ...lookups.account, appId: "1250000009" } } };
    expect(judged(one, other).errors).toEqual([]);
    expect(judged(one, changed).errors).toContainEqual(
      expect.objectContaining({
        rule: "lookups-account",
        file: "b.yaml",
        message: expect.stringMatching(/1250000009/),
      }),
    );
  });

  test.each([
    [
      "status: suspended",
      "2026-01-01",
      "suspended: sub-account and environment stay, and what is paid for goes on costing",
    ],
    ['lastDay: "2026-03-31"', "2026-03-31", undefined],
    [
      'lastDay: "2026-03-31"',
      "2026-04-01",
      "suspended since the last day, 2026-03-31, is over (today is 2026-04-01): sub-account and environment stay, and what is paid for goes on costing",
    ],
    [
      'status: active, lastDay: "2025-12-31"',
      "2026-01-01",
      "suspended since the last day, 2025-12-31, is over (today is 2026-01-01): sub-account and environment stay, and what is paid for goes on costing",
    ],
  ])("of somebody with %s on %s: %s", (keys, today, said) => {
    const read = {
      rosters: [lookedUp(`employees: [{ name: alice, policy: documented, ${keys} }, { name: bob }]\n`)],
      problems: [],
    };
    const { stacks, proofs, warnings } = judge(read, { today, preview: false });
    const isSuspended = said !== undefined;
    expect(stacks[0]?.workplaces.map(({ suspended }) => suspended)).toEqual([isSuspended, false]);
    expect(warnings.filter(({ rule }) => rule === "suspended").map(({ message }) => message)).toEqual(
      isSuspended ? [said] : [],
    );
    // Whoever can do nothing reaches nobody, and has no way to the root account.
    expect(proofs[0]?.proof.findings.some(({ subject }) => subject === "alice")).toBe(!isSuspended);
    expect(warnings.some(({ rule }) => rule === "ways-to-root")).toBe(!isSuspended);
  });
});

describe("the verdict on somebody who is taken over", () => {
  const nothing = { policies: {}, attached: {}, presets: {}, groups: [] };
  const existing = (...names: string[]) => ({
    stack: { policies: {} },
    employees: Object.fromEntries(names.map((name) => [name, nothing])),
  });
  const withExisting = ({ roster, lookups }: LookedUpRoster, ...names: string[]): LookedUpRoster => ({
    roster,
    lookups: lookups && { ...lookups, existing: existing(...names) },
  });
  const a = lookedUp("employees: [{ name: bob }]\n", { file: "a.yaml" });
  const b = (entry: string) =>
    withExisting(lookedUp(`employees: [{ ${entry} }, { name: carol }]\n`, { file: "b.yaml" }), "alice");
  const errors = (...rosters: LookedUpRoster[]) => judged(...rosters).errors.map(({ message }) => message);

  test("accepts a move from a stack of the account, and names what is still to do", () => {
    const { errors, warnings } = judged(a, b("name: alice, movedFrom: a"));
    expect(errors).toEqual([]);
    expect(warnings).toMatchObject([{ rule: "moved", file: "b.yaml", line: 2, employee: "alice" }]);
  });

  test("refuses a move from nowhere, from itself, from another account or region, of nobody known and of somebody suspended", () => {
    expect(errors(a, b("name: alice, movedFrom: c"))).toEqual([
      'no roster of root account 100000000001 makes the stack "c", which is to give the employee up',
    ]);
    expect(errors(a, b("name: alice, movedFrom: b"))).toEqual(["`movedFrom` names the employee's own stack, b"]);
    const of = (account: Partial<Roster["account"]>): LookedUpRoster => {
      const roster = { ...a.roster, account: { ...a.roster.account, ...account } };
      return { roster, lookups: lookupsFor(roster) };
    };
    expect(errors(of({ ownerUin: "100000000002" }), b("name: alice, movedFrom: a"))).toEqual([
      'no roster of root account 100000000001 makes the stack "a", which is to give the employee up',
    ]);
    expect(errors(of({ region: "ap-guangzhou" }), b("name: alice, movedFrom: a"))).toEqual([
      "a.yaml is for ap-guangzhou, and neither server nor environment can go to ap-shanghai",
    ]);
    expect(errors(a, withExisting(b("name: alice, movedFrom: a")))).toEqual([
      "what there is of a sub-account to take over is not looked up",
    ]);
    for (const standing of ["status: suspended", "lastDay: 2025-12-31"]) {
      expect(errors(a, b(`name: alice, movedFrom: a, ${standing}`))).toEqual([
        "the policy that keeps a suspended employee from everything is the stack's own, so that a move would lift it",
      ]);
    }
  });

  test("does not call a stack unknown whose roster could not be read", () => {
    const unread = problem("not-yaml", { file: "c.yaml", message: "broken" });
    const { errors } = judge(
      { rosters: [a, b("name: alice, movedFrom: c")], problems: [unread] },
      { today: "2026-01-01", preview: false },
    );
    expect(errors).toEqual([unread]);
  });

  test("warns of what is attached by hand, of groups, and of a server that would become another bundle", () => {
    const { roster, lookups } = b("name: alice, adopt: true, server: { bundle: bundle_2, blueprint: lhbp-12345678 }");
    const alice = {
      ...{ policies: { "cloudbase-env-old@alice": "1" }, attached: { "cloudbase-env-old@alice": "1", mine: "2" } },
      ...{ presets: { QcloudCamReadOnlyAccess: "3", QcloudCOSFullAccess: "4" }, groups: ["ops"] },
      server: { id: "lhins-1", bundle: "bundle_1", tags: [] },
    };
    const found = { ...existing(), employees: { alice } };
    const { warnings } = judged({ roster, lookups: lookups && { ...lookups, existing: found } });
    expect(warnings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      "adopted: what there is already is taken over",
      "attached-by-hand: the sub-account alice has policies that are not in the roster: QcloudCOSFullAccess, cloudbase-env-old@alice, mine, of which the proof of isolation knows nothing",
      "attached-by-hand: the sub-account alice is in groups: ops, of which the proof of isolation knows nothing",
      "bundle-changes: the server lhins-1 is of the bundle bundle_1, and a deployment makes it bundle_2",
    ]);
  });
});
