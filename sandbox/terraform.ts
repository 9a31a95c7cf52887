/** Finds Terraform, or OpenTofu in its place. */
import { spawnSync } from "node:child_process";
import { SandboxError } from "./error.ts";

/** CDKTF runs the program that this variable names; default: terraform. */
export const TERRAFORM_VARIABLE = "TERRAFORM_BINARY_NAME";

/**
 * The program to run, of those on the PATH: what the variable names, else `terraform`, else `tofu`.
 *
 * @throws SandboxError where there is none.
 */
export function findTerraform(env: Readonly<Record<string, string | undefined>>): { program: string; version: string } {
  const wanted = env[TERRAFORM_VARIABLE];
  for (const program of wanted === undefined ? ["terraform", "tofu"] : [wanted]) {
    const { status, stdout } = spawnSync(program, ["version"], {
      encoding: "utf8",
      env: { ...env, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: undefined },
    });
    if (status === 0) return { program, version: stdout.split("\n", 1).join() };
  }
  throw new SandboxError(
    wanted === undefined
      ? "Terraform is not on the PATH: install it (https://developer.hashicorp.com/terraform/install) or OpenTofu (https://opentofu.org/docs/intro/install), 1.5 or newer, and run this again"
      : `${TERRAFORM_VARIABLE} names ${wanted}, which does not run: correct it, or unset it to use terraform or tofu from the PATH`,
  );
}
