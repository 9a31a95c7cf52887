import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  inOrder,
  isMistake,
  isPrintable,
  Mistake,
  type Problem,
  printable,
  printProblem,
  problem,
  problemsJson,
  problemsSarif,
  problemsText,
  quoted,
  warning,
} from "../../problems/problems.ts";

const place = { file: "employees.yaml", line: 12, column: 5 };
const unknownKey = problem("unknown-key", {
  ...place,
  employee: "alice",
  message: "unknown key `emial`",
  remedy: "write `email`",
});

describe("a problem in text", () => {
  test("is one line with place, employee, what is wrong and what to write", () => {
    expect(printProblem(unknownKey)).toBe("employees.yaml:12:5: alice: unknown key `emial`; write `email`");
  });

  test("names the file alone where it has no line, and nothing where it has no file", () => {
    expect(printProblem(problem("x", { file: "a.yaml", message: "is empty" }))).toBe("a.yaml: is empty");
    expect(printProblem(problem("x", { message: "no key" }))).toBe("no key");
  });

  test("says that a warning is one, and names the rule on request", () => {
    const wide = warning("wide", { ...place, path: "statement[0]", message: "is wide" });
    expect(printProblem(wide)).toBe("employees.yaml:12:5: warning: statement[0]: is wide");
    expect(problemsText([wide, wide], { withRule: true })).toBe(
      "employees.yaml:12:5: warning: statement[0]: is wide [wide]\n".repeat(2),
    );
  });

  test("stays on its line and shows what would hide or reorder it, whatever a name has in it", () => {
    const line = printProblem(problem("x", { ...place, employee: "a\nb\u202Ec\u001b[2J", message: "is odd" }));
    expect(line).toBe("employees.yaml:12:5: a\\nb\\u{202e}c\\u{1b}[2J: is odd");
  });
});

test("printable text has no control, format or look-alike blank, and leaves all else as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const printed = printable(text);
      expect(isPrintable(printed)).toBe(true);
      expect(printed === text).toBe(isPrintable(text));
    }),
  );
  expect(printable("李雷 é 😀")).toBe("李雷 é 😀");
  for (const character of "\u0000\u007f\u0085\u00ad\u061c\u200b\u200e\u2028\u2066\ufeff\u3164\u{e0041}") {
    expect(isPrintable(`a${character}b`)).toBe(false);
  }
  expect(quoted('a"b\\c\n')).toBe('"a\\"b\\\\c\\n"');
});

test("problems come by file, line and column, and keep their order where these are the same", () => {
  const at = (file: string, line: number, column: number, message: string) =>
    problem("x", { file, line, column, message });
  const sorted = inOrder([at("b", 1, 1, "1"), at("a", 2, 1, "2"), at("a", 1, 9, "3"), at("a", 1, 9, "4")]);
  expect(sorted.map(({ message }) => message)).toEqual(["3", "4", "2", "1"]);
});

test("a mistake carries its problems and says all of them, one a line", () => {
  const mistake = new Mistake([unknownKey, problem("y", { message: "second" })]);
  expect(isMistake(mistake)).toBe(true);
  expect(isMistake(new Error("bug"))).toBe(false);
  expect(mistake.message.split("\n")).toEqual([printProblem(unknownKey), "second"]);
});

test("JSON has every member that a problem has, and no other", () => {
  expect(JSON.parse(problemsJson([unknownKey]))).toEqual([unknownKey]);
});

describe("a SARIF log", () => {
  const rules = [{ id: "unknown-key", severity: "error" as const, message: "Keys are known" }];
  const read = (problems: readonly Problem[]) =>
    JSON.parse(problemsSarif(problems, "subaccounts check", rules)).runs[0];

  test("puts a problem at its line with its rule, and lists rules that nobody declared", () => {
    const run = read([unknownKey, warning("other", { file: "a b.json", path: "statement[1]", message: "odd" })]);
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(["unknown-key", "other"]);
    expect(run.results).toEqual([
      {
        ruleId: "unknown-key",
        ruleIndex: 0,
        level: "error",
        message: { text: "alice: unknown key `emial`; write `email`" },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "employees.yaml" },
              region: { startLine: 12, startColumn: 5 },
            },
          },
        ],
      },
      {
        ruleId: "other",
        ruleIndex: 1,
        level: "warning",
        message: { text: "odd" },
        locations: [
          {
            physicalLocation: { artifactLocation: { uri: "a%20b.json" } },
            logicalLocations: [{ fullyQualifiedName: "statement[1]" }],
          },
        ],
      },
    ]);
  });
});
