/** One run at a time on this machine, for what must not happen twice. */
import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isRunning } from "./is-running.ts";
import { errorCode, FileMistake } from "./mistake.ts";

export interface Lock {
  /** When a run that was killed while it held the lock last said that it lives, in milliseconds; absent: there was none. */
  readonly leftAt: number | undefined;
  /** Says that this run lives. @throws FileMistake where another one has the lock by now */
  keep(): void;
  release(): void;
}

/** How often a lock of a run that ended is taken over before it is called somebody else's. */
const TRIES = 5;

/**
 * Takes the lock, also from a run that was killed.
 *
 * @param name of letters, digits and hyphens: the same for everybody who must wait for each other
 * @param what says to people what only one run does at a time: `environments of root account 100000000001`
 * @throws FileMistake while another run has it, or where the folder for temporary files cannot be written
 */
export function takeLock(name: string, what: string, folder: string = tmpdir()): Lock {
  const path = join(folder, `cloudbase-subaccounts-${name}.lock`);
  const own = `${process.pid} ${randomBytes(8).toString("hex")}\n`;
  const aside = `${path}.${own.trim().replace(" ", ".")}`;
  const busy = (pid: string) =>
    new FileMistake(
      "file-locked",
      path,
      `another run is at the ${what}${pid === "" ? "" : ` (process ${pid})`}`,
      "wait until it has ended, or remove this file if nobody has one",
    );
  let leftAt: number | undefined;
  try {
    // Whole before it has its name, so that nobody sees a lock without an owner.
    writeFileSync(aside, own, { flag: "wx", mode: 0o600 });
    for (let tries = 1; ; tries += 1) {
      if (link(aside, path)) break;
      const found = read(path);
      if (found === undefined) continue;
      if (tries === TRIES || isRunning(found.pid, found.touched)) throw busy(String(found.pid));
      leftAt = found.touched;
      removeIf(path, found.text);
    }
  } catch (error) {
    throw errorCode(error) === undefined ? error : unusable(path, errorCode(error));
  } finally {
    rmSync(aside, { force: true });
  }
  return {
    leftAt,
    keep: () => {
      if (read(path)?.text !== own) throw busy("");
      utimesSync(path, new Date(), new Date());
    },
    release: () => removeIf(path, own),
  };
}

function unusable(path: string, code: string | undefined): FileMistake {
  const message = `the lock cannot be taken (${code})`;
  return new FileMistake("file-locked", path, message, "make the folder writable, or set TMPDIR to one that is");
}

/** @returns whether the second name was free */
function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

/** Undefined: it is gone. */
function read(path: string): { readonly text: string; readonly pid: number; readonly touched: number } | undefined {
  try {
    const text = readFileSync(path, "utf8");
    return { text, pid: Number.parseInt(text, 10), touched: statSync(path).mtimeMs };
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Removes the lock if it still says this; two who find the same dead lock must not remove each other's new one. */
function removeIf(path: string, text: string): void {
  const moved = `${path}.${process.pid}.${randomBytes(8).toString("hex")}`;
  try {
    renameSync(path, moved);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    throw error;
  }
  try {
    if (read(moved)?.text !== text) link(moved, path);
  } finally {
    rmSync(moved, { force: true });
  }
}
