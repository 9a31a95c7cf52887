import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { z } from "zod";
import { reviewSchema } from "../../reports/review-schema.ts";
import { Project } from "../support/end-to-end/project.ts";
import { within } from "../support/end-to-end/real-provider.ts";
import { describeWithTerraform } from "../support/end-to-end/terraform.ts";

let project: Project;
afterEach(() => project.sandbox.close());

const ROSTER = `account: { ownerUin: "100000000001", region: ap-shanghai }
defaults: { server: { bundle: bundle_starter_mc_promo_med4_02 } }
employees:
  - { name: alice, email: alice@example.com }
  - { name: bob, policy: documented }
  - { name: carol, server: false }
  - { name: dave, server: false }
`;

/** Nobody has a server, which takes time to set up. */
const WITHOUT_SERVERS = ROSTER.replace(/defaults: .*\n/, "");

/** What `review` prints, with ids that the sandbox makes up replaced. */
async function review(...args: string[]) {
  const lookup = await project.command("lookup");
  if (lookup.code !== 0) throw new Error(lookup.stderr);
  const { code, stdout, stderr } = await project.command("review", ...args);
  if (code === 1) throw new Error(stderr);
  const text = stdout.replace(/(?<=\w)-[0-9a-z]{16}\b/g, "-<id>").replace(/lhins-\w{8}/g, "lhins-<id>");
  return { code, stdout, text: text.replace(/\b[0-9a-f]{16}\b/g, "<digest>") };
}
const deploy = (...args: string[]) => project.command("deploy", ...args);
/** Tells the plan that was reviewed last once more, in another way. */
async function told(...args: string[]) {
  writeFileSync(
    join(project.folder, "plan.json"),
    (await project.terraform("show", "-json", "reviewed.tfplan")).output,
  );
  return project.command("review", project.stackName, "--plan", "plan.json", ...args);
}
const Digest = z.object({ stacks: z.tuple([z.object({ digest: z.string() })]) });
const digest = async () => Digest.parse(JSON.parse((await review("--format", "json")).stdout)).stacks[0].digest;

/** Addresses of everything that Terraform itself says it changes, moves, imports or forgets. */
async function changedAddresses(): Promise<string[]> {
  const Json = z.object({
    resource_changes: z.array(
      z.object({
        ...{ address: z.string(), mode: z.string(), previous_address: z.string().optional() },
        change: z.object({ actions: z.array(z.string()), importing: z.unknown().optional() }),
      }),
    ),
  });
  const { output } = await project.terraform("show", "-json", "reviewed.tfplan");
  return Json.parse(JSON.parse(output))
    .resource_changes.filter(
      ({ mode, previous_address, change: { actions, importing } }) =>
        mode === "managed" && (actions[0] !== "no-op" || previous_address !== undefined || importing !== undefined),
    )
    .map(({ address }) => address)
    .sort();
}
async function mentioned(): Promise<string[]> {
  const { stacks } = reviewSchema.parse(JSON.parse((await told("--format", "json")).stdout));
  const [{ people, shared } = { people: [], shared: [] }] = stacks;
  const all = [...people.flatMap(({ sentences }) => sentences), ...shared].flatMap(({ addresses }) => addresses);
  return [...new Set(all)].sort();
}
async function expectEverythingMentioned(): Promise<void> {
  const told = await mentioned();
  expect(told).toEqual(await changedAddresses());
}

describeWithTerraform("a review", () => {
  test(
    "says in a sentence what happens to each person, the worst first, and leaves nothing out",
    async () => {
      project = await Project.start(ROSTER);
      expect((await review()).text).toBe(`employees: 4 people; 36 resources (36 create)
  alice: joins with the environment alice-<id> and a server
      (bundle_starter_mc_promo_med4_02, 30 CNY a month)
  bob: joins with the environment bob-<id> and a server
      (bundle_starter_mc_promo_med4_02, 30 CNY a month), without a permission
      boundary
  carol: joins with the environment carol-<id>
  dave: joins with the environment dave-<id>
  all: the permission boundary of all: create
  all: the firewall template of new servers: create
  all: the command that sets servers up: create
  servers a month: nothing becomes 60 CNY
  isolation after: 0 isolated, 4 excepted, 0 violated
`);
      await expectEverythingMentioned();
      expect(await deploy()).toMatchObject({
        code: 0,
        stdout: "employees: Apply complete! Resources: 36 added, 0 changed, 0 destroyed.\n",
      });
      expect((await review()).text).toBe("employees: no changes\n");

      project.set("alice", ["email"], "a@example.com");
      expect((await review()).text).toBe(`employees: 1 person; 1 resource (1 update)
  alice: e-mail "alice@example.com" becomes "a@example.com"
  isolation after: 0 isolated, 4 excepted, 0 violated
`);
      project.set("bob", ["policy"], undefined);
      project.set("carol", ["status"], "suspended");
      project.add({ name: "frank", grants: [{ ci: { bucket: "pictures-1250000000", access: "read" } }] });
      project.remove("dave");
      project.seed();
      expect(await review()).toMatchObject({
        code: 3,
        text: `employees: 5 people; 27 resources (16 create, 8 delete, 3 update)
! dave: leaves: the sub-account is deleted for good with its access keys; the
      environment stays
  carol: is suspended: may do nothing any more; what there is stays and goes on
      costing
  bob: the policy of the environment allows less: cam:AttachRolePolicy,
      cam:CreateRole, cam:CreateServiceLinkedRole, cam:UpdatePolicy and
      ssl:DescribeCertificateDetail
  bob: gets the permission boundary: no administration of CAM, whatever is
      attached
  frank: joins with the environment frank-<id>, a server
      (bundle_starter_mc_promo_med4_02, 30 CNY a month) and grants of ci
  alice: e-mail "alice@example.com" becomes "a@example.com"
  all: the policy that denies everything: create
  servers a month: 60 CNY becomes 90 CNY
  isolation after: 1 isolated, 3 excepted, 0 violated
  ways that close for bob: K1, P1, P2, P3, S1
  ways that close for carol: D1, D2, D3, D4, D5, F1, K2, N1
! must be confirmed: dave leaves without having been suspended, or a last day
! to confirm exactly this plan: npx subaccounts deploy employees --confirm
      <digest>
`,
      });
      await expectEverythingMentioned();
      expect((await deploy("--confirm", await digest())).code).toBe(0);

      project.set("alice", ["server"], false);
      project.set("carol", ["status"], undefined);
      project.edit((roster) => {
        roster.setIn(["employees", 1, "name"], "bert");
        roster.setIn(["employees", 1, "previously"], ["bob"]);
        roster.setIn(["employees", 1, "environment"], { alias: "bob" });
        roster.setIn(["employees", 1, "policy"], "documented");
      });
      project.set("frank", ["server"], { firewall: [{ port: 443, cidr: "203.0.113.0/24" }] });
      await project.cam().UpdateUser({ Name: "frank", Remark: "by hand" });
      expect((await review()).text).toBe(`employees: 4 people; 23 resources (2 create, 8 delete, 2 move, 6 replace, 5
      update)
! alice: the server lhins-<id> is given back, and its disk is deleted for
      good
! bert: was bob, and gets a new sub-account with a new first password, without
      the old access keys; environment and server stay
! bert: the policy of the environment allows more: cam:AttachRolePolicy,
      cam:CreateRole, cam:CreateServiceLinkedRole, cam:UpdatePolicy and
      ssl:DescribeCertificateDetail
! bert: loses the permission boundary
  carol: is no longer suspended: sign-in, policies and access keys are back
  frank: the server's firewall: opens TCP 443 from 203.0.113.0/24
  frank: remark "by hand" becomes (none)
  all: the policy that denies everything: delete
  servers a month: 90 CNY becomes 60 CNY
  isolation after: 0 isolated, 4 excepted, 0 violated
  ways that open for bert: K1, P1, P2, P3, S1
  changed outside of the roster since the last deployment:
      tencentcloud_cam_user.frank
`);
      await expectEverythingMentioned();
    },
    within(180_000),
  );

  test(
    "of a move says so on both sides, and shows no secret that Terraform would",
    async () => {
      const b = WITHOUT_SERVERS.replace(
        / {2}- [\s\S]*/,
        "  - { name: zoe, server: false, access: { apiKey: { plaintext: accepted } } }\n",
      );
      project = await Project.start({ "a.yaml": WITHOUT_SERVERS, "b.yaml": b });
      await review();
      expect((await deploy()).code).toBe(0);
      writeFileSync(join(project.folder, "a.yaml"), WITHOUT_SERVERS.replace(/ {2}- { name: dave.*\n/, ""));
      writeFileSync(join(project.folder, "b.yaml"), `${b}  - { name: dave, server: false, movedFrom: a }\n`);
      expect((await review()).text).toBe(`a: 1 person; 6 resources (6 forget)
  dave: goes to another stack: what there is stays, and is forgotten here
  isolation after: 0 isolated, 3 excepted, 0 violated

b: 1 person; 6 resources (2 create, 3 import, 1 update)
  dave: is taken over: sub-account and policies stay
  isolation after: 0 isolated, 2 excepted, 0 violated
`);
      project.stackName = "b";
      const secrets = [
        ...Object.values(project.cloud.cam.accessKeys).map(({ secretKey }) => secretKey),
        ...Array.from(
          readFileSync(join(project.folder, "terraform.b.tfstate"), "utf8").matchAll(/"password": "(.+)"/g),
          ([, text = ""]) => text,
        ),
      ];
      expect(secrets.length).toBeGreaterThan(1);
      for (const format of ["text", "markdown", "json"]) {
        const { stdout } = await told("--format", format);
        for (const secret of secrets) expect(stdout).not.toContain(secret);
      }
      const shown = (await project.terraform("show", "-json", "reviewed.tfplan")).output;
      writeFileSync(join(project.folder, "plan.json"), shown);
      expect((await review("b", "--plan", "plan.json")).text).toContain("dave: is taken over");
      expect(await project.command("review", "--plan", "plan.json")).toMatchObject({
        code: 1,
        stderr: "a plan is of one stack; name the stack: npx subaccounts review <stack> --plan <file>\n",
      });
      for (const [text, said] of [
        [shown.replace('"errored":false', '"errored":true'), "the plan failed half-way"],
        ["{}", "this is no plan of Terraform's JSON format 1"],
        ['{"format_version":"2.0"}', "this is no plan"],
        ["no JSON", "this is no plan"],
      ] as const) {
        writeFileSync(join(project.folder, "plan.json"), text);
        const { code, stdout, stderr } = await project.command("review", "b", "--plan", "plan.json");
        expect([code, stdout, stderr]).toEqual([1, "", expect.stringContaining(said)]);
      }
    },
    within(120_000),
  );

  test(
    "that must be confirmed is deployed for exactly that plan, and a plan that the world has left behind is not",
    async () => {
      project = await Project.start(WITHOUT_SERVERS);
      await project.command("lookup");
      expect(await deploy()).toMatchObject({
        code: 1,
        stderr: "reviewed.tfplan: there is no plan of the stack employees; run: npx subaccounts review employees\n",
      });
      await review();
      expect((await deploy()).code).toBe(0);
      // The same plan once more: the state has changed since.
      expect(await deploy()).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("the state of employees has changed since the plan was made"),
      });
      project.edit((roster) => roster.setIn(["guard"], { protected: ["alice"] }));
      project.set("alice", ["status"], "suspended");
      const first = await digest();
      expect(await deploy()).toMatchObject({ code: 3, stdout: "" });
      expect(await deploy("--confirm", "0000000000000000")).toMatchObject({ code: 3 });
      project.set("carol", ["email"], "c@example.com");
      const second = await digest();
      expect(second).not.toBe(first);
      const stopped = await deploy("--confirm", first);
      expect(stopped).toMatchObject({ code: 3 });
      expect(stopped.stderr).toContain("! must be confirmed: alice is protected by the roster\n");
      expect(Object.values(project.cloud.cam.users).every(({ consoleLogin }) => consoleLogin === 1)).toBe(true);
      // The same changes, planned again, are the same plan.
      expect(await digest()).toBe(second);
      expect(await review("--confirm", second)).toMatchObject({ code: 0 });
      expect((await deploy("--confirm", second)).code).toBe(0);
      expect((await review()).text).toBe("employees: no changes\n");
    },
    within(120_000),
  );
});
