import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { validRosters } from "../../roster/files.ts";
import { parseRoster } from "../../roster/parse.ts";
import { RosterError } from "../../roster/roster-error.ts";

const here = import.meta.dirname;
const yamlFiles = (folder: string) => readdirSync(join(here, folder)).filter((file) => file.endsWith(".yaml"));

/** Message of the error, or undefined where there is none. */
function refusal(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof RosterError) return `${error.message}\n`;
    throw error;
  }
}

describe("a bad roster", () => {
  test.each(yamlFiles("bad"))("%s is refused with its places and what to write", (file) => {
    const expected = readFileSync(join(here, "bad", file.replace(/yaml$/, "txt")), "utf8");
    expect(refusal(() => validRosters([file], join(here, "bad")))).toBe(expected);
  });
});

describe("a good roster", () => {
  test.each(yamlFiles("good"))("%s is accepted", (file) => {
    expect(refusal(() => validRosters([file], join(here, "good")))).toBeUndefined();
  });
});

const ACCOUNT = 'account: { ownerUin: "100000000001", region: ap-shanghai }\n';
const parse = (body: string) => parseRoster(`${ACCOUNT}${body}`, "employees.yaml");

describe("waivers", () => {
  const waivers = "waivers: [{ action: 'ci:*', reason: agreed }]";

  test("belong to the template that they stand beside", () => {
    const { employees, warnings } = parse(
      `defaults: { policy: ours.json, ${waivers} }\nemployees:\n  - name: alice\n  - { name: bob, policy: bobs.json }\n  - { name: carol, policy: strict }\n`,
    );
    expect(employees.map((employee) => employee.waivers.map(({ action }) => action))).toEqual([["ci:*"], [], []]);
    expect(warnings).toMatchObject([{ rule: "waiver-terse", severity: "warning", line: 2 }]);
  });

  test("of a few words are no reason to warn, and those of presets are held to the same", () => {
    const grant = (waiver: string) => `grants: [{ preset: QcloudCIFullAccess, waiver: ${waiver} }]`;
    const warned = (waiver: string) => parse(`employees: [{ name: alice, ${grant(waiver)} }]\n`).warnings.length;
    expect([warned("Agreed with security"), warned("已与安全团队确认"), warned("ok")]).toEqual([0, 0, 1]);
  });
});

describe("an entry", () => {
  test("that is only a name gets the guarded policy, console access, and no server that nobody asked for", () => {
    expect(parse("employees: [{ name: alice }]\n").employees).toEqual([
      {
        name: "alice",
        status: "active",
        previously: [],
        environment: {
          reference: { alias: "alice" },
          months: 1,
          renew: "manual",
          overrun: "stop",
          logs: true,
          hosting: true,
        },
        server: false,
        policy: { profile: "guarded" },
        waivers: [],
        access: { console: true, resetPassword: true, deviceLogin: true, mfa: true },
        grants: [],
        line: 2,
        column: 13,
      },
    ]);
  });

  test("keeps the defaults that it does not override", () => {
    const [alice, bob] = parse(`
defaults:
  policy: documented
  environment: { package: baas_personal, logs: false }
  server: { bundle: bundle_one, months: 12 }
  access: { console: false }
  grants: [{ preset: QcloudCIFullAccess, waiver: pictures of all teams }]
employees:
  - name: alice
    environment: { logs: true }
    server: { bundle: bundle_two }
    access: { deviceLogin: false }
  - name: bob
    server: false
    policy: ours/strict.json
    grants: []
`).employees;
    expect(alice).toMatchObject({
      policy: { profile: "documented" },
      environment: { reference: { alias: "alice" }, package: "baas_personal", logs: true },
      server: { bundle: "bundle_two", months: 12, blueprint: "OpenClaw", renew: "manual", firewall: [] },
      access: { console: false, resetPassword: true, deviceLogin: false },
      grants: [{ kind: "preset", preset: "QcloudCIFullAccess", waiver: "pictures of all teams" }],
    });
    expect(bob).toMatchObject({ policy: { template: "ours/strict.json" }, server: false, grants: [] });
  });

  test("with the strict policy has no device-code login, since that takes a policy on `*`, unless the roster says so", () => {
    const [alice, bob, carol] = parse(
      "defaults: { policy: strict }\nemployees: [{ name: alice }, { name: bob, access: { deviceLogin: true } }, { name: carol, policy: guarded }]\n",
    ).employees;
    expect(alice).toMatchObject({ policy: { profile: "strict" }, access: { deviceLogin: false } });
    expect(bob?.access.deviceLogin).toBe(true);
    expect(carol?.access.deviceLogin).toBe(true);
  });

  test("has a server where only the entry asks for one, over defaults that say none", () => {
    const [alice] = parse(
      "defaults: { server: false }\nemployees: [{ name: alice, server: { bundle: bundle_one } }]\n",
    ).employees;
    expect(alice?.server).toMatchObject({ bundle: "bundle_one", months: 1 });
  });

  test("gives its grants one form, whatever it leaves out, and where calls must come from", () => {
    const [alice] = parse(`
employees:
  - name: alice
    environment: { alias: lab, sharedWith: [bob] }
    access: { sourceIps: [203.0.113.0/24] }
    grants:
      - tcr: { instance: tcr-1a2b3c4d, access: full }
      - tcr: { instance: tcr-1a2b3c4d, namespace: team-01, repository: demo, region: ap-beijing, access: read }
      - ci: { bucket: pictures-1250000000, access: write }
  - { name: bob, environment: { alias: lab, sharedWith: [alice] } }
`).employees;
    expect(alice?.environment.sharedWith).toEqual(["bob"]);
    expect(alice?.access.sourceIps).toEqual(["203.0.113.0/24"]);
    expect(alice?.grants).toEqual([
      { kind: "tcr", instance: "tcr-1a2b3c4d", access: "full" },
      {
        kind: "tcr",
        instance: "tcr-1a2b3c4d",
        namespace: "team-01",
        repository: "demo",
        region: "ap-beijing",
        access: "read",
      },
      { kind: "ci", bucket: "pictures-1250000000", access: "write" },
    ]);
  });

  test("splits a phone into country code and number", () => {
    expect(parse("employees: [{ name: alice, phone: +86 13800000000 }]\n").employees[0]?.phone).toEqual({
      countryCode: "86",
      number: "13800000000",
    });
  });
});

test("a file name that cannot name a stack is refused", () => {
  expect(refusal(() => parseRoster(`${ACCOUNT}employees: [{ name: alice }]\n`, "our staff.yaml"))).toMatch(/rename it/);
  for (const word of ["constructor", "toString"]) {
    expect(refusal(() => parseRoster(`${ACCOUNT}employees: [{ name: alice }]\n`, `${word}.yaml`))).toBe(
      `${word}.yaml: no stack can have this file name; rename it to something like employees.yaml\n`,
    );
  }
  expect(parseRoster(`${ACCOUNT}employees: [{ name: alice }]\n`, "teams/staff-1.yml").stack).toBe("staff-1");
});

describe("the limit of 1,000 sub-accounts", () => {
  const roster = (count: number) =>
    parse(`employees:\n${Array.from({ length: count }, (_, index) => `  - name: e${index}\n`).join("")}`);

  test("is reached by 1,000 employees and passed by 1,001", () => {
    expect(roster(1000).employees).toHaveLength(1000);
    expect(refusal(() => roster(1001))).toMatch(/^employees\.yaml:1003:5: e1000: 1001 employees, but .* at most 1000/);
  });
});

describe("warnings", () => {
  const warned = (entry: string) =>
    parse(`employees: [{ name: alice, ${entry} }]\n`).warnings.map(({ rule, message }) => [rule, message]);
  const server = (...rules: string[]) => `server: { bundle: bundle_a, firewall: [${rules.join(", ")}] }`;

  test.each([
    ["ssh from everywhere", server("{ port: 22, cidr: 0.0.0.0/0 }"), "TCP port 22 (ssh) is open to the whole internet"],
    [
      "ssh in a range",
      server("{ port: '20-25,80', cidr: 0.0.0.0/0 }"),
      "TCP port 22 (ssh) is open to the whole internet",
    ],
    [
      "ssh from both halves of everywhere",
      server("{ port: 22, cidr: 0.0.0.0/1 }", "{ port: 22, cidr: 128.0.0.0/1 }"),
      "TCP port 22 (ssh) is open to the whole internet",
    ],
    [
      "every port",
      server("{ protocol: UDP, port: '1-65535', cidr: 0.0.0.0/0 }"),
      "every UDP port is open to the whole internet",
    ],
    [
      "calls from everywhere",
      "access: { sourceIps: [128.0.0.0/1, 0.0.0.0/1] }",
      "`sourceIps` is every address there is, so that it stops nobody",
    ],
  ])("of %s", (_, entry, message) => {
    expect(warned(entry)).toEqual([["open-to-everybody", message]]);
  });

  test("of a preset that gives away the account", () => {
    const grant = "grants: [{ preset: AdministratorAccess, waiver: Agreed with security }]";
    expect(warned(grant)).toEqual([["grant-everything", "AdministratorAccess gives away the whole root account"]]);
  });

  test("but not of what is open to somebody, or of a web server", () => {
    expect(warned(server("{ port: 22, cidr: 203.0.113.0/24 }", "{ port: 443, cidr: 0.0.0.0/0 }"))).toEqual([]);
    expect(warned(server("{ protocol: UDP, port: 22, cidr: 0.0.0.0/0 }"))).toEqual([]);
    expect(warned("access: { sourceIps: [0.0.0.0/1, 203.0.113.0/24] }")).toEqual([]);
  });
});
