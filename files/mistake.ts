/** What is wrong with a file, told by its path alone: its content may be anybody's. */
import { isNativeError } from "node:util/types";
import { Mistake, problem } from "../problems/problems.ts";

export type FileRule =
  | "no-such-file"
  | "file-outside"
  | "file-is-folder"
  | "file-not-regular"
  | "file-not-utf8"
  | "file-unreadable"
  | "file-not-written"
  | "file-locked";

/** Has one problem, whose `rule` says which it is. */
export class FileMistake extends Mistake {
  override readonly name = "FileMistake";

  /** @param file path as it was given */
  constructor(
    readonly rule: FileRule,
    file: string,
    message: string,
    remedy: string,
  ) {
    super([problem(rule, { file, message, remedy })]);
  }
}

/** `ENOENT` and the like. `isNativeError` knows errors of other realms too, as tests have them. */
export function errorCode(error: unknown): string | undefined {
  return isNativeError(error) && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
