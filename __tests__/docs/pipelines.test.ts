/** The pipelines that the documents show for other hosts: YAML that can be read, with commands that there are. */
import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { parse } from "yaml";
import { runHere } from "../support/end-to-end/app.ts";

test("the pipelines for GitLab and CNB are YAML, and run commands with options that there are", async () => {
  const text = readFileSync("docs/pipeline.md", "utf8");
  const blocks = Array.from(
    text.matchAll(/```yaml\n(# \.(?:gitlab-ci|cnb)\.yml\n.*?)```/gs),
    ([, block = ""]) => block,
  );
  expect(blocks).toHaveLength(2);
  for (const block of blocks) {
    expect(Object.keys(parse(block)).length).toBeGreaterThan(0);
    const commands = Array.from(
      block.matchAll(/npx subaccounts ([a-z-]+)([^&|,}\n]*)/g),
      ([, name = "", rest = ""]) => ({ name, rest }),
    );
    expect(commands.length).toBeGreaterThan(4);
    for (const { name, rest } of commands) {
      const { code, stdout } = await runHere(".", [name, "--help"]);
      expect([name, code]).toEqual([name, 0]);
      for (const [option] of rest.matchAll(/--[a-z-]+/g))
        expect([name, stdout]).toEqual([name, expect.stringContaining(option)]);
    }
  }
});
