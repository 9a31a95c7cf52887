/** Gives the whole run one temporary folder of its own, which the tests' child processes use too. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export default function setup() {
  const folder = mkdtempSync(join(tmpdir(), "cloudbase-subaccounts-"));
  process.env.SUBACCOUNTS_TEST_FOLDER = folder;
  process.env.TMPDIR = folder;
  // CDKTF and Terraform keep caches and telemetry ids in the home folder unless told otherwise.
  process.env.CDKTF_HOME = folder;
  process.env.CDKTF_DISABLE_PLUGIN_CACHE_ENV = "1";
  process.env.CHECKPOINT_DISABLE = "1";
  // A preset name of a file that does not exist makes Terraform print a warning at every call.
  delete process.env.TF_CLI_CONFIG_FILE;
}
