import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { FileMistake, readText, readTextIfThere } from "../../files/files.ts";

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "files-"));
  mkdirSync(join(base, "companies/north"), { recursive: true });
  writeFileSync(join(base, "token.txt"), "secret-token");
});

/** The rule and the message with which a file is refused. */
function refusal(file: string, within?: string) {
  try {
    readText(file, { base, ...(within === undefined ? {} : { within }) });
  } catch (error) {
    if (!(error instanceof FileMistake)) throw error;
    expect(error.problems.map(({ rule }) => rule)).toEqual([error.rule]);
    expect(error.message).not.toContain("secret");
    return `${error.message} [${error.rule}]`;
  }
  return undefined;
}

describe("a file", () => {
  test("is read from its folder, with its byte order mark, by any way that stays inside", () => {
    writeFileSync(join(base, "companies/north/a.yaml"), "\ufeffé");
    symlinkSync("north/a.yaml", join(base, "companies/b.yaml"));
    symlinkSync(base, join(base, "companies/round"));
    for (const file of ["companies/north/a.yaml", "companies/b.yaml", "companies/../companies/b.yaml"]) {
      expect(readText(file, { base, within: "companies" })).toBe("\ufeffé");
    }
    expect(readText("companies/round/companies/b.yaml", { base, within: "companies" })).toBe("\ufeffé");
    expect(readText(join(base, "companies/b.yaml"), { base })).toBe("\ufeffé");
    writeFileSync(join(base, "..a"), "dots");
    expect(readText("..a", { base })).toBe("dots");
  });

  test("may lie below a folder that itself is a symlink", () => {
    symlinkSync(join(base, "companies"), join(base, "link"));
    writeFileSync(join(base, "companies/a.yaml"), "text");
    expect(readText("link/a.yaml", { base, within: "link" })).toBe("text");
  });

  test.each([
    ["companies/../token.txt"],
    ["token.txt"],
    ["companies/link"],
    ["companies/chain"],
    ["companies/up/token.txt"],
    ["companies-2/a"],
  ])("at %s is outside of companies, and nothing of it is told", (file) => {
    symlinkSync("../token.txt", join(base, "companies/link"));
    symlinkSync("link", join(base, "companies/chain"));
    symlinkSync("..", join(base, "companies/up"));
    mkdirSync(join(base, "companies-2"));
    writeFileSync(join(base, "companies-2/a"), "secret");
    expect(refusal(file, "companies")).toBe(
      `${file}: the path, or a symlink on it, leads out of the folder companies; put the file itself into it [file-outside]`,
    );
  });

  test("that is not there is undefined, or says so", () => {
    symlinkSync("nowhere", join(base, "dangling"));
    for (const file of ["a.yaml", "companies/b/c.yaml", "dangling"]) {
      expect(readTextIfThere(file, { base })).toBeUndefined();
      expect(refusal(file)).toBe(`${file}: there is no such file; create it, or correct its name [no-such-file]`);
    }
  });

  test("that is a folder, a pipe, a circle, below a file, no UTF-8 or no path says what it is", () => {
    execFileSync("mkfifo", [join(base, "pipe")]);
    symlinkSync("circle", join(base, "circle"));
    writeFileSync(join(base, "latin1"), Buffer.from("secrét", "latin1"));
    expect(refusal("companies")).toBe("companies: this is a folder; write the path of a file [file-is-folder]");
    expect(refusal("pipe")).toBe(
      "pipe: this is a pipe, a socket or a device; write the path of a file [file-not-regular]",
    );
    expect(refusal("circle")).toMatch(/^circle: its symlinks lead in a circle \(ELOOP\); .* \[file-unreadable\]$/);
    expect(refusal("token.txt/a")).toMatch(/: a part of its path is a file, not a folder \(ENOTDIR\); .*unreadable/);
    expect(refusal("latin1")).toBe("latin1: the file is not UTF-8; save it as UTF-8 [file-not-utf8]");
    expect(refusal("a\0b")).toMatch(/: its path has a character that no path can have; correct the path/);
    expect(refusal("a".repeat(300))).toMatch(/its path is too long \(ENAMETOOLONG\)/);
  });
});
