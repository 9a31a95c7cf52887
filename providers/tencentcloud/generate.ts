/**
 * Writes the bindings of the provider to `lib/`, one folder a resource, with the official generator of CDKTF.
 * Runs at install: no network, no provider, and Terraform need not be there.
 */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CodeMaker } from "codemaker";
import { PROVIDER_ADDRESS, PROVIDER_VERSION } from "./schema-cut.ts";

// The generator's modules run `terraform version` and report to a telemetry endpoint as soon as they are
// imported, so what must not happen at install is switched off before the imports below.
process.env["CHECKPOINT_DISABLE"] = "1";
delete process.env["TF_CLI_CONFIG_FILE"];
const { ConstructsMakerProviderTarget, LANGUAGES, TerraformProviderConstraint } = await import("@cdktf/commons");
// The root of this package imports jsii, which it does not declare; the generator itself does not need it.
const { TerraformProviderGenerator } = await import(
  "@cdktf/provider-generator/lib/get/generator/provider-generator.js"
);

const [typescript] = LANGUAGES;
if (typescript !== "typescript") throw new Error(`the generator's first language is ${typescript}, not typescript`);

const here = import.meta.dirname;
const schema = {
  ...JSON.parse(readFileSync(join(here, "schema.json"), "utf8")),
  provider_versions: { [PROVIDER_ADDRESS]: PROVIDER_VERSION },
};
const constraint = new TerraformProviderConstraint(`tencentcloudstack/tencentcloud@${PROVIDER_VERSION}`);
const code = new CodeMaker();
code.indentation = 2;
new TerraformProviderGenerator(code, schema).generate(new ConstructsMakerProviderTarget(constraint, typescript));

const out = join(here, "lib");
rmSync(out, { recursive: true, force: true });
await code.save(out);
