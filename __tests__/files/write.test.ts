import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { writeWhole, writeWholeInside, writeWholeLater } from "../../files/files.ts";

const root = join(import.meta.dirname, "../..");
const module = JSON.stringify(pathToFileURL(join(root, "files/files.ts")).href);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "files-"));
});

/** Runs code that has `writeWhole` and `writeWholeLater`, in a process with limits of its own. */
function run(code: string, shell = "") {
  const script = join(folder, "run.mts");
  writeFileSync(script, `import { writeWhole, writeWholeLater } from ${module};\n${code}\n`);
  const command = `${shell}exec "${process.execPath}" --import tsx "${script}"`;
  return spawnSync("sh", ["-c", command], { cwd: root, encoding: "utf8" });
}

/** Whether this machine lets the test make a disk of 64 KB. */
function canMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), "files-mount-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", place]).status === 0;
  return mounted && spawnSync("umount", [place]).status === 0;
}

describe("a file that is written whole", () => {
  test("has the bytes that were given, whatever they are, and is alone in its folder", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const place = mkdtempSync(join(folder, "any-"));
        writeWhole(join(place, "now"), bytes);
        await writeWholeLater(join(place, "later"), bytes);
        expect(readFileSync(join(place, "now"))).toEqual(Buffer.from(bytes));
        expect(readFileSync(join(place, "later"))).toEqual(Buffer.from(bytes));
        expect(readdirSync(place).sort()).toEqual(["later", "now"]);
      }),
      { numRuns: 30 },
    );
  });

  test("keeps its permissions, or gets those that are asked for, whatever the umask", async () => {
    const path = join(folder, "a");
    writeFileSync(path, "old");
    chmodSync(path, 0o646);
    writeWhole(path, "new");
    expect(statSync(path).mode & 0o777).toBe(0o646);
    await writeWholeLater(path, "newer");
    expect(statSync(path).mode & 0o777).toBe(0o646);
    writeWhole(path, "newest", { mode: 0o777 });
    expect(statSync(path).mode & 0o777).toBe(0o777);
    await writeWholeLater(join(folder, "secret"), "x", { mode: 0o600 });
    expect(statSync(join(folder, "secret")).mode & 0o777).toBe(0o600);
  });

  test("is the one that a symlink leads to, and the symlink stays", () => {
    mkdirSync(join(folder, "real"));
    writeFileSync(join(folder, "real/a"), "old");
    symlinkSync("real/a", join(folder, "a"));
    writeWhole(join(folder, "a"), "new");
    expect(lstatSync(join(folder, "a")).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, "real/a"), "utf8")).toBe("new");
  });

  test("cannot be a folder, or in a folder that is not there, and the message has the path as it was given", async () => {
    mkdirSync(join(folder, "a"));
    expect(() => writeWhole(join(folder, "a"), "x", { shown: "a" })).toThrow(
      /^a: this is a folder; write the path of a file$/,
    );
    await expect(writeWholeLater(join(folder, "b/c"), "x", { shown: "b/c" })).rejects.toThrow(
      /^b\/c: cannot be written \(its folder does not exist, ENOENT\); nothing was changed; make the folder/,
    );
  });

  test.each([
    ["the file", "out.json", "inside/a.json"],
    ["its folder", "../outside", "inside/folder"],
  ])("inside a folder is not written where a symlink of %s leads out of it", (_, target, link) => {
    mkdirSync(join(folder, "inside"));
    mkdirSync(join(folder, "outside"));
    writeFileSync(join(folder, "out.json"), "theirs");
    symlinkSync(link === "inside/a.json" ? `../${target}` : target, join(folder, link));
    const file = link === "inside/a.json" ? link : `${link}/a.json`;
    expect(() => writeWholeInside(file, "ours", { base: folder, within: "inside" })).toThrow(
      /^inside\/.*a\.json: the path, or a symlink on it, leads out of the folder inside; put the file itself into it$/,
    );
    expect(readFileSync(join(folder, "out.json"), "utf8")).toBe("theirs");
    expect(readdirSync(join(folder, "outside"))).toEqual([]);
  });
});

describe("where there is too little room", () => {
  const attempts = [
    ["writeWhole", (path: string) => `writeWhole(${JSON.stringify(path)}, "n".repeat(1_000_000));`],
    ["writeWholeLater", (path: string) => `await writeWholeLater(${JSON.stringify(path)}, "n".repeat(1_000_000));`],
  ] as const;

  test.each(attempts)("for a file of that size, the old one stays whole (%s)", (_, code) => {
    const path = join(folder, "a.json");
    writeFileSync(path, "old");
    // Half a block more than nothing: the first write is short, the second fails.
    const { status, stderr } = run(code(path), "ulimit -f 200; ");
    expect(status).not.toBe(0);
    expect(stderr).toMatch(
      /a\.json: cannot be written \(it is larger than files may be here, EFBIG\); nothing was changed/,
    );
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(folder).sort()).toEqual(["a.json", "run.mts"]);
  });

  (canMount() ? test.each(attempts) : test.skip.each(attempts))(
    "on the disk, the old file stays whole (%s)",
    (_, code) => {
      const disk = join(folder, "disk");
      mkdirSync(disk);
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]);
      try {
        const path = join(disk, "a.json");
        writeFileSync(path, "old");
        const { status, stderr } = run(code(path));
        expect(status).not.toBe(0);
        expect(stderr).toMatch(
          /a\.json: cannot be written \(the disk is full, ENOSPC\); nothing was changed; make room and run it again/,
        );
        expect(readFileSync(path, "utf8")).toBe("old");
        expect(readdirSync(disk)).toEqual(["a.json"]);
      } finally {
        execFileSync("umount", [disk]);
      }
    },
  );
});

describe("what killed runs left behind", () => {
  const temporaries = (place: string) => readdirSync(place).filter((name) => name.endsWith(".tmp"));

  test("is cleared by the next run, and the old file is whole", async () => {
    const place = join(folder, "disk");
    mkdirSync(place);
    const path = join(place, "a.json");
    writeWhole(path, "old");
    const script = join(folder, "endless.mts");
    writeFileSync(
      script,
      `import { writeWhole } from ${module};\nfor (;;) writeWhole(${JSON.stringify(path)}, "n".repeat(5_000_000));\n`,
    );
    // A run may end between two writes: then there is nothing to see, and another one is killed.
    while (temporaries(place).length === 0) {
      const child = spawn(process.execPath, ["--import", "tsx", script], { cwd: root });
      const ended = new Promise((resolve) => child.once("exit", resolve));
      while (temporaries(place).length === 0) await new Promise((resolve) => setImmediate(resolve));
      child.kill("SIGKILL");
      await ended;
    }
    expect(["old", "n".repeat(5_000_000)]).toContain(readFileSync(path, "utf8"));
    writeWhole(path, "next");
    expect(readdirSync(place)).toEqual(["a.json"]);
    expect(readFileSync(path, "utf8")).toBe("next");
  });

  test("stays where it may be another run's that is still writing, or another file's", () => {
    const running = `.a.json.${process.ppid}-0123456789ab.tmp`;
    const others = [running, ".b.json.1-0123456789ab.tmp", ".a.json.notes.tmp", "a.json.tmp"];
    for (const name of others) writeFileSync(join(folder, name), "");
    writeWhole(join(folder, "a.json"), "new");
    expect(readdirSync(folder).sort()).toEqual([...others, "a.json"].sort());
  });

  test("goes although its number is now another process's, or this one's", () => {
    const hoursAgo = Date.now() / 1000 - 3 * 60 * 60;
    for (const pid of [process.ppid, process.pid]) {
      const path = join(folder, `.a.json.${pid}-0123456789ab.tmp`);
      writeFileSync(path, "");
      utimesSync(path, hoursAgo, hoursAgo);
    }
    writeWhole(join(folder, "a.json"), "new");
    expect(readdirSync(folder)).toEqual(["a.json"]);
  });
});
