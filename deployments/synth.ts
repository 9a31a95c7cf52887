/** Runs the app of cdktf.json, as `cdktf synth` does. */
import { z } from "zod";
import { readText } from "../files/files.ts";
import { appCommand } from "../files/program.ts";
import { Mistake, printable, problem } from "../problems/problems.ts";
import { runProgram } from "./program.ts";

const project = z.object({ app: z.string().min(1) });

/**
 * @param stacks Those that are to be made, and no others; empty: all.
 * @param folder Of cdktf.json.
 * @throws Mistake with what the app said, which is the verdict on the rosters
 */
export async function synthesize(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  stacks: readonly string[] = [],
): Promise<void> {
  const data = projectIn(readText("cdktf.json", { base: folder }));
  if (data === undefined) {
    const remedy = `write \`"app": ${JSON.stringify(appCommand())}\``;
    throw new Mistake([problem("synth", { file: "cdktf.json", message: "this is no JSON that names an app", remedy })]);
  }
  const { code, stderr } = await runProgram(data.app, [], {
    ...{ folder, shell: true },
    env: {
      ...env,
      CDKTF_OUTDIR: "cdktf.out",
      ...(stacks.length === 0 ? {} : { SUBACCOUNTS_STACKS: stacks.join(",") }),
    },
  });
  if (code === 0) return;
  const lines = stderr.trimEnd().split("\n").map(printable);
  throw new Mistake([problem("synth", { message: `the stacks cannot be synthesized: ${lines.join(" ")}` })]);
}

function projectIn(json: string): z.infer<typeof project> | undefined {
  try {
    return project.safeParse(JSON.parse(json)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
