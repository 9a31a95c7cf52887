import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { REPOSITORY, run, TSX } from "../support/end-to-end/app.ts";

test("the program of docs/library.md is the example, and says what two policies allow", async () => {
  const example = readFileSync(join(REPOSITORY, "examples/policies.ts"), "utf8");
  const [, , , program] = readFileSync(join(REPOSITORY, "docs/library.md"), "utf8").split(/```(?:ts)?\n/);
  expect(program).toBe(example.replace("../library/policies.ts", "cloudbase-subaccounts/policies"));
  expect(await run(process.execPath, ["--import", TSX, "examples/policies.ts"], REPOSITORY)).toEqual({
    code: 0,
    stdout: `deny
I3 alice: tcb:DescribeDatabaseACL reaches tcb resources of bob
I5 alice: qcs::tcb:ap-shanghai:uin/100000000001:env/* does not name an id
`,
    stderr: "",
  });
});

test("the subclass of docs/library.md is what the test of the package compiles and runs", () => {
  const [, told = ""] = readFileSync(join(REPOSITORY, "docs/library.md"), "utf8").split(/```(?:ts)?\n/);
  const tried = readFileSync(join(REPOSITORY, "__tests__/package/package.test.ts"), "utf8");
  for (const line of told.split("\n").filter((each) => each !== "")) expect(tried).toContain(line);
});
