/** Reads text files, and only such as lie where they belong: a path or a symlink that leads elsewhere is refused unread. */
import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { errorCode, FileMistake } from "./mistake.ts";

/** Where a file may be. */
export interface ReadFrom {
  /** Folder that the path, and `within`, are relative to. */
  readonly base: string;
  /** Folder that the file must lie in, or below, once all symlinks are followed; default: `base`. */
  readonly within?: string;
}

/**
 * The text of a file, with the byte order mark if it has one.
 *
 * @param file path as messages are to show it
 * @throws FileMistake where it is not there, lies elsewhere, is a folder or a device, cannot be read, or is not UTF-8
 */
export function readText(file: string, from: ReadFrom): string {
  const text = readTextIfThere(file, from);
  if (text !== undefined) return text;
  throw new FileMistake("no-such-file", file, "there is no such file", "create it, or correct its name");
}

/** The same, or undefined where there is no such file. */
export function readTextIfThere(file: string, { base, within = "." }: ReadFrom): string | undefined {
  const bytes = withFileErrors(file, () => {
    // What is opened is what was looked at: the path without symlinks.
    const path = realpathSync(resolve(base, file));
    if (!isInside(path, realpathSync(resolve(base, within)))) throw outside(file, within);
    return readRegular(path, file);
  });
  return bytes === undefined ? undefined : decoded(bytes, file);
}

/** For a path without symlinks, whether it is below such a folder. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

export function outside(file: string, within: string): FileMistake {
  const place = within === "." ? "the folder that it is read from" : `the folder ${within}`;
  return new FileMistake(
    "file-outside",
    file,
    `the path, or a symlink on it, leads out of ${place}`,
    "put the file itself into it",
  );
}

/** A pipe would be waited for until somebody writes to it, and a device may have no end. */
function readRegular(path: string, file: string): Buffer {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const status = fstatSync(descriptor);
    if (status.isDirectory()) throw isFolder(file);
    if (!status.isFile()) {
      throw new FileMistake(
        "file-not-regular",
        file,
        "this is a pipe, a socket or a device",
        "write the path of a file",
      );
    }
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

export function isFolder(file: string): FileMistake {
  return new FileMistake("file-is-folder", file, "this is a folder", "write the path of a file");
}

/** Undefined where a part of the path is missing. */
function withFileErrors<T>(file: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof FileMistake) throw error;
    const code = errorCode(error);
    if (code === "ENOENT") return undefined;
    if (code === undefined) throw error;
    const [why, remedy] = REASONS[code] ?? [`it cannot be read (${code})`, "make it a readable file"];
    throw new FileMistake("file-unreadable", file, why, remedy);
  }
}

const REASONS: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  EACCES: ["it cannot be read (EACCES)", "give yourself the permission to read it and its folder"],
  EPERM: ["it cannot be read (EPERM)", "give yourself the permission to read it and its folder"],
  ENOTDIR: ["a part of its path is a file, not a folder (ENOTDIR)", "correct the path"],
  ELOOP: ["its symlinks lead in a circle (ELOOP)", "put the file itself there"],
  ENAMETOOLONG: ["its path is too long (ENAMETOOLONG)", "shorten it"],
  ERR_INVALID_ARG_VALUE: ["its path has a character that no path can have", "correct the path"],
  ERR_FS_FILE_TOO_LARGE: ["it has more than two gigabytes", "write the path of the right file"],
};

function decoded(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (errorCode(error) !== "ERR_ENCODING_INVALID_ENCODED_DATA") throw error;
    throw new FileMistake("file-not-utf8", file, "the file is not UTF-8", "save it as UTF-8");
  }
}
