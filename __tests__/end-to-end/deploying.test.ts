/** What a pipeline that only deploys has: the packages of `npm ci --omit=dev`, and no test tool, no official client, no gRPC. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "@jest/globals";
import { z } from "zod";
import { REPOSITORY, run } from "../support/end-to-end/app.ts";

const LOCK = z
  .object({
    packages: z.record(z.string(), z.object({ dev: z.boolean().optional(), link: z.boolean().optional() })),
  })
  .parse(JSON.parse(readFileSync(join(REPOSITORY, "package-lock.json"), "utf8")));

/** Folders that are not the program's. */
const LEFT_OUT = ["node_modules", "__tests__", ".git", ".sandbox", "cdktf.out", "reports-of-mutants"];

/** Packages at the top of node_modules that `npm ci --omit=dev` installs, by the lock file. */
function packagesForDeploying(): string[] {
  return Object.entries(LOCK.packages).flatMap(([path, { dev, link }]) => {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
    return name === undefined || dev || link ? [] : [name];
  });
}

function projectForDeploying(): string {
  const project = mkdtempSync(join(tmpdir(), "deploying-"));
  for (const entry of readdirSync(REPOSITORY).filter((each) => !LEFT_OUT.includes(each))) {
    cpSync(join(REPOSITORY, entry), join(project, entry), { recursive: true });
  }
  const modules = join(REPOSITORY, "node_modules");
  for (const name of packagesForDeploying().filter((each) => existsSync(join(modules, each)))) {
    mkdirSync(dirname(join(project, "node_modules", name)), { recursive: true });
    symlinkSync(join(modules, name), join(project, "node_modules", name));
  }
  mkdirSync(join(project, "node_modules/@cdktf"), { recursive: true });
  symlinkSync(join(project, "providers/tencentcloud"), join(project, "node_modules/@cdktf/provider-tencentcloud"));
  return project;
}

test("they are a part of all, without what tests and the sandbox need", () => {
  const names = packagesForDeploying();
  expect(names).toEqual(expect.arrayContaining(["cdktf", "cdktf-cli", "tsx", "zod"]));
  const others =
    /^(?:@grpc\/grpc-js|@msgpack\/msgpack|jest|@jest\/.*|@swc\/.*|@biomejs\/.*|fast-check|@cloudbase\/.*|cos-nodejs-sdk-v5|typescript)$/;
  expect(names.filter((name) => others.test(name))).toEqual([]);
});

test("the sandbox names its own packages, in the versions that the rest has", () => {
  const dependencies = z.object({ dependencies: z.record(z.string(), z.string()) });
  const read = (file: string) =>
    dependencies.parse(JSON.parse(readFileSync(join(REPOSITORY, file), "utf8"))).dependencies;
  const [root, sandbox] = [read("package.json"), read("sandbox/package.json")];
  for (const [name, version] of Object.entries(sandbox)) expect([name, root[name] ?? version]).toEqual([name, version]);
  expect(Object.keys(root)).not.toContain("@grpc/grpc-js");
});

test("synth and the commands work with them, and the sandbox says what it lacks", async () => {
  const project = projectForDeploying();
  const node = (...args: string[]) => run(process.execPath, args, project, { HOME: project });
  const synth = await node("node_modules/cdktf-cli/bundle/bin/cdktf.js", "synth");
  expect(synth).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Generated Terraform code for the stacks: employees"),
  });
  expect(existsSync(join(project, "cdktf.out/stacks/employees/cdk.tf.json"))).toBe(true);
  expect(await node("commands/subaccounts.mjs", "check")).toMatchObject({ code: 0 });
  const sandbox = await node("commands/subaccounts.mjs", "sandbox", "--run", "true");
  expect(sandbox).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^the packages of the sandbox are not installed/),
  });
});
