/** The real Terraform provider in place of the sandbox's plugin, where somebody has its binary. */
import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROVIDER_ADDRESS, PROVIDER_VERSION } from "../../../providers/tencentcloud/schema-cut.ts";
import { cliConfig, terraformPlatform } from "../../../sandbox/provider/mirror.ts";

/** Path of terraform-provider-tencentcloud, unpacked; it cannot be downloaded everywhere, and starts slowly. */
export const REAL_PROVIDER: string | undefined = process.env["TENCENTCLOUD_PROVIDER_BINARY"] || undefined;

/** Milliseconds that a test may take, more of them with the real provider. */
export function within(milliseconds: number): number {
  return REAL_PROVIDER === undefined ? milliseconds : 900_000;
}

/** The binary where Terraform finds providers without asking the registry. @returns path of the file for TF_CLI_CONFIG_FILE */
export function mirrorOf(binary: string): string {
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
