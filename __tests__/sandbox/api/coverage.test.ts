import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { findAction } from "../../../policies/catalogue/catalogue.ts";
import { ACTIONS, Catalogue } from "../../../sandbox/api/catalogue.ts";
import { newSettings } from "../../../sandbox/api/settings.ts";
import { emptyCloud, OWNER_UIN } from "../../support/sandbox/sandbox.ts";

const page = await readFile(new URL("../../../docs/sandbox.md", import.meta.url), "utf8");
const rows = [...page.matchAll(/^\| `(\w+:\w+)` *\| (\w+) *\|(.*)\|$/gm)].map(
  ([, action = "", fidelity = "", notes = ""]) => ({
    action,
    fidelity,
    notes: notes.trim(),
  }),
);

test("docs/sandbox.md has one row for every action that is served, and none for another", () => {
  expect(rows.map(({ action }) => action).sort()).toEqual(ACTIONS.map(({ name }) => name).sort());
});

test("docs/sandbox.md says what is missing wherever an action is served in part", () => {
  expect(rows.filter(({ fidelity }) => !["full", "part"].includes(fidelity))).toEqual([]);
  expect(rows.filter(({ fidelity, notes }) => fidelity === "part" && notes === "")).toEqual([]);
});

test("docs/sandbox.md explains every setting", () => {
  const explained = [...page.matchAll(/^\| `(\w+)` *\|/gm)].map(([, name]) => name);
  expect(Object.keys(newSettings()).filter((name) => !explained.includes(name))).toEqual([]);
});

const user = { TargetUin: 7 };
test.each<[string, object]>([
  ["cam:CreateAccessKey", user],
  ["cam:UpdateAccessKey", { ...user, AccessKeyId: "x", Status: "Active" }],
  ["cam:DeleteAccessKey", { ...user, AccessKeyId: "x" }],
  ["cam:ListAccessKeys", user],
  ["cam:AddUser", { Name: "alice" }],
  ["cam:UpdatePolicy", { PolicyName: "p" }],
  ["cam:AttachRolePolicy", { PolicyName: "p", AttachRoleName: "r" }],
  ["cam:GetUserAppId", {}],
  ["sts:GetFederationToken", { Name: "a", Policy: "{}" }],
  ["tag:AddResourceTag", { TagKey: "k", TagValue: "v", Resource: "qcs::cam::uin/:uin/7" }],
])("%s asks CAM for what the catalogue of policies says", (name, body) => {
  const caller = { kind: "root", uin: OWNER_UIN, name: "root" } as const;
  const asked: string[] = [];
  const action = ACTIONS.find((each) => each.name === name);
  const run = () =>
    action?.run(body, { caller, region: "ap-shanghai", now: 0, query: false }, emptyCloud(), (resources) => {
      asked.push(...resources);
      throw new Error("asked");
    });
  expect(run).toThrow("asked");
  const known = findAction(name)?.resource.replace("<ownerUin>", String(OWNER_UIN)).replace("<uin>", "7");
  expect(asked).toEqual([known]);
});

test("two actions of one name and version are refused at the start", () => {
  expect(() => new Catalogue([...ACTIONS, ...ACTIONS.slice(0, 1)])).toThrow("two actions for 2019-01-16 AddUser");
});
