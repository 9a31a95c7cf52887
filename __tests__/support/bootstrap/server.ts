/** A server in a folder for tests of the bootstrap scripts: real bash, and stand-ins for what only a real server has. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const SCRIPT = "bootstrap/openclaw.sh";

/** What a server may have wrong. */
export type Fault =
  | "npm"
  | "github"
  | "skills"
  | "restart"
  | "systemctl"
  | "health"
  | "probe"
  | "old-node"
  | "no-probe-command";

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** One line for each command that changes or asks something outside the script, in order. */
  readonly calls: readonly string[];
}

/** One server with the given users; each has a home and, unless told otherwise, a folder `.openclaw` in it. */
export class Server {
  readonly root = mkdtempSync(join(tmpdir(), "server-"));
  private readonly bin = join(this.root, "bin");

  constructor(
    readonly users: readonly string[] = ["lighthouse"],
    private readonly gatewayOf = users[0],
  ) {
    mkdirSync(this.bin);
    const passwd: string[] = [];
    for (const user of users) {
      mkdirSync(join(this.home(user), ".openclaw"), { recursive: true });
      // A login shell's PATH comes from /etc/profile, which knows nothing of the stand-ins.
      writeFileSync(join(this.home(user), ".profile"), `PATH=${this.bin}:$PATH\n`);
      passwd.push(`${user}:x:1000:1000::${this.home(user)}:/bin/bash`);
    }
    writeFileSync(join(this.root, "passwd"), `${passwd.join("\n")}\n`);
    for (const [name, body] of Object.entries(this.commands())) {
      writeFileSync(join(this.bin, name), `#!/bin/bash\nroot=${this.root}\n${body}\n`);
      chmodSync(join(this.bin, name), 0o755);
    }
  }

  home(user = this.users[0] ?? ""): string {
    return join(this.root, "home", user);
  }

  file(path: string): string {
    return join(this.home(), path);
  }

  read(path: string): unknown {
    return JSON.parse(readFileSync(this.file(path), "utf8"));
  }

  break(fault: Fault): void {
    writeFileSync(join(this.root, `broken-${fault}`), "");
  }

  repair(fault: Fault): void {
    rmSync(join(this.root, `broken-${fault}`));
  }

  /** Replaces the parameters as TAT does and runs the real script; a value of undefined leaves its parameter as it is. */
  run(environmentId: string | undefined = "bob-8grqda2hfc2f62bb", region: string | undefined = "ap-shanghai"): Run {
    return this.runText(
      readFileSync(SCRIPT, "utf8")
        .replaceAll("{{environmentId}}", () => environmentId)
        .replaceAll("{{region}}", () => region),
    );
  }

  /** Runs a text of the script as it stands. */
  runText(text: string): Run {
    const calls = join(this.root, "calls");
    writeFileSync(calls, "");
    writeFileSync(join(this.root, "command.sh"), text);
    const PATH = `${this.bin}:/usr/bin:/bin`;
    const done = spawnSync("/bin/bash", [join(this.root, "command.sh")], {
      cwd: this.root,
      env: { PATH },
      encoding: "utf8",
    });
    return {
      code: done.status,
      stdout: done.stdout,
      stderr: done.stderr,
      calls: readFileSync(calls, "utf8").split("\n").filter(Boolean),
    };
  }

  get hasSkills(): boolean {
    return existsSync(this.file(".openclaw/skills/cloudbase/SKILL.md"));
  }

  private commands(): Record<string, string> {
    const record = `echo "\${0##*/} $*" >>"$root/calls"`;
    const broken = (fault: Fault): string => `[[ -e $root/broken-${fault} ]]`;
    const fail = (fault: Fault, says: string): string => `if ${broken(fault)}; then echo "${says}" >&2; exit 1; fi`;
    return {
      getent: "cat $root/passwd",
      id: "echo 1000",
      sleep: "exit 0",
      "cloud-init": "echo status: done",
      pgrep: `[[ $2 == ${this.gatewayOf ?? "nobody"} ]]`,
      runuser: `echo "$2" >>"$root/run-as"; shift 3; exec "$@"`,
      node: `if [[ $1 == --version ]] && ${broken("old-node")}; then echo v18.14.2; else exec ${process.execPath} "$@"; fi`,
      systemctl: `${record}\n${fail("systemctl", "Failed to restart openclaw-gateway.service")}`,
      npm: [
        record,
        fail("npm", "npm error code ETIMEDOUT"),
        "modules=$HOME/.local/lib/node_modules",
        "mkdir -p $modules/@cloudbase/cloudbase-mcp $modules/skills $HOME/.local/bin",
        `for package in "$@"; do case $package in`,
        `*?@*) echo "{\\"version\\":\\"\${package##*@}\\"}" >"$modules/\${package%@*}/package.json";; esac; done`,
        'cp "$root/bin/skills" $HOME/.local/bin/skills',
      ].join("\n"),
      skills: [
        record,
        fail("skills", "Failed to clone repository"),
        `if [[ $2 != https://* ]]; then ${fail("github", "Failed to clone repository")}; fi`,
        "mkdir -p $HOME/.openclaw/skills/cloudbase",
        'echo "# CloudBase" >$HOME/.openclaw/skills/cloudbase/SKILL.md',
      ].join("\n"),
      openclaw: [
        'if [[ $1 != --version && $* != "mcp --help" ]]; then',
        '  echo "openclaw $1 $2 $3" >>"$root/calls"',
        "fi",
        "saved=$HOME/.openclaw/native.json",
        `case "$*" in`,
        '"--version") echo "OpenClaw 2026.9.6 (eb377ac)";;',
        `"mcp --help") echo "  set   Set one"; if ! ${broken("no-probe-command")}; then echo "  probe  Connect"; fi;;`,
        '"mcp show"*) cat "$saved" || exit 1;;',
        `"mcp set"*) echo "$4" >"$saved";;`,
        `"mcp probe"*) ${fail("probe", "MCP error -32000: Connection closed")};;`,
        `"config get"*) cat "$HOME/workspace-path" || exit 1;;`,
        `"gateway restart"*) ${fail("restart", "systemd user services are unavailable")};;`,
        `health*) ${fail("health", "Gateway not reachable after waiting 5 s.")};;`,
        '*) echo "unknown command" >&2; exit 2;;',
        "esac",
      ].join("\n"),
    };
  }
}
