/** Says whether Terraform is there for the tests that need it, and runs it. */
import { type ChildProcess, spawnSync } from "node:child_process";
import { once } from "node:events";
import { stripVTControlCharacters } from "node:util";
import { describe } from "@jest/globals";

/** Name of the executable; a variable so that OpenTofu can be tried. */
export const TERRAFORM = process.env["TERRAFORM"] ?? "terraform";

/** `describe` where Terraform is there; where it is not, the tests are skipped on a person's machine and fail in CI. */
export const describeWithTerraform = isThere(TERRAFORM, process.env) ? describe : describe.skip;

/**
 * Looks for the executable, and says on stderr how to get it where it is missing.
 *
 * @throws Error in place of that where `CI` is `true`: a skipped test would look like a passed one there.
 */
export function isThere(program: string, env: Readonly<Record<string, string | undefined>>): boolean {
  if (spawnSync(program, ["version"], { stdio: "ignore" }).status === 0) return true;
  const message = `${program} is not on the PATH: install it (https://developer.hashicorp.com/terraform/install) to run the tests that need it`;
  if (env["CI"] === "true") throw new Error(message);
  process.stderr.write(`SKIPPED: ${message}\n`);
  return false;
}

export interface Run {
  readonly code: number | null;
  /** Standard output and error as they came, without colours. */
  readonly output: string;
}

/** Waits for the end of a process whose output is piped. */
export async function finished(child: ChildProcess): Promise<Run> {
  let output = "";
  const append = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on("data", append);
  child.stderr?.on("data", append);
  const [code]: unknown[] = await once(child, "close");
  return { code: typeof code === "number" ? code : null, output: stripVTControlCharacters(output) };
}
