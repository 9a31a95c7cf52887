import { mkdtempSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { takeLock } from "../../files/files.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
});
const take = () => takeLock("1", "environments", folder);
const path = () => join(folder, "cloudbase-subaccounts-1.lock");
/** No process has this number: it is past the largest that Linux gives. */
const NOBODY = 2 ** 22 + 1;

describe("a lock", () => {
  test("is held by one run at a time, and leaves nothing behind", () => {
    const lock = take();
    expect(lock.leftAt).toBeUndefined();
    expect(take).toThrow(
      `${path()}: another run is at the environments (process ${process.pid}); wait until it has ended`,
    );
    lock.keep();
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
    take().release();
  });

  test("of a killed run is taken over, with the time when that one last said that it lives", () => {
    writeFileSync(path(), `${NOBODY} 00\n`);
    utimesSync(path(), 1000, 1000);
    const lock = take();
    expect(lock.leftAt).toBe(1_000_000);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("that another run has by now is neither kept nor released", () => {
    const lock = take();
    writeFileSync(path(), `${process.pid} other\n`);
    expect(() => lock.keep()).toThrow("another run is at the environments");
    lock.release();
    expect(readdirSync(folder)).toEqual(["cloudbase-subaccounts-1.lock"]);
  });

  test("needs a folder that is there", () => {
    expect(() => takeLock("1", "environments", join(folder, "none"))).toThrow("the lock cannot be taken (ENOENT)");
  });
});
