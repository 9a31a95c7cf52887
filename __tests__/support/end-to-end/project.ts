/** A project in a sandbox of the test: the real command line, the real app and the real Terraform against the sandbox's API. */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cam } from "tencentcloud-sdk-nodejs/tencentcloud/services/cam/index.js";
import { Client as TagClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/tag/v20180813/tag_client.js";
import { Client as TcbClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/tcb/v20180608/tcb_client.js";
import { type Document, isMap, isSeq, parseDocument } from "yaml";
import { z } from "zod";
import type { CloudContext } from "../../../commands/connect.ts";
import { PACE } from "../../../environments/environments.ts";
import { validRosters } from "../../../roster/files.ts";
import type { FaultRule } from "../../../sandbox/api/faults.ts";
import { seedFromRoster } from "../../../sandbox/seed.ts";
import { type Sandbox, startSandbox } from "../../../sandbox/session.ts";
import type { Provider } from "../../../sandbox/variables.ts";
import { type Outcome, projectWith, runApp, runHere } from "./app.ts";
import { mirrorOf, REAL_PROVIDER } from "./real-provider.ts";
import { finished, type Run, TERRAFORM } from "./terraform.ts";

/** A key of the sandbox's API. */
export interface Key {
  readonly secretId: string;
  readonly secretKey: string;
}

/** Actions of a plan by resource address, without those that change nothing: `{ "tencentcloud_cam_user.alice": "update" }`; a `replace` deletes and creates. */
export type Changes = Readonly<Record<string, string>>;

export class Project {
  readonly sandbox: Sandbox;
  /** Folder of the copy of the project that the sandbox works on. */
  readonly folder: string;
  /** For temporary files, locks among them, so that projects of one root account do not wait for each other. */
  readonly temporary = mkdtempSync(join(tmpdir(), "project-tmp-"));
  readonly #environment: Record<string, string>;
  /** The stack that Terraform runs for: the name of a roster file. */
  stackName = "employees";

  private constructor(sandbox: Sandbox, variables: Readonly<Record<string, string>>) {
    this.sandbox = sandbox;
    this.folder = sandbox.workspace.project;
    const merged = Object.entries({
      ...process.env,
      ...sandbox.variables,
      TF_IN_AUTOMATION: "1",
      TMPDIR: this.temporary,
      ...variables,
    });
    this.#environment = Object.fromEntries(
      merged.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
  }

  /**
   * @param roster text of employees.yaml, or texts of rosters by file; default: the example.
   * @param provider default: the plugin, or the real one where TENCENTCLOUD_PROVIDER_BINARY names it.
   */
  static async start(
    roster?: string | Readonly<Record<string, string>>,
    provider: Provider = REAL_PROVIDER === undefined ? "plugin" : "real",
  ): Promise<Project> {
    const variables: Record<string, string> =
      provider === "real" && REAL_PROVIDER !== undefined ? { TF_CLI_CONFIG_FILE: mirrorOf(REAL_PROVIDER) } : {};
    const texts = typeof roster === "string" ? { "employees.yaml": roster } : roster;
    const folder = projectWith(texts);
    const rosters = validRosters(Object.keys(texts ?? { "employees.yaml": "" }), folder);
    return new Project(await startSandbox({ folder, rosters, provider, lookups: false }), variables);
  }

  get cloud() {
    return this.sandbox.api.cloud;
  }

  get rootKey(): Key {
    const { rootSecretId: secretId, rootSecretKey: secretKey } = this.cloud.account;
    return { secretId, secretKey };
  }

  get variables(): Readonly<Record<string, string>> {
    return this.#environment;
  }

  /** Configuration for one of the SDK's clients; default: with the root key. */
  client(credential: Key = this.rootKey) {
    const endpoint = `127.0.0.1:${this.sandbox.api.port}`;
    return { credential, region: "ap-shanghai", profile: { httpProfile: { endpoint, protocol: "http://" as const } } };
  }

  cam(key?: Key) {
    return new cam.v20190116.Client(this.client(key));
  }

  tcb(key?: Key) {
    return new TcbClient(this.client(key));
  }

  tag(key?: Key) {
    return new TagClient(this.client(key));
  }

  /** Replaces all fault rules. */
  async faults(...rules: readonly Partial<FaultRule>[]): Promise<void> {
    await this.#control("DELETE", "faults");
    await this.#control("POST", "faults", rules);
  }

  /** Rules that have not yet befallen as many calls as they were to. */
  async faultsLeft(): Promise<unknown> {
    return this.#control("GET", "faults");
  }

  async settings(change: object): Promise<void> {
    await this.#control("POST", "settings", change);
  }

  async #control(method: string, path: string, body?: object): Promise<unknown> {
    const { url, controlToken } = this.sandbox.api;
    const response = await fetch(`${url}/_sandbox/${path}`, {
      method,
      headers: { Authorization: `Bearer ${controlToken}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  }

  /** Changes the roster by its document, as an editor would. */
  edit(change: (roster: Document) => void): void {
    const path = join(this.folder, "employees.yaml");
    const document = parseDocument(readFileSync(path, "utf8"));
    change(document);
    writeFileSync(path, document.toString({ lineWidth: 0 }));
  }

  /** Sets a value of an employee: `set("bob", ["environment", "alias"], "bob-lab")`; undefined removes the key. */
  set(employee: string, path: readonly string[], value: unknown): void {
    this.edit((roster) => {
      const place = ["employees", indexOf(roster, employee), ...path];
      if (value === undefined) roster.deleteIn(place);
      else roster.setIn(place, value);
    });
  }

  /** Sets values of the context, such as the day that rosters are read for; undefined removes one. */
  setContext(values: Readonly<Record<string, string | undefined>>): void {
    const path = join(this.folder, "cdktf.json");
    const config = z.looseObject({ context: z.looseObject({}) }).parse(JSON.parse(readFileSync(path, "utf8")));
    writeFileSync(path, JSON.stringify({ ...config, context: { ...config.context, ...values } }));
  }

  add(employee: object): void {
    this.edit((roster) => roster.addIn(["employees"], roster.createNode(employee)));
  }

  remove(employee: string): void {
    this.edit((roster) => roster.deleteIn(["employees", indexOf(roster, employee)]));
  }

  /** Makes the environments that the roster names and the cloud does not have. */
  seed(): void {
    for (const roster of validRosters(["employees.yaml"], this.folder)) seedFromRoster(this.cloud, roster, Date.now());
  }

  /** `npx subaccounts <args>`, with pauses between tries that are short enough for a test. */
  async command(...args: string[]): Promise<Outcome> {
    return this.commandIn({}, ...args);
  }

  /** The same with somebody at the terminal, or with other pauses. */
  async commandIn(context: Pick<CloudContext, "ask" | "pace" | "patience">, ...args: string[]): Promise<Outcome> {
    const outcome = await runHere(this.folder, args, {
      env: this.#environment,
      retry: { tries: 6, minWait: 1, maxWait: 5 },
      pace: { ...PACE, poll: 10, between: 0, settle: 300, deadline: 20_000 },
      ...context,
    });
    if (outcome.stderr.includes(this.rootKey.secretKey)) throw new Error("the secret key was printed");
    return outcome;
  }

  /** The same with variables besides. */
  async commandWith(variables: Readonly<Record<string, string>>, ...args: string[]): Promise<Outcome> {
    return runHere(this.folder, args, {
      env: { ...this.#environment, ...variables },
      retry: { tries: 6, minWait: 1, maxWait: 5 },
      patience: { pause: 1, deadline: 0 },
    });
  }

  /** Folder in which Terraform runs. */
  get stack(): string {
    return join(this.folder, "cdktf.out/stacks", this.stackName);
  }

  /** Lookup, synth, and `terraform init` the first time. @throws Error with the output of what failed. */
  async prepare(): Promise<void> {
    const lookup = await this.command("lookup");
    if (lookup.code !== 0) throw new Error(lookup.stderr);
    await this.synth();
    await this.#init();
  }

  /** As `prepare`, with what another project of the same roster has looked up and synthesized. */
  async prepareLike({ folder }: Project): Promise<void> {
    for (const path of ["employees.lookups.json", "cdktf.out/stacks/employees/cdk.tf.json"]) {
      cpSync(join(folder, path), join(this.folder, path));
    }
    await this.#init();
  }

  async #init(): Promise<void> {
    if (existsSync(join(this.stack, ".terraform"))) return;
    const init = await this.terraform("init", "-input=false");
    if (init.code !== 0) throw new Error(init.output);
  }

  async synth(): Promise<void> {
    const { code, stderr } = await runApp(this.folder);
    if (code !== 0) throw new Error(stderr);
  }

  startTerraform(...args: string[]): ChildProcess {
    return spawn(TERRAFORM, args, {
      cwd: this.stack,
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, so that a test can kill it together with the plugin.
      detached: true,
    });
  }

  terraform(...args: string[]): Promise<Run> {
    return finished(this.startTerraform(...args));
  }

  /** Plans into the file `plan`, and reads what changes off Terraform's messages. @throws Error with them where it fails. */
  async plan(): Promise<Changes> {
    const { code, output } = await this.terraform("plan", "-input=false", "-json", "-out=plan");
    if (code !== 0) throw new Error(output);
    const messages = output
      .trimEnd()
      .split("\n")
      .map((line) => Message.parse(JSON.parse(line)));
    const changes = messages.flatMap(({ type, change }) => (type === "planned_change" && change ? [change] : []));
    return Object.fromEntries(changes.map(({ resource, action }): [string, string] => [resource.addr, action]).sort());
  }

  /** Applies the plan that {@link plan} made. @throws Error with Terraform's output where it fails. */
  async apply(): Promise<string> {
    const { code, output } = await this.terraform("apply", "-input=false", "plan");
    if (code !== 0) throw new Error(output);
    return output;
  }

  /** Plans and applies in one go, whatever comes of it. */
  deploy(): Promise<Run> {
    return this.terraform("apply", "-input=false", "-auto-approve", "-parallelism=20");
  }

  /** Addresses of the resources in the state; one that is only being made has no instance there yet. @throws SyntaxError where Terraform is just writing it */
  async state(): Promise<string[]> {
    const path = join(this.folder, `terraform.${this.stackName}.tfstate`);
    if (!existsSync(path)) return [];
    const { resources } = State.parse(JSON.parse(readFileSync(path, "utf8")));
    return resources.filter(({ instances }) => instances.length > 0).map(({ type, name }) => `${type}.${name}`);
  }
}

/** One line of what `terraform plan -json` prints. */
const Message = z.object({
  type: z.string(),
  change: z.object({ action: z.string(), resource: z.object({ addr: z.string() }) }).optional(),
});

const State = z.object({
  resources: z.array(z.object({ type: z.string(), name: z.string(), instances: z.array(z.unknown()) })),
});

function indexOf(roster: Document, employee: string): number {
  const employees = roster.get("employees");
  const index = isSeq(employees)
    ? employees.items.findIndex((each) => isMap(each) && each.get("name") === employee)
    : -1;
  if (index < 0) throw new Error(`the roster has no ${employee}`);
  return index;
}
