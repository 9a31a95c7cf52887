/** Finds Terraform, or OpenTofu in its place; fetches it on demand where neither is there. */
import { spawnSync } from "node:child_process";
import { SandboxError } from "./error.ts";

/** CDKTF runs the program that this variable names; default: terraform. */
export const TERRAFORM_VARIABLE = "TERRAFORM_BINARY_NAME";

/**
 * Downloads Terraform from HashiCorp and verifies its signature. Never a dependency: its `terraform` in node_modules/.bin would go before
 * the user's own.
 */
const FETCHED = "@jahed/terraform@1.16.4";

type Environment = Readonly<Record<string, string | undefined>>;

export interface FoundTerraform {
  /** Name on the PATH, or path. */
  readonly program: string;
  /** `Terraform v1.11.4` */
  readonly version: string;
}

/**
 * The program to run: what the variable names, else `terraform`, else `tofu` of those on the PATH, else Terraform as npm fetches it.
 *
 * @param onFetch Called before something is fetched, which takes a while.
 * @throws SandboxError where there is none and none can be had.
 */
export function findTerraform(env: Environment, onFetch: () => void = () => undefined): FoundTerraform {
  const wanted = env[TERRAFORM_VARIABLE];
  for (const program of wanted === undefined ? ["terraform", "tofu"] : [wanted]) {
    const version = versionOf(program, env);
    if (version !== undefined) return { program, version };
  }
  if (wanted !== undefined) {
    throw new SandboxError(
      `${TERRAFORM_VARIABLE} names ${wanted}, which does not run: correct it, or unset it to use terraform or tofu from the PATH`,
    );
  }
  onFetch();
  const fetched = fetchTerraform(env);
  if (fetched !== undefined) return fetched;
  throw new SandboxError(
    "Terraform is not on the PATH and could not be fetched: install it (https://developer.hashicorp.com/terraform/install) or OpenTofu (https://opentofu.org/docs/intro/install), 1.5 or newer, and run this again",
  );
}

function versionOf(program: string, env: Environment): string | undefined {
  const { status, stdout } = spawnSync(program, ["version"], {
    encoding: "utf8",
    env: { ...env, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: undefined },
  });
  return status === 0 ? stdout.split("\n", 1).join() : undefined;
}

/** Undefined without a network, or on a platform that it has no binary for. */
function fetchTerraform(env: Environment): FoundTerraform | undefined {
  const { status, stdout } = spawnSync(
    "npm",
    ["exec", "--yes", `--package=${FETCHED}`, "--", "node", "-p", "process.env.PATH"],
    { encoding: "utf8", env, timeout: 300_000 },
  );
  // npm puts the package's own folder of programs first.
  const [folder] = status === 0 ? stdout.trim().split(":") : [];
  if (folder === undefined || folder === "") return undefined;
  const program = `${folder}/terraform`;
  const version = versionOf(program, env);
  return version === undefined ? undefined : { program, version };
}
