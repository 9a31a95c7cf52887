import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { lintCommand } from "../../commands/lint.ts";
import { LINT_RULES } from "../../policies/lint/lint.ts";
import { templateSubject } from "../support/policies/subjects.ts";

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
  expect(await lint(["good.json"])).toEqual({ stdout: "0 errors and 0 warnings in 1 policy\n", stderr: "", code: 0 });
});

test("an error has exit code 1, and every file is read", async () => {
  const { stdout, code } = await lint(["bad.json", "good.json"]);
  expect(stdout).toMatch(/^bad\.json:1:\d+: .*\[action-permid\]\n1 error and 0 warnings in 2 policies\n$/);
  expect(code).toBe(1);
});

test("- reads standard input", async () => {
  const { stdout, code } = await lint(["--format", "json", "-"], bad);
  expect(JSON.parse(stdout)).toMatchObject([{ file: "stdin", rule: "action-permid" }]);
  expect(code).toBe(1);
});

test("the root account is checked when it is given", async () => {
  expect((await lint(["--owner-uin", "100000000002", "good.json"])).stdout).toContain("[account-other]");
});

test("a file that is not there is one line and exit code 1, and the others are linted", async () => {
  expect(await lint(["missing.json", "good.json"])).toEqual({
    stdout:
      "missing.json: there is no such file; create it, or correct its name [no-such-file]\n" +
      "1 error and 0 warnings in 2 policies\n",
    stderr: "",
    code: 1,
  });
});

test("code hosts read SARIF, with the place and all rules", async () => {
  const { runs } = JSON.parse((await lint(["--format", "sarif", "bad.json"])).stdout);
  const [{ tool, results }] = runs;
  expect(tool.driver.rules).toHaveLength(LINT_RULES.length);
  expect(tool.driver.rules[results[0].ruleIndex].id).toBe("action-permid");
  expect(results[0].locations[0].physicalLocation).toMatchObject({ artifactLocation: { uri: "bad.json" } });
});

describe("what a profile declares", () => {
  const options = (profile: string) => ["--profile", profile, "-"];
  const filled = (profile: string, name = "alice") => JSON.stringify(templateSubject(name, profile).documents[0]);

  test.each(["documented", "reference", "guarded", "confined", "strict"])(
    "is left out for %s, which is then clean",
    async (profile) => {
      expect(await lint(options(profile), filled(profile))).toEqual({
        stdout: "0 errors and 0 warnings in 1 policy\n",
        stderr: "",
        code: 0,
      });
    },
  );

  test("is not left out for a narrower profile", async () => {
    const { stdout, code } = await lint(options("strict"), filled("guarded"));
    expect(stdout).toMatch(/tcb:DeleteTable cannot be confined .*\[operation-write-on-all\]/);
    expect(code).toBe(1);
  });

  test("hides nothing else that is wrong", async () => {
    const document = JSON.parse(filled("guarded"));
    document.statement.push({ effect: "allow", action: ["cam:UpdatePolicy", "dts:*"], resource: ["*"] });
    const { stdout, code } = await lint(options("guarded"), JSON.stringify(document));
    expect(stdout).toMatch(/cam:UpdatePolicy: a step towards the root account.*\[takeover\]/);
    expect(code).toBe(1);
  });
});
