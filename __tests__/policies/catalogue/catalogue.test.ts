import { describe, expect, test } from "@jest/globals";
import { actionsMatching, CATALOGUE, findAction, resourceOf, SOURCES } from "../../../policies/catalogue/catalogue.ts";
import { parsePolicyDocument } from "../../../policies/language/parse.ts";
import { parseResource } from "../../../policies/language/resource.ts";
import { ACTIONS } from "../../../sandbox/api/catalogue.ts";
import { TEMPLATES } from "../../support/policies/templates.ts";

describe("the catalogue", () => {
  test("has every action once", () => {
    const names = CATALOGUE.map(({ name }) => name.toLowerCase());
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test("names a resource of six segments for every action that is not of operation level", () => {
    for (const { name, granularity, resource } of CATALOGUE) {
      expect([name, granularity, "problem" in parseResource(resource)]).toEqual([
        name,
        resource === "*" ? "operation" : "resource",
        false,
      ]);
    }
  });

  test("has six segments, or `*` alone, in every resource of every way, and names where each way comes from", () => {
    const wrong = CATALOGUE.filter(
      ({ ways, resource, sources, source, actsOn }) =>
        ways[0]?.[0] !== resource ||
        !sources.includes(source) ||
        [...ways.flat(), ...actsOn].some((each) => "problem" in parseResource(each)) ||
        ways.some((way) => way.includes("*") && way.length > 1),
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
    expect(CATALOGUE.flatMap(({ sources }) => sources).filter((source) => !Object.hasOwn(SOURCES, source))).toEqual([]);
  });

  test("asks both ways where no document says what CAM is asked", () => {
    const oneLevel = CATALOGUE.filter(
      ({ basis, ways }) => basis === "inferred" && new Set(ways.map((way) => way.includes("*"))).size < 2,
    );
    // Its row prints servers of CVM alone, so that the level is known and servers of Lighthouse are inferred.
    expect(oneLevel.map(({ name }) => name)).toEqual(["tat:CancelInvocation"]);
  });

  test.each<[string, string, string[][]]>([
    ["cam:CreateCollApiKey", "sourced", [["*"]]],
    ["cam:UpdatePolicy", "inferred", [["*"], ["qcs::cam::uin/<ownerUin>:<resource>"]]],
    [
      "cam:PassRole",
      "differ",
      [
        ["qcs::cam::uin/<ownerUin>:roleName/<roleName>"],
        ["qcs::cam::uin/<ownerUin>:role/tencentcloudServiceRoleName/<roleName>"],
      ],
    ],
    ["sts:AssumeRole", "differ", [["qcs::cam::uin/<ownerUin>:roleName/<roleName>"], ["*"]]],
    ["tcb:DestroyEnv", "sourced", [["qcs::tcb:<region>:uin/<ownerUin>:env/<envId>"]]],
    ["tcb:RunCommands", "inferred", [["*"], ["qcs::tcb:<region>:uin/<ownerUin>:env/<envId>"]]],
    [
      "tat:InvokeCommand",
      "sourced",
      ["lighthouse", "cvm"].map((service) => [
        "qcs::tat:<region>:uin/<ownerUin>:command/<commandId>",
        `qcs::${service}:<region>:uin/<ownerUin>:instance/<instanceId>`,
      ]),
    ],
  ])("says of %s that it is %s, and every way in which it may be asked", (name, basis, ways) => {
    expect(findAction(name)).toMatchObject({ basis, ways });
  });

  test.each(["tat:CreateInvoker", "lighthouse:ApplyFirewallTemplate"])(
    "says that %s acts on servers, which no way of it asks for",
    (name) => {
      const { ways = [], actsOn = [] } = findAction(name) ?? {};
      expect(actsOn).toContain("qcs::lighthouse:<region>:uin/<ownerUin>:instance/<instanceId>");
      expect(ways.flat().filter((each) => each.includes(":instance/"))).toEqual([]);
    },
  );

  test.each(Object.entries(TEMPLATES))("knows every action of the template %s", (_, template) => {
    const actions = parsePolicyDocument(template).statement.flatMap(({ action }) => action);
    expect(actions.filter((action) => actionsMatching(action).length === 0)).toEqual([]);
  });

  test("knows every action that the sandbox serves, in its spelling", () => {
    expect(ACTIONS.filter(({ name }) => findAction(name)?.name !== name).map(({ name }) => name)).toEqual([]);
  });

  test("knows the access level of the actions that the documents call auxiliary and are not", () => {
    const levels = [
      "cam:UpdatePolicy",
      "ssl:DescribeCertificateDetail",
      "tcb:QueryRecords",
      "tcb:DeleteTable",
      "tcb:DescribePackages",
    ];
    expect(levels.map((name) => findAction(name)?.access)).toEqual([
      "permission management",
      "credential",
      "data",
      "write",
      "read",
    ]);
  });
});

test("an action is found in any case, with or without name/, in its own spelling", () => {
  expect(findAction("name/tcb:describeenvs")?.name).toBe("tcb:DescribeEnvs");
  expect(findAction("tcb:DescribeEnvz")).toBeUndefined();
});

test("a pattern stands for the actions that it matches", () => {
  expect(actionsMatching("cam:Attach*Policy").map(({ name }) => name)).toEqual([
    "cam:AttachUserPolicy",
    "cam:AttachGroupPolicy",
    "cam:AttachRolePolicy",
    "cam:AttachUsersPolicy",
    "cam:AttachGroupsPolicy",
    "cam:AttachRolesPolicy",
  ]);
  expect(actionsMatching("*")).toHaveLength(CATALOGUE.length);
});

test("the resource of a call is filled with the values of an environment, and never with nothing", () => {
  const values = { region: "ap-shanghai", ownerUin: "100000000001", envId: "alice-1" };
  const [describeEnvs] = actionsMatching("tcb:DescribeEnvs");
  const [putObject] = actionsMatching("cos:PutObject");
  expect(describeEnvs && resourceOf(describeEnvs, values)).toBe("qcs::tcb:ap-shanghai:uin/100000000001:env/alice-1");
  expect(() => putObject && resourceOf(putObject, values)).toThrow("cos:PutObject needs a value for appId");
});
