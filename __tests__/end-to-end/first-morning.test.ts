import { describe, expect, test } from "@jest/globals";
import { projectWith, runHere } from "../support/end-to-end/app.ts";

const run = (...args: string[]) => runHere(projectWith(), args);

describe("what a new employee gets to read", () => {
  test("is one page, without a secret", async () => {
    const { code, stdout } = await run("onboard", "alice", "--lang", "zh", "--contact", "IT");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# alice，/);
    expect(stdout).toContain("openclaw-alice");
    expect((await run("onboard", "alice", "--format", "html")).stdout).toMatch(/^<!doctype html>\n<html lang="en">/);
  });

  test("is a file for each AI tool, with where it belongs", async () => {
    const { stdout, stderr } = await run("mcp", "alice", "--tool", "vscode");
    expect(JSON.parse(stdout)).toHaveProperty("servers.cloudbase.env.CLOUDBASE_ENV_ID");
    expect(stderr).toBe(
      "note: this belongs in .vscode/mcp.json; where there is such a file, add the part `cloudbase` to it\n",
    );
  });

  test.each([
    [["mcp", "alice", "--tool", "trae", "--auth", "keys"], "Trae documents no way to read a key from the environment"],
    [["mcp", "carol", "--tool", "cursor"], "the device-code login does not work for this employee"],
    [["onboard", "carol", "--tool", "codebuddy"], "CodeBuddy documents no way to read a key"],
    [["onboard", "mallory"], 'there is no employee named "mallory"'],
    [["mcp", "alice"], "required option '--tool <tool>' not specified"],
  ])("is refused for %j", async (args, message) => {
    expect(await run(...args)).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining(message) });
  });
});
