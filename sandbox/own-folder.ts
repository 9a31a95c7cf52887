/** Writes into the sandbox's own folder and nowhere else: no link in it is followed, whatever a path says. */
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { writeWhole } from "../files/files.ts";
import { SandboxError } from "./error.ts";

/** Terraform's own folder, in which it links to the providers of the mirror. */
const LINKS_OF_TERRAFORM = ".terraform";

export class OwnFolder {
  /** @param path of the folder; what is above it may be reached through links. */
  private constructor(readonly path: string) {}

  /**
   * Makes the folder, or takes the one that is there.
   *
   * @throws SandboxError where it is a link or no folder, since everything below would then be written elsewhere.
   */
  static open(path: string): OwnFolder {
    refuseUnlessFolder(path);
    mkdirSync(path, { recursive: true });
    return new OwnFolder(path);
  }

  /** Removes a file or folder of it; a link is removed itself, and what it leads to stays. */
  remove(name: string): void {
    this.#refuseLinksOnTheWay(name);
    rmSync(this.#inside(name), { recursive: true, force: true });
  }

  /** @returns the path of the folder that is now there. @throws SandboxError where something else is. */
  folder(name: string): string {
    const path = this.#inside(name);
    this.#refuseLinksOnTheWay(name);
    refuseUnlessFolder(path);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** Writes a file whole or not at all, and the folders that it lies in. @throws SandboxError as `folder` does. */
  write(name: string, content: string | Uint8Array): void {
    const path = this.#inside(name);
    this.folder(dirname(name));
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found?.isSymbolicLink()) throw link(path);
    if (found?.isDirectory()) {
      throw new SandboxError(`${path}: a folder is where the sandbox writes a file; remove it and run this again`);
    }
    writeWhole(path, content);
  }

  /** Whether the file is there already. */
  has(name: string): boolean {
    return existsSync(this.#inside(name));
  }

  /** @throws SandboxError for the first link in it, through which a program that runs here would write elsewhere. */
  refuseLinks(): void {
    const below = (folder: string): void => {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isSymbolicLink()) throw link(path);
        if (entry.isDirectory() && entry.name !== LINKS_OF_TERRAFORM) below(path);
      }
    };
    below(this.path);
  }

  #inside(name: string): string {
    const path = join(this.path, name);
    if (isOutside(relative(this.path, path))) {
      throw new SandboxError(`${name}: this would be written outside of ${this.path}; name a path without \`..\``);
    }
    return path;
  }

  /** Of the folders between this one and the named entry. */
  #refuseLinksOnTheWay(name: string): void {
    const parts = relative(this.path, this.#inside(name)).split(sep).slice(0, -1);
    parts.reduce((folder, part) => {
      const path = join(folder, part);
      refuseUnlessFolder(path);
      return path;
    }, this.path);
  }
}

/** Whether a relative path leads out of the folder that it is relative to. */
export function isOutside(path: string): boolean {
  return path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
}

function refuseUnlessFolder(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isSymbolicLink()) throw link(path);
  if (found !== undefined && !found.isDirectory()) {
    throw new SandboxError(
      `${path}: this is no folder, and the sandbox needs one of that name; remove it and run this again`,
    );
  }
}

function link(path: string): SandboxError {
  return new SandboxError(
    `${path}: this is a link, and the sandbox writes to its own folder only; remove the link and run this again`,
  );
}
