/**
 * Writes files whole or not at all: into a new file beside the old one, which takes its place only when every byte is on the disk. On a
 * full disk, or when the process is killed, the old file is as it was.
 */
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { isRunning } from "./is-running.ts";
import { errorCode, FileMistake } from "./mistake.ts";
import { isFolder, isInside, outside, type ReadFrom } from "./read.ts";

export interface WriteOptions {
  /** Permissions of the file; default: those of the file that is there, or else what the umask leaves of 0666. */
  readonly mode?: number;
  /** Whether to wait for the disk, so that a power cut loses nothing either; default: true. */
  readonly durable?: boolean;
  /** Path for messages; default: `path`. */
  readonly shown?: string;
}

/**
 * Writes a file. A symlink stays, and the file that it leads to is written.
 *
 * @throws FileMistake where it cannot; then the old file is as it was, and nothing else is left behind
 */
export function writeWhole(path: string, content: string | Uint8Array, options: WriteOptions = {}): void {
  const { durable = true, shown = path } = options;
  const bytes = Buffer.from(content);
  withWriteErrors(shown, () => {
    const { target, temporary, mode, old } = prepared(path, shown, options);
    const descriptor = openSync(temporary, "wx", mode);
    try {
      try {
        // The system may take less than it is given, as it does where the disk gets full: the next call then says why.
        for (let done = 0; done < bytes.length; ) done += taken(writeSync(descriptor, bytes, done), shown);
        if (durable) fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      replace(temporary, target, old, options, durable);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  });
}

/** The same without blocking; for one path, the caller waits for one call before the next. */
export async function writeWholeLater(
  path: string,
  content: string | Uint8Array,
  options: WriteOptions = {},
): Promise<void> {
  const { durable = true, shown = path } = options;
  const bytes = Buffer.from(content);
  try {
    const { target, temporary, mode, old } = prepared(path, shown, options);
    const file = await open(temporary, "wx", mode);
    try {
      try {
        for (let done = 0; done < bytes.length; ) done += taken((await file.write(bytes, done)).bytesWritten, shown);
        if (durable) await file.sync();
      } finally {
        await file.close();
      }
      replace(temporary, target, old, options, durable);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  } catch (error) {
    throw writeMistake(error, shown);
  }
}

/**
 * {@link writeWhole}, where the file lies in or below a folder once all symlinks are followed.
 *
 * @param file relative to `base`
 * @throws FileMistake where it lies elsewhere, or cannot be written
 */
export function writeWholeInside(
  file: string,
  content: string | Uint8Array,
  { base, within = "." }: ReadFrom,
  options: Omit<WriteOptions, "shown"> = {},
): void {
  const path = withWriteErrors(file, () => {
    const real = followed(resolve(base, file));
    if (!isInside(real, realpathSync(resolve(base, within)))) throw outside(file, within);
    return real;
  });
  writeWhole(path, content, { ...options, shown: file });
}

/** Removes what killed runs left behind of a file; writing does so too. */
export function clearLeftovers(path: string): void {
  const folder = dirname(path);
  const [start, end] = [`.${basename(path)}.`, ".tmp"];
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(start) || !name.endsWith(end)) continue;
    const [, pid] = /^(\d+)-[0-9a-f]{12}$/.exec(name.slice(start.length, -end.length)) ?? [];
    if (pid === undefined) continue;
    const status = statSync(join(folder, name), { throwIfNoEntry: false });
    if (status !== undefined && !isRunning(Number(pid), status.mtimeMs)) rmSync(join(folder, name), { force: true });
  }
}

interface Prepared {
  /** The file itself, behind any symlink. */
  readonly target: string;
  readonly temporary: string;
  /** What the new file is opened with. */
  readonly mode: number;
  readonly old: Stats | undefined;
}

function prepared(path: string, shown: string, { mode }: WriteOptions): Prepared {
  const target = followed(path);
  const old = statSync(target, { throwIfNoEntry: false });
  if (old?.isDirectory()) throw isFolder(shown);
  clearLeftovers(target);
  // The name tells the next run whose it was.
  const own = `${process.pid}-${randomBytes(6).toString("hex")}`;
  const temporary = join(dirname(target), `.${basename(target)}.${own}.tmp`);
  return { target, temporary, mode: mode ?? (old === undefined ? 0o666 : old.mode & 0o777), old };
}

/** The path without symlinks; its last part need not exist. */
function followed(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    return join(realpathSync(dirname(path)), basename(path));
  }
}

function replace(
  temporary: string,
  target: string,
  old: Stats | undefined,
  { mode }: WriteOptions,
  durable: boolean,
): void {
  // A umask may have taken bits away.
  const wanted = mode ?? (old === undefined ? undefined : old.mode & 0o777);
  if (wanted !== undefined) chmodSync(temporary, wanted);
  // Root in a container would otherwise take the file away from its owner.
  if (old !== undefined && process.getuid?.() === 0) keepOwner(temporary, old);
  renameSync(temporary, target);
  // The rename itself is on the disk when the folder is; Windows opens no folders.
  if (!durable || process.platform === "win32") return;
  const folder = openSync(dirname(target), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Some file systems and user namespaces know no such owner; the content matters more. */
function keepOwner(temporary: string, { uid, gid }: Stats): void {
  try {
    chownSync(temporary, uid, gid);
  } catch (error) {
    if (!["EPERM", "EINVAL", "ENOSYS", "ENOTSUP"].includes(errorCode(error) ?? "")) throw error;
  }
}

/** @throws FileMistake for nothing, which would be asked for without end */
function taken(bytes: number, shown: string): number {
  if (bytes > 0) return bytes;
  throw new FileMistake(
    "file-not-written",
    shown,
    "cannot be written (the disk takes no more); nothing was changed",
    FULL,
  );
}

function withWriteErrors<T>(file: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw writeMistake(error, file);
  }
}

function writeMistake(error: unknown, file: string): unknown {
  if (error instanceof FileMistake) return error;
  const code = errorCode(error);
  if (code === undefined) return error;
  const [why, remedy] = REASONS[code] ?? [code, "make its folder writable and run it again"];
  return new FileMistake("file-not-written", file, `cannot be written (${why}); nothing was changed`, remedy);
}

const FULL = "make room and run it again";
const PERMISSIONS = "make its folder writable and run it again";

const REASONS: Readonly<Record<string, readonly [why: string, remedy: string]>> = {
  ENOSPC: ["the disk is full, ENOSPC", FULL],
  EDQUOT: ["your share of the disk is used up, EDQUOT", FULL],
  EFBIG: ["it is larger than files may be here, EFBIG", "raise the limit (ulimit -f) and run it again"],
  ENOENT: ["its folder does not exist, ENOENT", "make the folder and run it again"],
  EROFS: ["the disk can only be read, EROFS", PERMISSIONS],
  EACCES: ["no permission, EACCES", PERMISSIONS],
  EPERM: ["no permission, EPERM", PERMISSIONS],
};
