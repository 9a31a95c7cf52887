import { expect, test } from "@jest/globals";
import { LINT_RULES, lintPolicy } from "../../policies/lint/lint.ts";
import { lintJson, lintSarif, lintText } from "../../reports/lint.ts";

const text =
  '{ "version": "2.0",\n  "statement": [{ "effect": "allow", "action": ["cam:UpdatePolicy"], "resource": ["*"] }] }';
const files = [
  { file: "policies/a b.json", findings: lintPolicy(text) },
  { file: "empty.json", findings: [] },
];

test("people read one line a finding, and the counts", () => {
  expect(lintText(files)).toBe(
    "policies/a b.json:2:49: error: statement[0].action[0]: cam:UpdatePolicy: a step towards the root account; " +
      "remove it [takeover]\n1 error and 0 warnings in 2 files\n",
  );
});

test("machines read the same findings", () => {
  expect(JSON.parse(lintJson(files))).toEqual(files);
});

test("code hosts read SARIF, with the place and all rules", () => {
  const { version, runs } = JSON.parse(lintSarif(files, LINT_RULES));
  const [{ tool, results }] = runs;
  expect(version).toBe("2.1.0");
  expect(tool.driver.rules).toHaveLength(LINT_RULES.length);
  expect(results).toHaveLength(1);
  expect(tool.driver.rules[results[0].ruleIndex].id).toBe("takeover");
  expect(results[0].locations[0]).toEqual({
    physicalLocation: { artifactLocation: { uri: "policies/a%20b.json" }, region: { startLine: 2, startColumn: 49 } },
    logicalLocations: [{ fullyQualifiedName: "statement[0].action[0]" }],
  });
});
