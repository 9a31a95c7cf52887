import { describe, expect, test } from "@jest/globals";
import { findEnvironments } from "../../lookups/environments.ts";
import type { CloudEnvironment } from "../../lookups/ready-environment.ts";
import { printProblem } from "../../problems/problems.ts";
import { cloudEnvironment, rosterOf } from "../support/lookups/cloud.ts";

const alice = cloudEnvironment("alice");
const ID = "alice-8grqda2hfc2f62bb";

/** What is wrong with a roster's environments, as people read it. */
const linesOf = (...asked: Parameters<typeof findEnvironments>) =>
  findEnvironments(...asked).problems.map((each) => printProblem(each));

/** What is wrong with alice's environment, without the place in the roster. */
function problems(changes: Partial<CloudEnvironment>, entry = "name: alice"): string[] {
  const found = findEnvironments(rosterOf(entry), { entries: [cloudEnvironment("alice", changes)] });
  expect(Object.keys(found.found)).toHaveLength(found.problems.length === 0 ? 1 : 0);
  return found.problems.map((each) => printProblem(each).replace("employees.yaml:5:5: alice: ", ""));
}

describe("an employee's environment", () => {
  test.each(["name: alice", "name: alicia\nenvironment: { alias: alice }", `name: al\nenvironment: { id: ${ID} }`])(
    "is found for %j, with all that policies need",
    (entry) => {
      const found = findEnvironments(rosterOf(entry), { entries: [cloudEnvironment("bob"), alice] });
      expect(found.problems).toEqual([]);
      expect(Object.entries(found.found)).toEqual([
        [
          ID,
          {
            alias: "alice",
            region: "ap-shanghai",
            package: "baas_personal",
            storageBucket: `6465-${ID}-1250000000`,
            logs: { logsetId: "set-of-alice", topicId: "topic-of-alice" },
            hostingBucket: `static-${ID}-1250000000`,
          },
        ],
      ]);
    },
  );

  test("needs no logs and no hosting where the roster says so, and then has none", () => {
    const changes = { LogServices: [], StaticStorages: null };
    expect(problems(changes, "name: alice\nenvironment: { logs: false, hosting: false }")).toEqual([]);
    const found = findEnvironments(rosterOf("name: alice\nenvironment: { logs: false, hosting: false }"), {
      entries: [alice],
    });
    expect(Object.keys(found.found[ID] ?? {})).toEqual(["alias", "region", "package", "storageBucket"]);
  });

  test.each<[string, Partial<CloudEnvironment>, string]>([
    [
      "not NORMAL",
      { Status: "UNAVAILABLE" },
      `environment ${ID} is UNAVAILABLE, not NORMAL; wait until it is set up, or see the CloudBase console for why it is out of service`,
    ],
    [
      "in another region",
      { Region: "ap-guangzhou" },
      `environment ${ID} is in ap-guangzhou, but the roster's region is ap-shanghai; use one of the roster's region, or a roster for the other region`,
    ],
    ["without storage", { Storages: [] }, `environment ${ID} has no cloud storage; enable it in the CloudBase console`],
    [
      "with a storage that has no bucket yet",
      { Storages: [{ Bucket: "" }] },
      `the cloud storage of environment ${ID} has no bucket yet; run it again in a few minutes`,
    ],
    [
      "with two storages",
      { Storages: [{ Bucket: "a" }, { Bucket: "b" }] },
      `environment ${ID} has more than one cloud storage; use an environment with one`,
    ],
    [
      "without a log service",
      { LogServices: [] },
      `environment ${ID} has no log service; enable it in the CloudBase console (tcb:CreateEnvResource with EnvId ${ID} and Resources ["log"]), or write \`environment: { logs: false }\`, which leaves logs out of the policy`,
    ],
    [
      "with a log service without a topic",
      { LogServices: [{ LogsetId: "set", TopicId: "" }] },
      `the log service of environment ${ID} is not set up yet; run it again in a few minutes, or write \`environment: { logs: false }\`, which leaves logs out of the policy`,
    ],
    [
      "with two log services",
      { LogServices: [{}, {}] },
      `environment ${ID} has more than one log service; write \`environment: { logs: false }\`, which leaves logs out of the policy`,
    ],
    [
      "without static hosting",
      { StaticStorages: null },
      `environment ${ID} has no static hosting; enable it in the CloudBase console, or write \`environment: { hosting: false }\`, which leaves it out of the policy`,
    ],
    [
      "with static hosting in the making",
      { StaticStorages: [{ Bucket: "", Status: "process" }] },
      `the static hosting of environment ${ID} is not set up yet; run it again in a few minutes, or write \`environment: { hosting: false }\`, which leaves it out of the policy`,
    ],
    [
      "with static hosting that is offline",
      { StaticStorages: [{ Bucket: "static", Status: "offline" }] },
      `the static hosting of environment ${ID} is offline, not online; bring it online in the CloudBase console, or write \`environment: { hosting: false }\`, which leaves it out of the policy`,
    ],
    [
      "with two static hostings",
      { StaticStorages: [{}, {}] },
      `environment ${ID} has more than one static hosting; write \`environment: { hosting: false }\`, which leaves it out of the policy`,
    ],
    [
      "without region and package",
      { Region: null, PackageId: "" },
      `the cloud gives no usable region, package for environment ${ID}; run it again in a few minutes`,
    ],
    [
      "with a bucket that no policy could name",
      { Storages: [{ Bucket: "a/../*" }] },
      `the cloud gives no usable storageBucket for environment ${ID}; run it again in a few minutes`,
    ],
  ])("%s is refused, with what to do", (_, changes, message) => {
    expect(problems(changes)).toEqual([message]);
  });

  test("on another package than the roster's is refused", () => {
    expect(problems({}, "name: alice\nenvironment: { package: baas_pf_standard }")).toEqual([
      `environment ${ID} is on package baas_personal, but the roster says baas_pf_standard; change its package in the CloudBase console, or correct \`environment: { package: … }\``,
    ]);
    expect(problems({}, "name: alice\nenvironment: { package: baas_personal }")).toEqual([]);
  });

  test("that lacks several parts has a line for each", () => {
    expect(problems({ Storages: null, LogServices: null, StaticStorages: [] })).toHaveLength(3);
  });

  test("that does not exist is named by what was looked for", () => {
    const roster = rosterOf("name: alice", "name: bob\nenvironment: { id: bob-1 }");
    expect(linesOf(roster, { entries: [cloudEnvironment("carol")], total: 1 })).toEqual([
      "employees.yaml:5:5: alice: no environment in ap-shanghai has the alias alice; make it with `npx subaccounts environments --create`, or write `environment: { id: … }` or `{ alias: … }` of one that exists",
      "employees.yaml:6:5: bob: no environment in ap-shanghai has the id bob-1; create one in the CloudBase console, or write `environment: { id: … }` or `{ alias: … }` of one that exists",
    ]);
  });

  test("that is not found in a listing that the cloud cut short says so", () => {
    expect(linesOf(rosterOf("name: alice"), { entries: [cloudEnvironment("carol")], total: 45 })).toEqual([
      expect.stringContaining("has the alias alice (the cloud listed 1 of 45); make it"),
    ]);
  });

  test("is not guessed where two have its alias", () => {
    const entries = [cloudEnvironment("alice", { EnvId: "alice-2", Status: "UNAVAILABLE" }), alice];
    const message = `employees.yaml:5:5: alice: 2 environments have the alias alice: alice-2 (UNAVAILABLE), ${ID} (NORMAL); write \`environment: { id: … }\` with the one that is meant`;
    expect(linesOf(rosterOf("name: alice"), { entries })).toEqual([message]);
    expect(linesOf(rosterOf("name: alice"), { entries: entries.reverse() })).toEqual([message]);
  });

  test("is not anybody else's too", () => {
    const roster = rosterOf("name: alice", `name: mallory\nenvironment: { id: ${ID} }`);
    expect(linesOf(roster, { entries: [alice] })).toEqual([
      `employees.yaml:6:5: mallory: has the same environment as alice (${ID}); give each employee one of their own`,
    ]);
  });
});
