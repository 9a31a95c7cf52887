/** The package as companies get it: packed, judged by the tools of others, installed into an empty folder, used there, and upgraded. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { projectWith, REPOSITORY, run, runApp } from "../support/end-to-end/app.ts";

const STACK = "cdktf.out/stacks/employees/cdk.tf.json";
let base: string;
let company: string;
let tarball: string;

const npm = (args: readonly string[], folder: string) => run("npm", args, folder);
const subaccounts = (...args: string[]) => run("npx", ["subaccounts", ...args], company);

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), "package-"));
  company = join(base, "company");
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--silent", "--pack-destination", base], {
      ...{ cwd: REPOSITORY, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    }),
  );
  tarball = join(base, packed.filename);
  await run(
    process.execPath,
    [join(REPOSITORY, "commands/subaccounts.mjs"), "init", company, "--program", tarball],
    base,
  );
  const { code, stderr } = await npm(["install", "--prefer-offline"], company);
  if (code !== 0) throw new Error(stderr);
}, 240_000);

test("has what runs, its declarations and its documents, and nothing of the tests", () => {
  const files = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n");
  for (const file of [
    "README.md",
    "LICENSE",
    "dist/main.js",
    "dist/library/index.d.ts",
    "dist/.github/roster/data.mjs",
  ]) {
    expect(files).toContain(`package/${file}`);
  }
  expect(files.filter((file) => /__tests__|\/bench\/|node_modules|(?<!\.d)\.ts$/.test(file))).toEqual([]);
});

test.each([
  ["publint", ["publint@0.3.25"]],
  // Of ES modules, which is what the package has.
  ["arethetypeswrong", ["@arethetypeswrong/cli@0.18.5"]],
])(
  "has no finding of %s",
  async (_, [tool = ""]) => {
    const { code, stdout } = await run("npx", ["--yes", tool, tarball], REPOSITORY);
    expect([code, code === 0 ? "" : stdout]).toEqual([0, ""]);
  },
  120_000,
);

test("checks, proves and synthesizes in a company's repository what it does in a checkout, byte for byte", async () => {
  expect(await npm(["test"], company)).toMatchObject({ code: 0 });
  expect(await run("npx", ["cdktf", "synth"], company)).toMatchObject({ code: 0 });
  const checkout = projectWith();
  await runApp(checkout);
  expect(readFileSync(join(company, STACK), "utf8")).toBe(readFileSync(join(checkout, STACK), "utf8"));
}, 120_000);

test("runs the demo in a company's repository, with the plugin that it brings", async () => {
  const { code, stdout } = await npm(["run", "demo"], company);
  expect([code, stdout]).toEqual([0, expect.stringContaining("Every step did what it says.")]);
}, 240_000);

test("lets a stack be extended and policies be judged, with types", async () => {
  const app = join(company, "app");
  mkdirSync(app);
  writeFileSync(join(app, "app.ts"), APP);
  writeFileSync(
    join(app, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        module: "nodenext",
        target: "es2023",
        outDir: ".",
        types: [],
        skipLibCheck: false,
      },
      files: ["app.ts"],
    }),
  );
  writeFileSync(join(app, "package.json"), '{"type":"module"}');
  const tsc = join(REPOSITORY, "node_modules/typescript/bin/tsc");
  expect(await run(process.execPath, [tsc, "-p", app], company)).toEqual({ code: 0, stdout: "", stderr: "" });
  const { code, stdout } = await run(process.execPath, [join(app, "app.js")], company, { CDKTF_OUTDIR: "extended" });
  expect([code, stdout]).toEqual([0, "action-all\n"]);
  const { output } = JSON.parse(readFileSync(join(company, "extended/stacks/employees/cdk.tf.json"), "utf8"));
  expect(output.people).toEqual({ value: 5 });
}, 60_000);

const APP = `import { TerraformOutput } from "cdktf";
import { RosterStack, runApp, type RosterStackProps } from "cloudbase-subaccounts";
import { lint } from "cloudbase-subaccounts/policies";

class CompanyStack extends RosterStack {
  constructor(app: ConstructorParameters<typeof RosterStack>[0], props: RosterStackProps) {
    super(app, props);
    new TerraformOutput(this, "people", { value: props.roster.employees.length });
  }
}

runApp({ makeStack: (app, props) => new CompanyStack(app, props) });
const policy = { version: "2.0" as const, statement: [{ effect: "allow" as const, action: ["*"], resource: ["*"] }] };
console.log(lint(policy).map(({ rule }) => rule).sort().join(" "));
`;

test("takes the data of a pull request in a company's repository, and checks it with the installed program", async () => {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args], {
      cwd: company,
      encoding: "utf8",
    });
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "data");
  const sha = git("rev-parse", "HEAD").trim();
  expect(await run(process.execPath, [".github/roster/data.mjs", sha, "data"], company)).toMatchObject({ code: 0 });
  expect(await run("npx", ["subaccounts", "check"], join(company, "data"))).toMatchObject({ code: 0 });
  const { app } = JSON.parse(readFileSync(join(company, "data/cdktf.json"), "utf8"));
  expect(await run("sh", ["-c", app], join(company, "data"))).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(readFileSync(join(company, "data", STACK), "utf8")).toBe(readFileSync(join(company, STACK), "utf8"));
}, 60_000);

test("is upgraded by its version: the workflows follow, the data stays, and the stack is the same", async () => {
  const before = readFileSync(join(company, STACK), "utf8");
  const roster = readFileSync(join(company, "employees.yaml"), "utf8");
  const next = join(base, "next");
  mkdirSync(next);
  execFileSync("tar", ["-xzf", tarball, "-C", next]);
  for (const file of ["package/package.json", "package/dist/package.json"]) {
    const manifest = JSON.parse(readFileSync(join(next, file), "utf8"));
    writeFileSync(join(next, file), JSON.stringify({ ...manifest, version: "9.9.9" }));
  }
  const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", base], {
    ...{ cwd: join(next, "package"), encoding: "utf8" },
  });
  const installed = await npm(["install", "--prefer-offline", "--save-exact", join(base, packed.trim())], company);
  expect(installed).toMatchObject({ code: 0 });
  expect((await subaccounts("--version")).stdout).toBe("9.9.9\n");
  expect((await subaccounts("init", ".", "--upgrade")).stdout).toBe(".: 6 files written again\n");
  expect(readFileSync(join(company, ".github/workflows/roster-deploy.yml"), "utf8")).toMatch(
    /^# Of cloudbase-subaccounts 9\.9\.9;/,
  );
  expect(readFileSync(join(company, "employees.yaml"), "utf8")).toBe(roster);
  expect(await run("npx", ["cdktf", "synth"], company)).toMatchObject({ code: 0 });
  expect(readFileSync(join(company, STACK), "utf8")).toBe(before);
}, 240_000);
