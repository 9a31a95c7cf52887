/** Whether what the sandbox needs is installed, which it is not where `npm ci --omit=dev` installs for deploying alone. */
import { isPackaged } from "../files/program.ts";
import { SandboxError } from "./error.ts";

/**
 * What `load` imports.
 *
 * @throws SandboxError where a package is missing.
 */
export async function withSandboxPackages<T>(load: () => Promise<T>): Promise<T> {
  try {
    // What a checkout makes the plugin with; the package brings it ready.
    if (!isPackaged) await import("./provider/bundle.ts");
    return await load();
  } catch (error) {
    // The loader's thread hands over a copy, which is no native error.
    const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
    if (code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new SandboxError(
      "the packages of the sandbox are not installed, as after `npm ci --omit=dev`; run `npm ci` and then this again",
    );
  }
}
