/** A server in a folder for tests of the bootstrap scripts: real bash, and stand-ins for what only a real server has. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const SCRIPT = "bootstrap/openclaw.sh";

/** What a server may have wrong. */
export type Fault =
  | "npm"
  | "github"
  | "skills"
  | "start"
  | "gateway"
  | "health"
  | "probe"
  | "show"
  | "version"
  | "invalid"
  | "old-node"
  | "no-probe-command"
  | "no-patch-command";

/** What a server may be slow with: it does not answer before the time limit. */
export type Slowness = "show" | "patch" | "npm" | "probe" | "version";

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** One line for each command that changes or asks something outside the script, in order. */
  readonly calls: readonly string[];
}

/** No process has such a number, so that nobody sees what runs the gateway. */
const HIDDEN = 4_194_305;

/** Where the servers' gateways listen, which is not OpenClaw's own port. */
const PORT = 18801;

/**
 * One server with the given users; each has a home with a folder `.openclaw` in it. Commands of a user refuse to start in `closed`, the
 * folder in which the script begins, as they do in root's home.
 */
export class Server {
  readonly root = mkdtempSync(join(tmpdir(), "server-"));
  private readonly bin = join(this.root, "bin");

  constructor(
    readonly users: readonly string[] = ["lighthouse"],
    private readonly gatewayOf = users[0],
  ) {
    mkdirSync(this.bin);
    mkdirSync(join(this.root, "closed"));
    writeFileSync(join(this.root, "gateway"), `${PORT} ${gatewayOf ?? "nobody"} ${HIDDEN}\n`);
    const passwd: string[] = [];
    for (const [index, user] of users.entries()) {
      mkdirSync(join(this.home(user), ".openclaw"), { recursive: true });
      const port = user === gatewayOf ? PORT : 18789;
      writeFileSync(
        join(this.home(user), ".openclaw/openclaw.json"),
        `{\n  "gateway": { "port": ${port} } // ours\n}\n`,
      );
      // A login shell's PATH comes from /etc/profile, which knows nothing of the stand-ins.
      writeFileSync(join(this.home(user), ".profile"), `PATH=${this.bin}:$PATH\n`);
      passwd.push(`${user}:x:${1000 + index}:1000::${this.home(user)}:/bin/bash`);
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

  /** The command does not answer, until it is repaired by `quick`. */
  slow(what: Slowness): void {
    writeFileSync(join(this.root, `slow-${what}`), "");
  }

  quick(what: Slowness): void {
    rmSync(join(this.root, `slow-${what}`));
  }

  private get isSlow(): boolean {
    return readdirSync(this.root).some((file) => file.startsWith("slow-"));
  }

  /** No process listens, until the script starts one. */
  stopGateway(): void {
    writeFileSync(join(this.root, "gateway"), "");
  }

  /** The gateway is that process. */
  gatewayIs(pid: number): void {
    writeFileSync(join(this.root, "gateway"), `${PORT} ${this.gatewayOf ?? "nobody"} ${pid}\n`);
  }

  /** Replaces the parameters as TAT does and runs the real script; a value of undefined leaves its parameter as it is. */
  run(environmentId: string | undefined = "bob-8grqda2hfc2f62bb", region: string | undefined = "ap-shanghai"): Run {
    return this.runText(
      readFileSync(SCRIPT, "utf8")
        .replaceAll("{{environmentId}}", () => environmentId)
        .replaceAll("{{region}}", () => region)
        // What never answers is given up sooner.
        .replaceAll(/\bT_(\w+)=\d+/g, (limit, name) =>
          this.isSlow ? `T_${name}=4` : name === "HEALTH" ? "T_HEALTH=4" : limit,
        ),
    );
  }

  /** Runs a text of the script as it stands. */
  runText(text: string): Run {
    const calls = join(this.root, "calls");
    writeFileSync(calls, "");
    writeFileSync(join(this.root, "command.sh"), text);
    const PATH = `${this.bin}:/usr/bin:/bin`;
    const done = spawnSync("/bin/bash", [join(this.root, "command.sh")], {
      cwd: join(this.root, "closed"),
      env: { PATH, TMPDIR: this.root, CLOUDBASE_OPENCLAW_LOCK: join(this.root, "lock") },
      encoding: "utf8",
      timeout: 50_000,
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
    const wait = (what: Slowness): string => `if [[ -e $root/slow-${what} ]]; then exec /bin/sleep 600; fi`;
    const started = `echo "${PORT} ${this.gatewayOf ?? "nobody"} ${HIDDEN}" >"$root/gateway"`;
    return {
      getent: "cat $root/passwd",
      id: `grep "^$2:" $root/passwd | cut -d: -f3`,
      sleep: "exit 0",
      "cloud-init": "echo status: done",
      ss: [
        'read -r port user pid <"$root/gateway" || exit 0',
        `[[ $* == *":$port"* ]] || exit 0`,
        'echo "LISTEN 0 511 127.0.0.1:$port 0.0.0.0:* users:((\\"MainThread\\",pid=$pid,fd=22)) uid:$(id -u "$user") ino:1"',
      ].join("\n"),
      runuser: [
        'if [[ $PWD == "$root/closed" ]]; then echo "cannot enter $PWD" >&2; exit 126; fi',
        'echo "$2" >>"$root/run-as"; shift 3; exec "$@"',
      ].join("\n"),
      node: `if [[ $1 == --version ]] && ${broken("old-node")}; then echo v18.14.2; else exec ${process.execPath} "$@"; fi`,
      loginctl: record,
      systemctl: `${record}\n${fail("start", "Failed to start openclaw-gateway.service")}\n${started}`,
      mcporter: record,
      npm: [
        record,
        wait("npm"),
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
        "if [[ $1 != --version && $* != *--help ]]; then",
        '  echo "openclaw $1 $2 $3" >>"$root/calls"',
        "fi",
        "saved=$HOME/.openclaw/native.json",
        `case "$*" in`,
        `"--version") ${wait("version")}; if [[ $(command -v node) == */too-old/node || -e $root/broken-version ]]; then echo "requires Node >=24.16.0" >&2; exit 1; fi`,
        '  cat "$root/openclaw-version" 2>/dev/null || echo "OpenClaw 2026.9.6 (eb377ac)";;',
        `"mcp --help") echo "  set   Set one"; if ! ${broken("no-probe-command")}; then echo "  probe  Connect"; fi;;`,
        `"config --help") echo "  get   Get one"; if ! ${broken("no-patch-command")}; then echo "  patch  Patch"; fi;;`,
        `"mcp show --json") ${wait("show")}`,
        `  if ${broken("invalid")}; then echo '{"ok":false,"secret":"hunter2"}'; exit 1; fi`,
        `  ${fail("show", "Segmentation fault")}`,
        `  if [[ -e $saved ]]; then cat "$saved"; else echo "{}"; fi;;`,
        `"config validate") if ${broken("invalid")}; then echo "Config invalid: mcp.servers: Unrecognized key: \\"servres\\""; exit 1; fi;;`,
        `"config patch --stdin") ${wait("patch")}`,
        // Objects merge, lists and other values replace.
        `  exec ${process.execPath} -e 'const fs = require("fs"), [file] = process.argv.slice(1); const merge = (a, b) => { for (const [k, v] of Object.entries(b)) a[k] = v && typeof v === "object" && !Array.isArray(v) ? merge(a[k] ?? {}, v) : v; return a; }; const was = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file)) : {}; fs.writeFileSync(file, JSON.stringify(merge(was, JSON.parse(fs.readFileSync(0)).mcp.servers)));' "$saved";;`,
        `"mcp set cloudbase"*) exec ${process.execPath} -e 'const fs = require("fs"), [file, entry] = process.argv.slice(1); const was = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file)) : {}; fs.writeFileSync(file, JSON.stringify({ ...was, cloudbase: JSON.parse(entry) }));' "$saved" "$4";;`,
        `"mcp probe"*) ${wait("probe")}; ${fail("probe", "MCP error -32000: Connection closed")};;`,
        `"config get"*) cat "$HOME/workspace-path" || exit 1;;`,
        `"gateway restart"*|"gateway start"*) ${fail("gateway", "systemd user services are unavailable")}; ${started};;`,
        `health*) ${fail("health", "Gateway not reachable after waiting 5 s.")}`,
        '  if [[ -e $root/still-starting ]]; then rm "$root/still-starting"; echo "Gateway is still starting"; fi;;',
        '*) echo "unknown command" >&2; exit 2;;',
        "esac",
      ].join("\n"),
    };
  }
}
