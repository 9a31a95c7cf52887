/** The steps of the demonstration. Each runs what its title says and fails unless the outcome is the one that it promises. */
import { join, relative } from "node:path";
import { cdktfCommand, subaccountsCommand } from "../../files/program.ts";
import { loadLookups } from "../../lookups/load.ts";
import { loadRosters, readOccasion } from "../../roster/files.ts";
import type { Roster } from "../../roster/roster.ts";
import { judge, requireAccepted } from "../../workplaces/workplaces.ts";
import { runLogged } from "../child.ts";
import { SandboxError } from "../error.ts";
import type { Sandbox } from "../session.ts";
import { NOT_CONFINED, type Trial, tryIsolation } from "./isolation.ts";
import { openWays } from "./open-ways.ts";
import { appliedCounts, type Counts, plannedCounts } from "./plan.ts";
import { chooseEdit, createEnvironment, editRoster } from "./roster-edit.ts";

export interface Step {
  readonly title: string;
  /** @returns what is worth reading of the outcome */
  readonly run: () => Promise<string>;
}

export interface DemoOptions {
  readonly sandbox: Sandbox;
  readonly roster: Roster;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

export class Demo {
  readonly #options: DemoOptions;
  #logged = 0;
  /** Of the plan that was reviewed. */
  #digest: string | undefined;

  constructor(options: DemoOptions) {
    this.#options = options;
  }

  /** @throws SandboxError (a step) with the command, what it should have done, and where its output is. */
  steps(): Step[] {
    const edit = chooseEdit(this.#options.roster);
    return [
      { title: "npx subaccounts lookup: what only the cloud knows", run: () => this.#lookup() },
      {
        title: "npx cdktf diff: everything is new",
        run: () => this.#diff(({ add, destroy }) => add > 0 && destroy === 0),
      },
      { title: "npx cdktf deploy", run: () => this.#deploy() },
      { title: "npx cdktf diff: nothing is left to do", run: () => this.#diff(isEmpty) },
      { title: "isolation, tried with each employee's own key", run: () => this.#tryIsolation() },
      ...(edit === undefined
        ? []
        : [
            {
              title: `edit employees.yaml: ${edit.joins} joins, ${edit.leaves} leaves, ${edit.tightens} moves from documented to guarded`,
              run: async () => {
                const { sandbox, roster } = this.#options;
                const id = await createEnvironment(sandbox.api, roster.account.region, edit.joins);
                editRoster(sandbox.workspace.project, roster, edit);
                return `environment ${id} made for ${edit.joins}\n${await this.#lookup()}`;
              },
            },
            {
              title: "npx subaccounts review: what happens to whom, and what must be confirmed",
              run: () => this.#review(),
            },
            { title: "npx subaccounts deploy --confirm: exactly that plan", run: () => this.#deployReviewed() },
            { title: "npx cdktf diff: nothing is left to do", run: () => this.#diff(isEmpty) },
            { title: "isolation, tried again", run: () => this.#tryIsolation() },
          ]),
      { title: "npx subaccounts overview: the page of all people", run: () => this.#overview() },
    ];
  }

  async #lookup(): Promise<string> {
    const { output } = await this.#subaccounts("lookup", [], ({ code }) => code === 0);
    // The line of the result, and one for each thing that is new or another now.
    return output
      .split("\n")
      .filter((line) => line.startsWith(this.#options.roster.file))
      .join("\n")
      .replace(/:$/, "");
  }

  async #diff(isExpected: (counts: Counts) => boolean): Promise<string> {
    const { output } = await this.#cdktf("diff", [], ({ code, output }) => {
      const counts = plannedCounts(output);
      return code === 0 && counts !== undefined && isExpected(counts);
    });
    const counts = plannedCounts(output);
    if (counts === undefined || isEmpty(counts)) return "no changes";
    return `${counts.add} to add, ${counts.change} to change, ${counts.destroy} to destroy`;
  }

  /** Somebody leaves without a last day, so that the guard stops the plan until exactly that one is confirmed. */
  async #review(): Promise<string> {
    const { output } = await this.#subaccounts("review", [], ({ code, output }) => code === 3 && DIGEST.test(output));
    this.#digest = DIGEST.exec(output)?.[1];
    return output.slice(output.indexOf(`${this.#options.roster.stack}: `, output.indexOf("\n"))).trimEnd();
  }

  async #deployReviewed(): Promise<string> {
    const args = ["--confirm", this.#digest ?? ""];
    const { output } = await this.#subaccounts(
      "deploy",
      args,
      ({ code, output }) => code === 0 && appliedCounts(output) !== undefined,
    );
    const { add, change, destroy } = appliedCounts(output) ?? { add: 0, change: 0, destroy: 0 };
    return `${add} added, ${change} changed, ${destroy} destroyed`;
  }

  #subaccounts(command: string, args: readonly string[], isExpected: (outcome: Outcome) => boolean): Promise<Outcome> {
    return this.#run(command, [...subaccountsCommand(), command, ...args], isExpected);
  }

  async #deploy(): Promise<string> {
    const { output } = await this.#cdktf(
      "deploy",
      ["--auto-approve"],
      ({ code, output }) => code === 0 && appliedCounts(output) !== undefined,
    );
    const { add, change, destroy } = appliedCounts(output) ?? { add: 0, change: 0, destroy: 0 };
    return `${add} added, ${change} changed, ${destroy} destroyed`;
  }

  async #tryIsolation(): Promise<string> {
    const { sandbox, roster } = this.#options;
    const { project } = sandbox.workspace;
    const { stacks, proofs } = requireAccepted(
      judge(loadLookups(loadRosters([roster.file], project), project), readOccasion(project, {})),
    );
    const trials = await tryIsolation(
      sandbox.api,
      stacks.flatMap(({ workplaces }) => workplaces),
    );
    const confined = trials.filter(({ action }) => action !== NOT_CONFINED);
    const wrong = confined.filter(({ own, allowed }) => allowed !== own);
    if (wrong.length > 0) throw new SandboxError(wrong.map(printTrial).join("\n"));
    const own = confined.filter((trial) => trial.own).length;
    const open = trials.filter(({ action, own, allowed }) => action === NOT_CONFINED && !own && allowed);
    return [
      `own environment: ${own} calls, all allowed; everybody else's: ${confined.length - own} calls, all refused`,
      open.length === 0
        ? `${NOT_CONFINED}: refused for every other environment`
        : `${NOT_CONFINED}, which CAM cannot confine: allowed for other environments to ${new Set(open.map(({ employee }) => employee)).size} employees`,
      "ways that the profiles leave open (docs/policies.md; * unless something undocumented stops it):",
      ...proofs.flatMap(({ proof }) => openWays(proof.paths)).map((line) => `  ${line}`),
    ].join("\n");
  }

  async #overview(): Promise<string> {
    const { output } = await this.#subaccounts("overview", [], ({ code }) => code === 0);
    return `${output.trimEnd()}; open it in a browser`;
  }

  #cdktf(command: string, args: readonly string[], isExpected: (outcome: Outcome) => boolean): Promise<Outcome> {
    return this.#run(command, [...cdktfCommand(), command, ...args], isExpected);
  }

  async #run(name: string, command: readonly string[], isExpected: (outcome: Outcome) => boolean): Promise<Outcome> {
    const { sandbox, env, signal } = this.#options;
    const { project, logs } = sandbox.workspace;
    this.#logged += 1;
    const log = join(logs, `${String(this.#logged).padStart(2, "0")}-${name}.log`);
    const outcome = await runLogged(command, log, { folder: project, env, variables: sandbox.variables, signal });
    if (signal.aborted) throw new SandboxError("interrupted");
    if (!isExpected(outcome)) {
      const end = outcome.output.trimEnd().split("\n").slice(-15).join("\n");
      throw new SandboxError(
        `${name} did not do what this step says (exit code ${outcome.code}). It ended with:\n${end}\nThe whole output: ${relative(process.cwd(), log)}`,
      );
    }
    return outcome;
  }
}

const DIGEST = /--confirm\s+([0-9a-f]{16})/;

interface Outcome {
  readonly code: number;
  readonly output: string;
}

function isEmpty({ add, change, destroy }: Counts): boolean {
  return add + change + destroy === 0;
}

function printTrial({ employee, owner, action, allowed }: Trial): string {
  return `${employee} was ${allowed ? "allowed" : "refused"} ${action} in the environment of ${owner}`;
}
