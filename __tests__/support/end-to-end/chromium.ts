/** A real browser without a window, from Debian's package or another path. In CI it must be there; elsewhere the tests of pages are skipped. */
import { existsSync } from "node:fs";
import { describe } from "@jest/globals";
import { type Browser, chromium } from "playwright-core";

const PLACES = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/google-chrome"];
const found = PLACES.find((path) => path !== undefined && existsSync(path));

export const describeWithChromium = found !== undefined || process.env["CI"] === "true" ? describe : describe.skip;

export function startChromium(): Promise<Browser> {
  if (found === undefined)
    throw new Error("there is no Chromium; install the package chromium, or set CHROMIUM to its path");
  return chromium.launch({
    executablePath: found,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
