import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { z } from "zod";
import { validRosters } from "../../roster/files.ts";
import { lookupsFor } from "../support/constructs/stack.ts";
import { REPOSITORY, run, runHere, TSX } from "../support/end-to-end/app.ts";
import { project } from "../support/roster/random.ts";

const FIXTURES = join(REPOSITORY, "__tests__/roster");
const OUTCOMES = z.array(z.object({ code: z.number(), stderr: z.string() }));

/** What synth says in each of the folders. */
async function synthEach(folders: readonly string[]): Promise<z.infer<typeof OUTCOMES>> {
  const program = join(REPOSITORY, "__tests__/support/end-to-end/synth-each.ts");
  const args = ["--import", TSX, program, join(REPOSITORY, "main.ts"), ...folders];
  const { code, stdout, stderr } = await run(process.execPath, args, tmpdir(), { CDKTF_CONTEXT_JSON: undefined });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return OUTCOMES.parse(JSON.parse(stdout));
}

/** What check says in each, warnings left out. */
async function judgeEach(folders: readonly string[]) {
  const outcomes = [];
  for (const folder of folders) {
    const { code, stderr } = await runHere(folder, ["check"]);
    const errors = stderr.split(/(?<=\n)/).filter((line) => !/^[^ ]* (?:[^ ]+: )?warning: /.test(line));
    outcomes.push({ code, stderr: errors.join("") });
  }
  return outcomes;
}

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "verdict-"));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

function fixtures(kind: "bad" | "good"): string[] {
  return readdirSync(join(FIXTURES, kind))
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => {
      const folder = mkdtempSync(join(tmpdir(), "verdict-"));
      cpSync(join(FIXTURES, kind), folder, { recursive: true });
      writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ context: { rosters: [file] } }));
      return folder;
    });
}

describe("check and synth say the same, and end with the same exit code", () => {
  test("of every roster that is refused", async () => {
    const folders = fixtures("bad");
    expect(folders.length).toBeGreaterThan(100);
    const synthesized = await synthEach(folders);
    expect(await judgeEach(folders)).toEqual(synthesized);
    expect(new Set(synthesized.map(({ code }) => code))).toEqual(new Set([1]));
  });

  test("of every roster that is accepted, with lookups of all that it names", async () => {
    const folders = fixtures("good").map((folder) => {
      const { context } = JSON.parse(readFileSync(join(folder, "cdktf.json"), "utf8"));
      const [roster] = validRosters(context.rosters, folder);
      if (roster === undefined) throw new Error("no roster was read");
      writeFileSync(join(folder, roster.file.replace(/yaml$/, "lookups.json")), JSON.stringify(lookupsFor(roster)));
      return folder;
    });
    expect(await judgeEach(folders)).toEqual(await synthEach(folders));
  });

  test("of 200 rosters with templates and lookups made at random", async () => {
    const folders = fc.sample(project, { numRuns: 200, seed: 8 }).map(folderWith);
    const synthesized = await synthEach(folders);
    expect(await judgeEach(folders)).toEqual(synthesized);
    // Neither verdict is rare, or the others would say little.
    const accepted = synthesized.filter(({ code }) => code === 0).length;
    expect(accepted).toBeGreaterThan(30);
    expect(accepted).toBeLessThan(170);
    for (const folder of folders) rmSync(folder, { recursive: true });
  });
});
