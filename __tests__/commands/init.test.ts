import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { runHere } from "../support/end-to-end/app.ts";

const REVIEW = ".github/workflows/roster-review.yml";
const folder = () => mkdtempSync(join(tmpdir(), "init-"));
const textOf = (base: string, file: string) => readFileSync(join(base, "company", file), "utf8");
const filesOf = (base: string) =>
  readdirSync(base, { recursive: true, encoding: "utf8", withFileTypes: true }).filter((entry) => entry.isFile());

describe("init", () => {
  test("writes a repository that has data, the workflows and one dependency, and no code of its own", async () => {
    const base = folder();
    const { code, stdout } = await runHere(base, ["init", "company", "--program", "1.2.3"]);
    expect([code, stdout]).toEqual([
      0,
      "company: 17 files written. Next: cd company && npm install && npm run demo; then README.md\n",
    ]);
    expect(JSON.parse(textOf(base, "package.json")).dependencies).toEqual({ "cloudbase-subaccounts": "1.2.3" });
    expect(JSON.parse(textOf(base, "cdktf.json"))).toMatchObject({
      app: "node node_modules/cloudbase-subaccounts/dist/main.js",
      context: { rosters: ["employees.yaml"] },
    });
    expect(readdirSync(join(base, "company")).filter((file) => /\.[mc]?[jt]s$/.test(file))).toEqual([]);
    // npm leaves these out of packages, where they are not made by the program.
    expect(textOf(base, ".gitignore")).toContain("cdktf.out/\n");
    expect(statSync(join(base, "company/.github/roster/comment.sh")).mode & 0o111).toBe(0o111);
    expect((await runHere(join(base, "company"), ["check"])).code).toBe(0);
  });

  test("writes workflows that do what those of this repository do", async () => {
    const base = folder();
    await runHere(base, ["init", "company"]);
    for (const file of readdirSync(join(base, "company/.github/workflows"))) {
      expect(parse(textOf(base, `.github/workflows/${file}`))).toEqual(
        parse(readFileSync(join(".github/workflows", file), "utf8")),
      );
    }
  });

  test("writes nothing where another file would be lost, names each of them, and goes on where it was stopped", async () => {
    const base = folder();
    await runHere(base, ["init", "company"]);
    writeFileSync(join(base, "company/employees.yaml"), "ours\n");
    writeFileSync(join(base, "company/README.md"), "ours\n");
    expect(await runHere(base, ["init", "company"])).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "company/README.md: there is such a file already; name a new folder; in a repository that `init` has made, add --upgrade\n" +
        "company/employees.yaml: there is such a file already; name a new folder; in a repository that `init` has made, add --upgrade\n",
    });
    expect(textOf(base, "employees.yaml")).toBe("ours\n");
    const other = folder();
    await runHere(other, ["init", "company"]);
    expect((await runHere(other, ["init", "company"])).stdout).toContain("company: 0 files written");
  });

  test("--upgrade writes again what is the program's, and nothing that somebody has made theirs", async () => {
    const base = folder();
    await runHere(base, ["init", "company"]);
    const file = join(base, "company", REVIEW);
    const nightly = join(base, "company/.github/workflows/roster-nightly.yml");
    writeFileSync(join(base, "company/employees.yaml"), "ours\n");
    writeFileSync(file, textOf(base, REVIEW).replaceAll("0.1.0", "0.0.9"));
    writeFileSync(nightly, "ours: true\n");
    expect((await runHere(join(base, "company"), ["init", ".", "--upgrade"])).stdout).toBe(".: 1 file written again\n");
    expect(readFileSync(file, "utf8")).toContain("0.1.0");
    expect([textOf(base, "employees.yaml"), readFileSync(nightly, "utf8")]).toEqual(["ours\n", "ours: true\n"]);
  });

  test("--upgrade refuses a folder that is no such repository", async () => {
    const base = folder();
    expect(await runHere(base, ["init", ".", "--upgrade"])).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "package.json: this is no repository with cloudbase-subaccounts in its package.json; make it: npx subaccounts init .\n",
    });
    expect(filesOf(base)).toEqual([]);
  });

  test("leaves nothing behind where it cannot write all", async () => {
    const base = folder();
    // A file where a folder has to be.
    writeFileSync(join(base, "company"), "");
    expect((await runHere(base, ["init", "company"])).code).toBe(1);
    expect(filesOf(base).map(({ name }) => name)).toEqual(["company"]);
    expect(existsSync(join(base, "company/.github"))).toBe(false);
  });
});
