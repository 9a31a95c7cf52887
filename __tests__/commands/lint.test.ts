import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { expect, test } from "@jest/globals";
import { z } from "zod";
import { lintCommand } from "../../commands/lint.ts";

const good = policyOf("tcb:DescribeEnvInfo");
const bad = policyOf("permid/1");

function policyOf(action: string): string {
  const resource = ["qcs::tcb::uin/100000000001:env/alice-1"];
  return JSON.stringify({ version: "2.0", statement: [{ effect: "allow", action: [action], resource }] });
}

async function lint(args: string[], stdin = ""): Promise<{ stdout: string; stderr: string; code: number }> {
  const cwd = mkdtempSync(join(tmpdir(), "lint-"));
  writeFileSync(join(cwd, "good.json"), good);
  writeFileSync(join(cwd, "bad.json"), bad);
  const outcome = { stdout: "", stderr: "", code: 0 };
  const context = {
    env: {},
    cwd,
    stdout: stream((text) => {
      outcome.stdout += text;
    }),
    stderr: stream((text) => {
      outcome.stderr += text;
    }),
    setExitCode: (code: number) => {
      outcome.code = code;
    },
  };
  await lintCommand(context, Readable.from([stdin])).parseAsync(args, { from: "user" });
  return outcome;
}

/** What process.stdout is where it is no terminal. */
function stream(write: (text: string) => void): NodeJS.WriteStream {
  const writable = new Writable({
    write(chunk, _encoding, done) {
      write(String(chunk));
      done();
    },
  });
  return z.custom<NodeJS.WriteStream>().parse(writable);
}

test("a policy without errors has exit code 0", async () => {
  expect(await lint(["good.json"])).toEqual({ stdout: "0 errors and 0 warnings in 1 file\n", stderr: "", code: 0 });
});

test("an error has exit code 1, and every file is read", async () => {
  const { stdout, code } = await lint(["bad.json", "good.json"]);
  expect(stdout).toMatch(/^bad\.json:1:\d+: error: .*\[action-permid\]\n1 error and 0 warnings in 2 files\n$/);
  expect(code).toBe(1);
});

test("- reads standard input", async () => {
  const { stdout, code } = await lint(["--format", "json", "-"], bad);
  expect(JSON.parse(stdout)).toMatchObject([{ file: "stdin", findings: [{ rule: "action-permid" }] }]);
  expect(code).toBe(1);
});

test("the root account is checked when it is given", async () => {
  expect((await lint(["--owner-uin", "100000000002", "good.json"])).stdout).toContain("[account-other]");
});

test("a file that is not there is one line and exit code 1, and the others are linted", async () => {
  expect(await lint(["missing.json", "good.json"])).toEqual({
    stdout: "0 errors and 0 warnings in 1 file\n",
    stderr: "missing.json: cannot be read (ENOENT); name a policy file, or - for standard input\n",
    code: 1,
  });
});
