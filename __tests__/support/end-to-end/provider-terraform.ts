/** Runs the real `terraform` in a temporary folder against a sandbox of the test, with the plugin in place of the provider. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildMirror, cliConfig } from "../../../sandbox/provider/mirror.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { describeWithTerraform, finished, type Run, TERRAFORM } from "./terraform.ts";

export { describeWithTerraform, finished };

export class TerraformFolder {
  readonly path: string;
  readonly #environment: Record<string, string | undefined>;

  private constructor(path: string, environment: Record<string, string | undefined>) {
    this.path = path;
    this.#environment = environment;
  }

  /** An initialized folder; `main.tf.json` has the provider and nothing else. */
  static async create(sandbox: Sandbox): Promise<TerraformFolder> {
    const root = mkdtempSync(join(tmpdir(), "terraform-"));
    const mirror = join(root, "mirror");
    await buildMirror(mirror);
    const config = join(root, "terraform.rc");
    writeFileSync(config, cliConfig(mirror));
    const path = join(root, "stack");
    mkdirSync(path);
    const folder = new TerraformFolder(path, {
      PATH: process.env["PATH"],
      HOME: root,
      CHECKPOINT_DISABLE: "1",
      TF_CLI_CONFIG_FILE: config,
      TF_DISABLE_PLUGIN_TLS: "1",
      TF_IN_AUTOMATION: "1",
      TENCENTCLOUD_ENDPOINT: `127.0.0.1:${sandbox.api.port}`,
      TENCENTCLOUD_PROTOCOL: "HTTP",
      TENCENTCLOUD_SECRET_ID: sandbox.rootKey.secretId,
      TENCENTCLOUD_SECRET_KEY: sandbox.rootKey.secretKey,
    });
    folder.write({});
    const { code, output } = await folder.run("init", "-input=false");
    if (code !== 0) throw new Error(output);
    return folder;
  }

  /** @param blocks what the stack has besides the provider, in Terraform's JSON. */
  write(blocks: object): void {
    const source = "tencentcloudstack/tencentcloud";
    const stack = {
      terraform: { required_providers: { tencentcloud: { source, version: "1.83.25" } } },
      provider: { tencentcloud: { region: "ap-shanghai" } },
      ...blocks,
    };
    writeFileSync(join(this.path, "main.tf.json"), JSON.stringify(stack));
  }

  start(...command: string[]): ChildProcess {
    return spawn(TERRAFORM, command, {
      cwd: this.path,
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  async run(...command: string[]): Promise<Run> {
    return finished(this.start(...command));
  }

  /** Terraform's state by resource address; only the members that tests look at. */
  state(): { resources: { type: string; instances: { status?: string; attributes: Record<string, unknown> }[] }[] } {
    return JSON.parse(readFileSync(join(this.path, "terraform.tfstate"), "utf8"));
  }
}
