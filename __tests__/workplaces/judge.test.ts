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
