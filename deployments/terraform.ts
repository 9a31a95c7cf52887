/** Runs Terraform for one stack. What it prints as results may hold secrets, and is never shown. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { Mistake, printable, problem } from "../problems/problems.ts";
import { type ProgramRun, runProgram } from "./program.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** CDKTF's variable for another program, such as `tofu`. */
const PROGRAM = "TERRAFORM_BINARY_NAME";

/** The folder in which Terraform runs for a stack, below that of cdktf.json. */
export function stackFolder(folder: string, stack: string): string {
  return join(folder, "cdktf.out/stacks", stack);
}

/**
 * Runs `terraform <args>` in a folder, without colours and questions.
 *
 * @throws Mistake where there is no Terraform
 */
export async function runTerraform(folder: string, args: readonly string[], env: Env): Promise<ProgramRun> {
  const program = env[PROGRAM] || "terraform";
  try {
    return await runProgram(program, args, {
      folder,
      env: { ...env, TF_IN_AUTOMATION: "1", TF_INPUT: "0", CHECKPOINT_DISABLE: "1" },
    });
  } catch {
    const remedy = `install it (https://developer.hashicorp.com/terraform/install), or set ${PROGRAM} to the program`;
    throw new Mistake([problem("terraform", { message: `${program} cannot be started`, remedy })]);
  }
}

/**
 * The same, for what must succeed.
 *
 * @throws Mistake with the end of what Terraform said
 */
export async function requireTerraform(folder: string, args: readonly string[], env: Env): Promise<string> {
  const { code, stdout, stderr } = await runTerraform(folder, args, env);
  if (code === 0) return stdout;
  throw terraformMistake(args[0] ?? "", stderr);
}

/** Whatever Terraform says of errors is on stderr. */
export function terraformMistake(command: string, stderr: string): Mistake {
  const said = stripVTControlCharacters(stderr)
    .split("\n")
    .map((line) => printable(line.replace(/^[╷│╵\s]+/, "").trimEnd()))
    .filter((line) => line !== "")
    .slice(0, MOST_LINES)
    .join(" ");
  const message = `terraform ${command} failed: ${said || "it said nothing"}`;
  return new Mistake([problem("terraform", { message })]);
}

/** Of Terraform's own words. */
const MOST_LINES = 12;

/**
 * Makes a synthesized stack ready to run.
 *
 * @throws Mistake where it is not synthesized, or `terraform init` fails
 */
export async function initialize(folder: string, stack: string, env: Env): Promise<void> {
  if (!existsSync(join(folder, "cdk.tf.json"))) {
    const message = `the stack ${stack} is not synthesized`;
    throw new Mistake([problem("terraform", { message, remedy: "run: npx cdktf synth" })]);
  }
  await requireTerraform(folder, ["init", "-input=false", "-no-color"], env);
}
