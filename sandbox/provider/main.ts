/** The plugin's process: what Terraform starts, once bundled into one file by mirror.ts. */
import schema from "../../providers/tencentcloud/schema.json" with { type: "json" };
import { startedByTerraform, startRefusal } from "./protocol/handshake.ts";
import { serve } from "./protocol/server.ts";
import { providerService } from "./protocol/service.ts";
import { tencentcloud } from "./tencentcloud.ts";

const refusal = startRefusal(process.env);
if (refusal === undefined) {
  start();
} else {
  process.stderr.write(`${refusal}\n`);
  // Terraform shows standard error in its log alone, but the first line of standard output in its error message.
  if (startedByTerraform(process.env)) process.stdout.write(`${refusal}\n`);
  process.exitCode = 1;
}

function start(): void {
  process.on("SIGINT", () => {
    // A Ctrl-C reaches the whole process group; Terraform ends the plugin itself when what has begun is finished.
  });
  endWithParent(process.ppid);
  serve(
    providerService(tencentcloud(schema, process.env)),
    (line) => process.stdout.write(line),
    () => process.exit(0),
  ).catch((error: unknown) => {
    process.stderr.write(`The provider plugin cannot listen on 127.0.0.1: ${String(error)}\n`);
    process.exit(1);
  });
}

/** A Terraform that was killed cannot ask for the end; nothing may be left running. */
function endWithParent(parent: number): void {
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, 1_000).unref();
}
