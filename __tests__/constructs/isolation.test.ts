import { describe, expect, test } from "@jest/globals";
import { fillRoster } from "../../constructs/filled-roster.ts";
import { proveRosters, refuseViolations } from "../../constructs/isolation.ts";
import { resolveWorkplaces } from "../../lookups/resolve.ts";
import { parseRoster } from "../../roster/parse.ts";
import type { Roster } from "../../roster/roster.ts";
import { lookupsFor } from "../support/constructs/stack.ts";

function filled(body: string, options: { file?: string; templates?: Roster["templates"] } = {}) {
  const { file = "employees.yaml", templates = new Map() } = options;
  const account = 'account: { ownerUin: "100000000001", region: ap-shanghai }\n';
  const roster: Roster = { ...parseRoster(account + body, file), templates };
  const lookups = lookupsFor(roster);
  return fillRoster({ roster, workplaces: resolveWorkplaces(roster, lookups), account: lookups.account });
}

const template = (resource: string, action: string[] = ["tcb:*"]) => ({
  version: "2.0",
  statement: [{ effect: "allow", action, resource: [resource] }],
});

describe("the proof over rosters", () => {
  test("finds nothing in strict, and in guarded what it declares but no way to the root account", () => {
    const [strict] = proveRosters([
      filled("employees: [{ name: alice, policy: strict }, { name: bob, policy: strict }]\n"),
    ]);
    expect(strict?.proof.isolated).toBe(true);
    const [guarded] = proveRosters([filled("employees: [{ name: alice }, { name: bob }]\n")]);
    expect(guarded?.proof).toMatchObject({ isolated: false, holds: true });
    expect(guarded).toMatchObject({ violations: [], warnings: [] });
  });

  test("warns of everyone whose profile leaves ways to the root account open, by place and name of the way", () => {
    const proofs = proveRosters([filled("employees: [{ name: alice }, { name: bob, policy: documented }]\n")]);
    expect(proofs.flatMap(({ warnings }) => warnings)).toEqual([
      expect.stringMatching(
        /^employees\.yaml:2:\d+: bob: warning: .* open: P1 \(.*\), P2 \(.*\), K1 \(.*\); see docs\/policies\.md$/,
      ),
    ]);
    expect(() => refuseViolations(proofs)).not.toThrow();
  });

  test("refuses a template of one's own that reaches everybody's environment, and takes one that stays in its own", () => {
    const body = "employees: [{ name: alice, policy: ours.json }, { name: bob }]\n";
    const prove = (json: unknown) => proveRosters([filled(body, { templates: new Map([["ours.json", json]]) })]);
    expect(() => refuseViolations(prove(template("qcs::tcb:${region}:uin/${uin}:env/*")))).toThrow(
      /^employees\.yaml:2:\d+: alice: I3: .*\nemployees are not isolated .* npx subaccounts isolation$/s,
    );
    expect(() => refuseViolations(prove(template("*", ["cam:UpdatePolicy"])))).toThrow(/alice: I1: cam:UpdatePolicy/);
    expect(() => refuseViolations(prove(template("qcs::tcb:${region}:uin/${uin}:env/${envId}")))).not.toThrow();
  });

  test("compares employees of one root account over all its rosters", () => {
    const reaching = new Map([["ours.json", template("qcs::tcb:${region}:uin/${uin}:env/bob-8grqda2hfc2f62bb")]]);
    const alice = filled("employees: [{ name: alice, policy: ours.json, access: { deviceLogin: false } }]\n", {
      file: "a.yaml",
      templates: reaching,
    });
    const bob = filled("employees: [{ name: bob }]\n", { file: "b.yaml" });
    expect(() => refuseViolations(proveRosters([alice]))).not.toThrow();
    expect(() => refuseViolations(proveRosters([alice, bob]))).toThrow(/^a\.yaml:2:\d+: alice: I3: /);
  });

  test("shows some of a thousand violations, and how many more there are", () => {
    const names = Array.from({ length: 30 }, (_, index) => `  - { name: e${index}x, policy: ours.json }\n`).join("");
    const everywhere = new Map([["ours.json", template("qcs::tcb:${region}:uin/${uin}:env/*")]]);
    const proofs = proveRosters([filled(`employees:\n${names}`, { templates: everywhere })]);
    expect(() => refuseViolations(proofs)).toThrow(/\nand \d+ more\nemployees are not isolated/);
  });
});
