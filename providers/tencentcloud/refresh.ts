/** Reads the schema from the real provider and writes schema.json again: `npm run schema`. Needs Terraform and its registry. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeWhole } from "../../files/files.ts";
import { cutSchema, PROVIDER_VERSION } from "./schema-cut.ts";

const folder = mkdtempSync(join(tmpdir(), "provider-schema-"));
try {
  const source = "tencentcloudstack/tencentcloud";
  const configuration = { terraform: { required_providers: { tencentcloud: { source, version: PROVIDER_VERSION } } } };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration));
  const terraform = (...args: string[]) =>
    execFileSync("terraform", [`-chdir=${folder}`, ...args], {
      encoding: "utf8",
      // The schema of all resources is some 6 MB.
      maxBuffer: 64 * 1024 * 1024,
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, CHECKPOINT_DISABLE: "1" },
    });
  terraform("init", "-input=false", "-no-color");
  const cut = cutSchema(JSON.parse(terraform("providers", "schema", "-json")));
  writeWhole(join(import.meta.dirname, "schema.json"), `${JSON.stringify(cut, null, 1)}\n`);
} catch (error) {
  // Terraform has said on stderr what went wrong; a schema that lacks something says so itself.
  process.stderr.write(
    `schema.json is unchanged: ${error instanceof Error ? error.message.split("\n", 1).join() : error}\n`,
  );
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
