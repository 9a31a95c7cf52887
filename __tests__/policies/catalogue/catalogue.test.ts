import { describe, expect, test } from "@jest/globals";
import { actionsMatching, CATALOGUE, findAction, resourceOf } from "../../../policies/catalogue/catalogue.ts";
import { parsePolicyDocument } from "../../../policies/language/parse.ts";
import { parseResource } from "../../../policies/language/resource.ts";
import { TEMPLATES } from "../../../policies/templates.ts";
import { ACTIONS } from "../../../sandbox/api/catalogue.ts";

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
