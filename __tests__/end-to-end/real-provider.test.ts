import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { PROVIDER_ADDRESS, PROVIDER_VERSION } from "../../providers/tencentcloud/schema-cut.ts";
import { cliConfig, terraformPlatform } from "../../sandbox/provider/mirror.ts";
import { Project } from "../support/end-to-end/project.ts";

/** Path of terraform-provider-tencentcloud, unpacked; it cannot be downloaded everywhere, and starts slowly. */
const BINARY = process.env["TENCENTCLOUD_PROVIDER_BINARY"];

/** The binary where Terraform finds providers without asking the registry. @returns path of the file for TF_CLI_CONFIG_FILE */
function mirrorOf(binary: string): string {
  const root = mkdtempSync(join(tmpdir(), "real-provider-"));
  const mirror = join(root, "mirror");
  const platform = terraformPlatform(process.platform, process.arch);
  const place = join(mirror, PROVIDER_ADDRESS, PROVIDER_VERSION, platform);
  mkdirSync(place, { recursive: true });
  copyFileSync(binary, join(place, `terraform-provider-tencentcloud_v${PROVIDER_VERSION}`));
  const config = join(root, "terraform.rc");
  writeFileSync(config, cliConfig(mirror));
  return config;
}

if (BINARY === undefined) {
  test.skip(`the real provider ${PROVIDER_VERSION}: set TENCENTCLOUD_PROVIDER_BINARY to the path of its binary to run this`, () =>
    undefined);
} else {
  test(`the real provider ${PROVIDER_VERSION} deploys the example roster, finds nothing to do, and destroys it`, async () => {
    const project = await Project.start(undefined, "real", { TF_CLI_CONFIG_FILE: mirrorOf(BINARY) });
    try {
      await project.prepare();
      const deployed = await project.deploy();
      expect(deployed.output).toContain("Apply complete!");
      expect(deployed.code).toBe(0);
      expect(await project.plan()).toEqual({});
      expect((await project.terraform("destroy", "-auto-approve")).code).toBe(0);
      expect(project.cloud.cam.users).toEqual({});
      expect(project.cloud.lighthouse.instances).toEqual({});
    } finally {
      await project.sandbox.close();
    }
  }, 900_000);
}
