/** Runs Terraform for one stack. What it prints as results may hold secrets, and is never shown. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { Mistake, printable, problem } from "../problems/problems.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** CDKTF's variable for another program, such as `tofu`. */
const PROGRAM = "TERRAFORM_BINARY_NAME";

export interface TerraformRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The folder in which Terraform runs for a stack, below that of cdktf.json. */
export function stackFolder(folder: string, stack: string): string {
  return join(folder, "cdktf.out/stacks", stack);
}

/**
 * Runs `terraform <args>` in a folder, without colours and questions.
 *
 * @throws Mistake where there is no Terraform
 */
export function runTerraform(folder: string, args: readonly string[], env: Env): Promise<TerraformRun> {
  const program = env[PROGRAM] || "terraform";
  return new Promise((done, failed) => {
    const child = spawn(program, args, {
      cwd: folder,
      env: definedOf({ ...env, TF_IN_AUTOMATION: "1", TF_INPUT: "0", CHECKPOINT_DISABLE: "1" }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const text = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (part: string) => {
        text[name] += part;
      });
    }
    child.on("error", () => {
      const remedy = `install it (https://developer.hashicorp.com/terraform/install), or set ${PROGRAM} to the program`;
      failed(new Mistake([problem("terraform", { message: `${program} cannot be started`, remedy })]));
    });
    child.on("close", (code) => done({ code: code ?? 1, ...text }));
  });
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

function definedOf(env: Env): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
