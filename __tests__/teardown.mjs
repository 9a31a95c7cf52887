/** Removes the temporary folder that the setup made. */
import { rmSync } from "node:fs";

export default function teardown() {
  rmSync(process.env.SUBACCOUNTS_TEST_FOLDER, { recursive: true, force: true });
}
