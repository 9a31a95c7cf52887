/** The folder `.sandbox/`, where everything that a sandbox writes stays: a copy of the rosters, Terraform's output and state, the mirror. */
import { readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { parseDocument } from "yaml";
import { appCommand } from "../files/program.ts";
import { lookupsPath, printLookups, readLookups } from "../lookups/file.ts";

import type { Roster } from "../roster/roster.ts";
import { SandboxError } from "./error.ts";
import { isOutside, OwnFolder } from "./own-folder.ts";
import { buildMirror, cliConfig } from "./provider/mirror.ts";

/** Paths of one sandbox. */
export interface Workspace {
  /** Working folder of commands: cdktf.json, the rosters, their lookups, and in time the output and the state. */
  readonly project: string;
  readonly mirror: string;
  /** For TF_CLI_CONFIG_FILE. */
  readonly cliConfig: string;
  readonly logs: string;
}

export interface WorkspaceOptions {
  /** Folder of the real project. */
  readonly folder: string;
  readonly rosters: readonly Roster[];
  /** Whether lookups, output and state of an earlier run stay; they fit only the cloud that they came from. */
  readonly keep: boolean;
  /** Whether the rosters' committed lookups are copied, so that the first command need not be `lookup`. */
  readonly lookups: boolean;
}

const BASE = ".sandbox";
const PARTS = { project: "project", mirror: "mirror", cliConfig: "terraform.rc", logs: "logs" } as const;

/**
 * Makes the folder, with a fresh copy of the rosters and of the template files that they name. The state of a roster is always local
 * here, whatever the roster says.
 *
 * @throws SandboxError where the folder, or something in it, is a link or not what the sandbox has made.
 */
export function prepareWorkspace(options: WorkspaceOptions): Workspace {
  const { folder, rosters, keep } = options;
  const copies = rosters.map((roster, index) => copyOf(roster, index, options));
  const own = OwnFolder.open(join(folder, BASE));
  if (!keep) own.remove(PARTS.project);
  own.remove(PARTS.logs);
  own.refuseLinks();
  // Nothing in here is for version control, wherever the project is.  own.write(".gitignore", "*\n");
  for (const { files, lookups } of copies) {
    for (const [name, content] of files) own.write(join(PARTS.project, name), content);
    if (lookups === undefined) continue;
    const name = join(PARTS.project, lookups.name);
    if (!own.has(name)) own.write(name, lookups.content);
  }
  // Last, so that no file of a roster takes its place.
  own.write(join(PARTS.project, "cdktf.json"), projectFile(copies.map(({ file }) => file)));
  return {
    project: own.folder(PARTS.project),
    mirror: own.folder(PARTS.mirror),
    cliConfig: join(own.path, PARTS.cliConfig),
    logs: own.folder(PARTS.logs),
  };
}

/** Builds the provider plugin into the workspace, and makes Terraform forget the hashes of an earlier build. */
export async function prepareProvider(folder: string, workspace: Workspace, rosters: readonly Roster[]): Promise<void> {
  const own = OwnFolder.open(join(folder, BASE));
  await buildMirror(workspace.mirror);
  own.write(PARTS.cliConfig, cliConfig(workspace.mirror));
  for (const { stack } of rosters) {
    for (const file of [".terraform", ".terraform.lock.hcl"])
      own.remove(join(PARTS.project, "cdktf.out/stacks", stack, file));
  }
}

/**
 * The path of a file that the sandbox keeps its cloud in.
 *
 * @throws SandboxError where the sandbox writes something else, or would remove it.
 */
export function stateFilePath(folder: string, file: string): string {
  const path = resolve(folder, file);
  const [part = ""] = relative(join(folder, BASE), path).split(/[\\/]/);
  if (part === "" || part === ".gitignore" || Object.values<string>(PARTS).includes(part)) {
    throw new SandboxError(
      `${file}: the sandbox writes other files there; name another one, such as ${BASE}/cloud.json`,
    );
  }
  return path;
}

/** What is copied of one roster: names in the workspace's project and their content. */
interface Copy {
  readonly file: string;
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  readonly lookups: { readonly name: string; readonly content: string } | undefined;
}

/** All is read before anything is written, since a roster may lie anywhere. */
function copyOf(roster: Roster, index: number, { folder, lookups }: WorkspaceOptions): Copy {
  const source = resolve(folder, roster.file);
  if (!isOutside(relative(join(folder, BASE), source))) {
    throw new SandboxError(`${roster.file}: this is a sandbox's own copy; name the roster that it was made of`);
  }
  const inProject = relative(folder, source);
  const file = isOutside(inProject) ? join(`outside-${index + 1}`, basename(source)) : inProject;
  const files = new Map<string, string | Uint8Array>();
  for (const template of roster.templates.keys()) {
    const name = join(dirname(file), template);
    if (isOutside(relative(dirname(file), name))) {
      throw new SandboxError(
        `${roster.file}: the template ${template} is outside of the roster's folder; move it there`,
      );
    }
    files.set(name, readFileSync(join(dirname(source), template)));
  }
  files.set(file, withLocalState(readFileSync(source, "utf8")));
  const committed = lookups ? readLookups(roster.file, folder) : undefined;
  const copied = committed && { name: lookupsPath(file), content: printLookups(committed) };
  return { file, files, lookups: copied };
}

function withLocalState(text: string): string {
  const document = parseDocument(text);
  document.deleteIn(["account", "state"]);
  return document.toString({ lineWidth: 0 });
}

/** The app by its path, since main.ts stays where it is. */
function projectFile(rosters: readonly string[]): string {
  const project = {
    language: "typescript",
    app: appCommand(),
    projectId: "cloudbase-subaccounts-sandbox",
    sendCrashReports: "false",
    terraformProviders: [],
    terraformModules: [],
    context: { rosters },
  };
  return `${JSON.stringify(project, null, 2)}\n`;
}
