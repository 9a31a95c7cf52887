/** The folder `.sandbox/`, where everything that a sandbox writes stays: a copy of the rosters, Terraform's output and state, the mirror. */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseDocument } from "yaml";
import { writeWhole } from "../files/files.ts";
import type { Roster } from "../roster/roster.ts";
import { buildMirror, cliConfig } from "./provider/mirror.ts";

/** Paths of one sandbox. */
export interface Workspace {
  /** Working folder of commands: cdktf.json, the rosters, and in time their lookups, the output and the state. */
  readonly project: string;
  readonly mirror: string;
  /** For TF_CLI_CONFIG_FILE. */
  readonly cliConfig: string;
  readonly logs: string;
}

/**
 * Makes the folder, with a fresh copy of the rosters and of the template files that they name. The state of a roster is always local
 * here, whatever the roster says.
 *
 * @param folder Folder of the real project.
 * @param root Folder of this program, which has main.ts.
 * @param keep Whether lookups, output and state of an earlier run stay; they fit only the cloud that they came from.
 */
export function prepareWorkspace(folder: string, root: string, rosters: readonly Roster[], keep: boolean): Workspace {
  const base = join(folder, ".sandbox");
  const workspace = {
    project: join(base, "project"),
    mirror: join(base, "mirror"),
    cliConfig: join(base, "terraform.rc"),
    logs: join(base, "logs"),
  };
  if (!keep) rmSync(workspace.project, { recursive: true, force: true });
  rmSync(workspace.logs, { recursive: true, force: true });
  for (const each of [workspace.project, workspace.logs]) mkdirSync(each, { recursive: true });
  // Nothing in here is for version control, wherever the project is.
  writeFileSync(join(base, ".gitignore"), "*\n");

  writeWhole(join(workspace.project, "cdktf.json"), projectFile(root, rosters));
  for (const roster of rosters) {
    copyRoster(folder, workspace.project, roster.file);
    for (const template of roster.templates.keys()) {
      const path = join(dirname(roster.file), template);
      mkdirSync(dirname(join(workspace.project, path)), { recursive: true });
      copyFileSync(join(folder, path), join(workspace.project, path));
    }
  }
  return workspace;
}

/** Builds the provider plugin into the workspace, and makes Terraform forget the hashes of an earlier build. */
export async function prepareProvider(workspace: Workspace, rosters: readonly Roster[]): Promise<void> {
  await buildMirror(workspace.mirror);
  writeWhole(workspace.cliConfig, cliConfig(workspace.mirror));
  for (const { stack } of rosters) {
    const output = join(workspace.project, "cdktf.out/stacks", stack);
    for (const file of [".terraform", ".terraform.lock.hcl"])
      rmSync(join(output, file), { recursive: true, force: true });
  }
}

/** The app by its path, since main.ts stays where it is. */
function projectFile(root: string, rosters: readonly Roster[]): string {
  const project = {
    language: "typescript",
    app: `node --import ${JSON.stringify(import.meta.resolve("tsx"))} ${JSON.stringify(join(root, "main.ts"))}`,
    projectId: "cloudbase-subaccounts-sandbox",
    sendCrashReports: "false",
    terraformProviders: [],
    terraformModules: [],
    context: { rosters: rosters.map(({ file }) => file) },
  };
  return `${JSON.stringify(project, null, 2)}\n`;
}

function copyRoster(folder: string, project: string, file: string): void {
  const document = parseDocument(readFileSync(join(folder, file), "utf8"));
  document.deleteIn(["account", "state"]);
  const target = join(project, file);
  mkdirSync(dirname(target), { recursive: true });
  writeWhole(target, document.toString({ lineWidth: 0 }));
}
