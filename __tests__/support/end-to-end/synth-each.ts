/**
 * Runs the CDKTF app in one folder after the other, as `node main.ts` would in each, in one process: starting takes longer than most
 * of the runs. Prints what came of each, as JSON. Arguments: the app, then the folders.
 */
import { z } from "zod";

const [app = "", ...folders] = process.argv.slice(2);
const outcomes: { code: number; stderr: string }[] = [];
const write = process.stderr.write;

for (const [index, folder] of folders.entries()) {
  let stderr = "";
  process.chdir(folder);
  process.exitCode = 0;
  process.stderr.write = (chunk) => {
    stderr += z.string().parse(chunk);
    return true;
  };
  try {
    // Another query is another module, which runs again; what it imports is there already.
    await import(`${app}?run=${index}`);
  } catch (error) {
    process.exitCode = 1;
    stderr += `not a mistake of the user: ${String(error)}`;
  } finally {
    process.stderr.write = write;
  }
  outcomes.push({ code: Number(process.exitCode), stderr });
}
process.exitCode = 0;
process.stdout.write(JSON.stringify(outcomes));
