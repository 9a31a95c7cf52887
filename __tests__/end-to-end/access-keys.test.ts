import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { decrypt, generateKey, type PrivateKey, readMessage, readPrivateKey } from "openpgp";
import { z } from "zod";
import { Project } from "../support/end-to-end/project.ts";
import { within } from "../support/end-to-end/real-provider.ts";
import { describeWithTerraform } from "../support/end-to-end/terraform.ts";

let project: Project;
afterEach(() => project.sandbox.close());

const roster = (apiKey: string) => `account: { ownerUin: "100000000001", region: ap-shanghai }
defaults: { server: false }
employees:
  - name: alice
    access: { apiKey: { ${apiKey} } }
  - name: bob
`;

async function pgpPair(): Promise<{ readonly publicKey: string; readonly privateKey: PrivateKey }> {
  const { privateKey, publicKey } = await generateKey({ userIDs: [{ name: "alice" }], format: "binary" });
  return {
    publicKey: Buffer.from(publicKey).toString("base64"),
    privateKey: await readPrivateKey({ binaryKey: privateKey }),
  };
}

const Outputs = z.record(z.string(), z.object({ value: z.unknown(), sensitive: z.boolean() }));
const outputs = async () => Outputs.parse(JSON.parse((await project.terraform("output", "-json")).output));
const text = async (name: string) => z.string().parse((await outputs())[name]?.value);
const keys = () => {
  const { accessKeys, uins } = project.cloud.cam;
  return Object.values(accessKeys).filter(({ uin }) => uin === uins["alice"]);
};
const signs = async (number: number, secretKey: string) => {
  const secretId = await text(`alice__key__${number}__secretId`);
  const { EnvList = [] } = await project.tcb({ secretId, secretKey }).DescribeEnvs({});
  return EnvList.length === 1;
};
async function deploy() {
  await project.prepare();
  const plan = await project.plan();
  return { plan, output: await project.apply() };
}
/** Everything that a deployment leaves or prints. */
const traces = async (output: string) => {
  const shown = await project.terraform("show", "-json", "plan");
  const plain = await project.terraform("show", "plan");
  const files = ["terraform.employees.tfstate", "cdktf.out/stacks/employees/cdk.tf.json"];
  return [output, shown.output, plain.output, ...files.map((file) => readFileSync(join(project.folder, file), "utf8"))];
};

describeWithTerraform("access keys", () => {
  test(
    "are in the state encrypted alone, change for another without a gap, and stop with their owner",
    async () => {
      const { publicKey, privateKey } = await pgpPair();
      const read = async (number: number) => {
        const binaryMessage = Uint8Array.from(Buffer.from(await text(`alice__key__${number}__secretKey`), "base64"));
        const message = await readMessage({ binaryMessage });
        return z.string().parse((await decrypt({ message, decryptionKeys: privateKey })).data);
      };
      project = await Project.start(roster(`pgpKey: ${publicKey}`));
      const { output } = await deploy();
      const [first] = keys();
      expect(await read(1)).toBe(first?.secretKey);
      for (const trace of await traces(output)) expect(trace).not.toContain(first?.secretKey);
      const declared = Object.entries(await outputs()).filter(([, { sensitive }]) => sensitive);
      expect(declared.map(([name]) => name).sort()).toEqual(["alice__initialPassword", "bob__initialPassword"]);
      expect(await signs(1, await read(1))).toBe(true);

      expect((await project.command("rotate", "alice")).stdout).toBe(
        "employees.yaml: alice: key 2 comes beside key 1; deploy, hand it over (terraform output), and run this again\n",
      );
      expect((await deploy()).plan).toEqual({ "tencentcloud_cam_access_key.alice__key__2": "create" });
      expect([await signs(1, await read(1)), await signs(2, await read(2))]).toEqual([true, true]);
      const second = await read(2);
      expect((await project.command("rotate", "alice")).stdout).toBe(
        "employees.yaml: alice: key 2 alone is left; a deployment deletes the other\n",
      );
      expect((await deploy()).plan).toEqual({ "tencentcloud_cam_access_key.alice__key__1": "delete" });
      expect([keys().length, await signs(2, second)]).toEqual([1, true]);
      expect(await project.plan()).toEqual({});

      project.set("alice", ["status"], "suspended");
      await deploy();
      expect(keys()).toMatchObject([{ status: "Inactive" }]);
      await expect(signs(2, second)).rejects.toThrow();
      project.set("alice", ["status"], undefined);
      await deploy();
      expect(await signs(2, second)).toBe(true);

      // Another sub-account has other keys.
      project.edit((document) => {
        document.setIn(["employees", 0, "name"], "alina");
        document.setIn(["employees", 0, "previously"], ["alice"]);
        document.setIn(["employees", 0, "environment"], { alias: "alice" });
      });
      await deploy();
      expect(await project.plan()).toEqual({});
      const { accessKeys, uins } = project.cloud.cam;
      expect(Object.values(accessKeys).map(({ uin }) => uin)).toEqual([uins["alina"]]);
      expect(await text("alina__key__2__secretId")).toBe(Object.keys(accessKeys)[0]);
      project.remove("alina");
      await deploy();
      expect(project.cloud.cam.accessKeys).toEqual({});
    },
    within(120_000),
  );

  test(
    "are in the state in clear only where the roster accepts it, and never printed",
    async () => {
      project = await Project.start(roster("plaintext: accepted"));
      const { output } = await deploy();
      const [key] = keys();
      expect(await text("alice__key__1__secretKey")).toBe(key?.secretKey);
      expect((await outputs())["alice__key__1__secretKey"]?.sensitive).toBe(true);
      expect(output).not.toContain(key?.secretKey);
    },
    within(60_000),
  );

  test(
    "are not asked of the console, which asks for a second factor unless the roster says no",
    async () => {
      project = await Project.start(
        roster("plaintext: accepted").replace("- name: bob", "- { name: bob, access: { mfa: false } }"),
      );
      await deploy();
      const flags = Object.fromEntries(
        Object.values(project.cloud.cam.users).map(({ name, mfa }) => [name, mfa?.login.stoken]),
      );
      expect(flags).toEqual({ alice: 1, bob: undefined });
      await project.cam().SetMfaFlag({ OpUin: project.cloud.cam.uins["alice"] ?? 0, LoginFlag: { Stoken: 0 } });
      expect(await project.plan()).toEqual({ "tencentcloud_cam_mfa_flag.alice": "update" });
    },
    within(60_000),
  );
});
