/** A made-up company in the stand-in cloud, and programs that run in it: what several benchmarks begin with. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appCommand } from "../files/program.ts";
import { validRosters } from "../roster/files.ts";
import { startSandbox } from "../sandbox/session.ts";

export interface Company {
  /** Working folder of commands. */
  readonly project: string;
  /** Where Terraform runs, once it is synthesized. */
  readonly stack: string;
  /** For files of one's own; goes with the company. */
  readonly folder: string;
  /** @returns what the program said on stderr. @throws Error where it fails */
  run(program: string, args: readonly string[], cwd: string): Promise<string>;
  close(): Promise<void>;
}

/** @param keysOf What an entry has besides its name: `server: false`. */
export async function startCompany(people: number, keysOf: (index: number) => string = () => ""): Promise<Company> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const entries = Array.from({ length: people }, (_, index) => {
    const keys = keysOf(index);
    return `  - { name: e${String(index).padStart(4, "0")}${keys === "" ? "" : `, ${keys}`} }\n`;
  });
  writeFileSync(
    join(folder, "cdktf.json"),
    JSON.stringify({ app: appCommand(), context: { rosters: ["employees.yaml"] } }),
  );
  writeFileSync(
    join(folder, "employees.yaml"),
    `account: { ownerUin: "100000000001", region: ap-shanghai }
defaults: { environment: { package: baas_personal } }
employees:
${entries.join("")}`,
  );
  const sandbox = await startSandbox({ folder, rosters: validRosters(["employees.yaml"], folder), provider: "plugin" });
  const { project } = sandbox.workspace;
  const env = Object.fromEntries(
    Object.entries({ ...process.env, ...sandbox.variables }).filter(([, value]) => value !== undefined),
  );
  return {
    project,
    stack: join(project, "cdktf.out/stacks/employees"),
    folder,
    run: async (program, args, cwd) => {
      const child = spawn(program, args, { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
      let said = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
      const [code] = await once(child, "close");
      if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${said}`);
      return said;
    },
    close: async () => {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
