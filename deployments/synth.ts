/** Runs the app of cdktf.json, as `cdktf synth` does. */
import { spawn } from "node:child_process";
import { z } from "zod";
import { readText } from "../files/files.ts";
import { Mistake, printable, problem } from "../problems/problems.ts";

const project = z.object({ app: z.string().min(1) });

/**
 * @param folder Of cdktf.json.
 * @throws Mistake with what the app said, which is the verdict on the rosters
 */
export async function synthesize(folder: string, env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const { data } = project.safeParse(JSON.parse(readText("cdktf.json", { base: folder })));
  if (data === undefined) {
    const message = "this names no app";
    throw new Mistake([
      problem("synth", { file: "cdktf.json", message, remedy: 'write `"app": "node --import tsx main.ts"`' }),
    ]);
  }
  const defined = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : ([[name, value]] as const),
  );
  const { code, stderr } = await new Promise<{ code: number | null; stderr: string }>((done, failed) => {
    const child = spawn(data.app, {
      cwd: folder,
      shell: true,
      env: { ...Object.fromEntries(defined), CDKTF_OUTDIR: "cdktf.out" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", failed);
    child.on("close", (code) => done({ code, stderr }));
  });
  if (code === 0) return;
  const lines = stderr.trimEnd().split("\n").map(printable);
  throw new Mistake([problem("synth", { message: `the stacks cannot be synthesized: ${lines.join(" ")}` })]);
}
