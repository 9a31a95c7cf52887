import { describe, expect, test } from "@jest/globals";
import { environmentsNotApart, type Owned } from "../../lookups/environments-apart.ts";
import { printProblem } from "../../problems/problems.ts";
import { parseRoster } from "../../roster/parse.ts";

const account = 'account: { ownerUin: "100000000001", region: ap-shanghai }\n';

/** Employees whose entries the roster's own rules have let through, one environment by id and one by alias, as they turn out. */
function owned(one: string, other: string, ids: readonly [string, string]): Owned[] {
  const entries = [`  - { name: alice, environment: { ${one} } }`, `  - { name: bob, environment: { ${other} } }`];
  const { employees } = parseRoster(`${account}employees:\n${entries.join("\n")}\n`, "employees.yaml");
  return employees.map((employee, index) => ({ employee, environmentId: ids[index] ?? "" }));
}

/** As a person reads it. */
const report = (all: readonly Owned[]) => environmentsNotApart("employees.yaml", all).map((each) => printProblem(each));

const LAB = "lab-8grqda2hfc2f62bb";
const both = ["alias: lab, sharedWith: [bob]", `id: ${LAB}, sharedWith: [alice]`] as const;

describe("environments that turn out to be one", () => {
  test("are refused, unless both employees say that they share it", () => {
    expect(report(owned("alias: lab", `id: ${LAB}`, [LAB, LAB]))).toEqual([
      `employees.yaml:4:5: bob: has the same environment as alice (${LAB}); give each employee one of their own`,
    ]);
    expect(report(owned(...both, [LAB, LAB]))).toEqual([]);
  });

  test("are refused where one alone says so", () => {
    const [alice, bob] = owned(...both, [LAB, LAB]);
    if (alice === undefined || bob === undefined) throw new Error("there are two");
    const { sharedWith: _, ...silent } = alice.employee.environment;
    const oneSided = [{ ...alice, employee: { ...alice.employee, environment: silent } }, bob];
    expect(report(oneSided)).toHaveLength(1);
    expect(report([...oneSided].reverse())).toHaveLength(1);
  });
});

test("environments that are shared and turn out to be two are refused for both", () => {
  const other = "lab-2-8grqda2hfc2f62b";
  expect(report(owned(...both, [other, LAB]))).toEqual([
    `employees.yaml:3:5: alice: shares the environment ${other} with bob, who has ${LAB}; write the same \`id\` or \`alias\` in both entries`,
    `employees.yaml:4:5: bob: shares the environment ${LAB} with alice, who has ${other}; write the same \`id\` or \`alias\` in both entries`,
  ]);
});
