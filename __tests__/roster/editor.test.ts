/** What an editor says of a roster, through the language server for YAML that editors have, with the committed schema. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { policyJsonSchema } from "../../policies/document-schema.ts";
import { LanguageServer } from "../support/roster/language-server.ts";

const HEAD = 'account:\n  ownerUin: "100000000001"\n  region: ap-shanghai\n';
const EMPLOYEE = `${HEAD}employees:\n  - name: alice\n`;

/** What takes more than one entry, the lookups, or the bytes of the file to see. */
const NOT_FOR_A_SCHEMA = [
  ...[
    "alias-twice",
    "anchor",
    "environment-prefix-of-another",
    "environment-twice",
    "firewall-too-many",
    "firewall-twice",
  ],
  ...[
    "grant-twice",
    "host-bits",
    "name-is-no-alias",
    "name-too-long-for-a-server",
    "name-twice-in-another-case",
    "name-twice",
  ],
  ...[
    "not-utf-8",
    "only-comments",
    "server-without-bundle-in-defaults",
    "server-without-bundle",
    "shared-but-another-environment",
  ],
  ...["shared-by-two-of-three", "shared-on-one-side", "shared-with-whom"],
];

let server: LanguageServer;
beforeAll(async () => {
  server = await LanguageServer.start();
});
afterAll(() => server.close());

/** What the editor underlines in each fixture, by its name. */
async function diagnosed(folder: string): Promise<Map<string, string[]>> {
  const files = readdirSync(join("__tests__/roster", folder)).filter((file) => file.endsWith(".yaml"));
  const texts = files.map((file) =>
    readFileSync(join("__tests__/roster", folder, file), "utf8").replace(/^# yaml-language-server.*/, ""),
  );
  const all = await Promise.all(texts.map((text) => server.diagnose(text)));
  return new Map(files.map((file, index) => [file.replace(".yaml", ""), all[index] ?? []]));
}

test("every roster with a mistake that a schema can show is marked, in words and not as a regular expression", async () => {
  const all = await diagnosed("bad");
  expect(
    [...all]
      .filter(([, messages]) => messages.length === 0)
      .map(([name]) => name)
      .sort(),
  ).toEqual(NOT_FOR_A_SCHEMA.sort());
  const raw = [...all].filter(([, messages]) =>
    messages.some((message) => /pattern|\^|\\d|\[a-z|multiple schemas/i.test(message)),
  );
  expect(raw).toEqual([]);
});

test("no roster that is right is marked", async () => {
  const wrong = [...(await diagnosed("good"))].filter(([, messages]) => messages.length > 0);
  expect(wrong).toEqual([]);
});

describe("completion offers", () => {
  test.each([
    ["a whole employee", `${HEAD}employees:\n  - |`, "a new employee"],
    ["the keys of an employee", `${EMPLOYEE}    |`, "environment"],
    ["each kind of grant", `${EMPLOYEE}    grants:\n      - |`, "a preset policy, with a waiver (preset)"],
    ["a bundle", `${EMPLOYEE}    server:\n      bundle: |`, "bundle_starter_mc_promo_med4_02"],
    ["an image", `${EMPLOYEE}    server:\n      blueprint: |`, "OpenClaw"],
    ["a region", "account:\n  region: |", "ap-shanghai"],
    ["a package", `${EMPLOYEE}    environment:\n      package: |`, "baas_personal"],
    ["a CIDR block", `${EMPLOYEE}    access:\n      sourceIps:\n        - |`, "203.0.113.0/24"],
    ["a status", `${EMPLOYEE}    status: |`, "suspended"],
    ["a port", `${EMPLOYEE}    server:\n      firewall:\n        - port: |`, "8000-8010"],
  ])("%s", async (_, text, label) => {
    expect((await server.complete(text)).map((each) => each.label)).toContain(label);
  });

  test("profiles with the safest first, and the settings of a server before its absence", async () => {
    expect((await server.complete(`${EMPLOYEE}    policy: |`)).map(({ label }) => label).slice(0, 5)).toEqual([
      "strict",
      "confined",
      "guarded",
      "reference",
      "documented",
    ]);
    const [first] = await server.complete(`${EMPLOYEE}    server:\n      |`);
    expect(first?.label).toBe("bundle");
  });
});

test("hovering over any key says what it is for", async () => {
  const schema = JSON.parse(readFileSync("employees.schema.json", "utf8"));
  const { properties } = schema.properties.employees.items;
  const keys: [string, string][] = Object.entries<{ description: string }>(properties).map(([key, { description }]) => [
    key,
    description,
  ]);
  expect(keys.length).toBeGreaterThan(12);
  for (const [key, description] of keys) {
    const text = key === "name" ? `${HEAD}employees:\n  - na|me: a\n` : `${EMPLOYEE}    ${key[0]}|${key.slice(1)}:\n`;
    expect([key, await server.hover(text)]).toEqual([key, expect.stringContaining(description.split("`")[0] ?? "")]);
  }
});

test("a policy or template is checked and completed from the catalogue", async () => {
  for (const profile of readdirSync("policies/profiles", { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )) {
    const text = readFileSync(join("policies/profiles", profile.name, "template.json"), "utf8");
    expect([profile.name, await server.diagnose(text, "policy.yaml")]).toEqual([profile.name, []]);
  }
  const head = 'version: "2.0"\nstatement:\n  - effect: allow\n    resource: "*"\n    action:\n      - ';
  expect((await server.complete(`${head}|`, "policy.yaml")).map(({ label }) => label)).toContain("tcb:DescribeEnvs");
  expect(await server.diagnose(`${head}DescribeEnvs\n`, "policy.yaml")).toEqual([
    "an action is a service, a colon and a name: `tcb:DescribeEnvs`; `*` stands for any characters",
  ]);
  expect(readFileSync("cam-policy.schema.json", "utf8")).toBe(policyJsonSchema());
});

test("every key of the schema is described, and every map has a name of its own", () => {
  const open: string[] = [];
  const titles = new Set<string>();
  const visit = (node: Record<string, never>, path: string): void => {
    for (const [key, part] of Object.entries<Record<string, never>>(node["properties"] ?? {})) {
      if (typeof part === "object" && part["description"] === undefined) open.push(`${path}.${key}`);
      visit(part, `${path}.${key}`);
    }
    if (node["type"] === "object") titles.add(String(node["title"]));
    for (const part of node["anyOf"] ?? []) visit(part, path);
    if (node["items"] !== undefined) visit(node["items"], `${path}[]`);
  };
  visit(JSON.parse(readFileSync("employees.schema.json", "utf8")), "");
  expect(open).toEqual([]);
  expect(titles).toContain("firewall rule");
  expect(titles).not.toContain("undefined");
});
