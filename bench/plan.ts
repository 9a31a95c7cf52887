/**
 * How long `terraform plan` takes for the synthesized stack, and how much memory, against the HCL that a user would write for the same
 * people (bench/peer/): `npm run bench:plan [people]`, 1,000 unless given. A first plan, with the stand-in cloud's plugin; on Linux, since
 * memory is read by GNU time.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { appCommand, PROGRAM_FOLDER, subaccountsCommand } from "../files/program.ts";
import { PROFILES } from "../policies/profiles/profiles.ts";
import { startCompany } from "./in-sandbox.ts";

const people = Number(process.argv[2] ?? 1000);
const company = await startCompany(people, (index) => `email: e${index}@example.com`);
const { project, stack, folder, run } = company;

/** Of Terraform and, as GNU time has it, the largest of its processes. */
async function plan(cwd: string): Promise<{ readonly seconds: number; readonly megabytes: number }> {
  await run("terraform", ["init", "-input=false"], cwd);
  const said = await run("/usr/bin/time", ["-f", "used %e %M", "terraform", "plan", "-input=false", "-out=plan"], cwd);
  const [, seconds, kilobytes] = /used ([\d.]+) (\d+)/.exec(said) ?? [];
  return { seconds: Number(seconds), megabytes: Number(kilobytes) / 1024 };
}

/** The guarded profile as a template of Terraform's, with the same text a person. */
function template(): string {
  const values: Readonly<Record<string, string>> = {
    envId: "environment.id",
    uin: "ownerUin",
    cosBucketId: "environment.storageBucket",
    staticBucketId: "environment.hostingBucket",
    topicId: "environment.logs.topicId",
    logsetId: "environment.logs.logsetId",
  };
  return JSON.stringify(PROFILES.guarded.template).replace(/\$\{(\w+)\}/g, (all, name) =>
    name in values ? `\${${values[name]}}` : all,
  );
}

try {
  const [program, command] = subaccountsCommand();
  await run(program, [command, "lookup"], project);
  await run("sh", ["-c", appCommand()], project);
  const peer = join(folder, "peer");
  mkdirSync(peer);
  cpSync(join(PROGRAM_FOLDER, "bench/peer"), peer, { recursive: true });
  for (const file of ["employees.yaml", "employees.lookups.json"]) cpSync(join(project, file), join(peer, file));
  writeFileSync(join(peer, "policy.json.tftpl"), template());
  const made = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8"));
  writeFileSync(join(peer, "boundary.json"), made.resource.tencentcloud_cam_policy.boundary.document);
  const resources = Object.values<object>(made.resource).reduce((sum, each) => sum + Object.keys(each).length, 0);
  const ours = await plan(stack);
  const theirs = await plan(peer);
  const text = ({ seconds, megabytes }: typeof ours) => `${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`;
  console.log(
    `${people} people, ${resources} resources: plan of the synthesized stack ${text(ours)}; of the HCL ${text(theirs)}; ` +
      `ratio ${(theirs.seconds / ours.seconds).toFixed(1)} of the time, ${(theirs.megabytes / ours.megabytes).toFixed(1)} of the memory`,
  );
} finally {
  await company.close();
}
