/** Makes the environments that are missing. Buying is not idempotent, so the alias is looked up before and after each try. */
import { z } from "zod";
import { anyAnswer, type Clients } from "../cloud/client.ts";
import { CloudError, isPassing, isRefusal } from "../cloud/cloud-error.ts";
import { LookupError } from "../cloud/lookup-error.ts";
import { cloudId } from "../lookups/schema.ts";
import { type Problem, problem } from "../problems/problems.ts";
import type { Roster } from "../roster/roster.ts";
import { readEnvironments } from "./account.ts";
import { createEnvRequest, type EnvironmentRow, environmentRows, type Order } from "./orders.ts";
import type { Part } from "./state.ts";

/** Milliseconds. */
export interface Pace {
  /** Between two listings; official tools wait 5 s. */
  readonly poll: number;
  /** Between two calls that change something, which keeps them under the documented 20 a second. */
  readonly between: number;
  /** After a call without an answer, until a listing surely tells whether it did something. */
  readonly settle: number;
  /** Until what was bought must be ready: usually 10 to 30 s, and up to 5 minutes for logs. */
  readonly deadline: number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export const PACE: Pace = {
  poll: 5_000,
  between: 100,
  settle: 30_000,
  deadline: 15 * 60_000,
  wait: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
};

/** Tries to buy one environment whose answers are all lost. */
const TRIES = 3;

export interface Making {
  readonly roster: Roster;
  readonly clients: Clients;
  /** What may be bought, and nothing else. */
  readonly orders: readonly Order[];
  readonly pace: Pace;
  readonly report: (progress: string) => void;
  /** Called in each round and before each purchase. @throws Mistake where another run is at it */
  readonly keepLock: () => void;
}

/**
 * Lists, does what is next for each environment, waits, and lists again, until all are ready: what an earlier run did, also one that
 * was killed, is in the listing.
 *
 * @throws LookupError with every environment that could not be made or did not become ready
 * @throws CloudError when a listing fails
 */
export async function makeEnvironments(making: Making): Promise<void> {
  const { roster, clients, pace, report } = making;
  const purchases = new Purchases(making);
  const parts = new Parts(making);
  const end = Date.now() + pace.deadline;
  for (;;) {
    making.keepLock();
    const rows = environmentRows(roster, await readEnvironments(clients, () => undefined));
    const left = rows.filter(({ state }) => state.kind !== "ready");
    report(`${rows.length - left.length} of ${rows.length} ready`);
    await purchases.buy(left);
    await parts.ask(left);
    const waiting = left.filter((row) => !purchases.isRefused(row) && !parts.isRefused(row));
    const problems = [...purchases.problems, ...parts.problems];
    if (waiting.length === 0 && problems.length > 0) throw new LookupError(problems);
    if (left.length === 0) return;
    if (Date.now() >= end) throw new LookupError([...problems, ...waiting.map((row) => late(row, roster.file))]);
    await pace.wait(pace.poll);
  }
}

interface Purchase {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly tries: number;
  /** `sure`: it was bought; `lost`: nobody knows. */
  readonly outcome: "sure" | "lost";
}

const createEnvAnswer = z.object({ EnvId: cloudId });

class Purchases {
  readonly problems: Problem[] = [];
  readonly #made = new Map<string, Purchase>();
  readonly #refused = new Set<string>();
  readonly #making: Making;

  constructor(making: Making) {
    this.#making = making;
  }

  isRefused({ employee: { environment }, state }: EnvironmentRow): boolean {
    const { reference } = environment;
    if (state.kind !== "missing" || !("alias" in reference)) return false;
    // What was asked for may still come, and nothing more is bought after a refusal.
    return this.#refused.has(reference.alias) || (this.#refused.size > 0 && !this.#made.has(reference.alias));
  }

  /** Buys what the listing does not have, unless it was bought a moment ago. */
  async buy(rows: readonly EnvironmentRow[]): Promise<void> {
    for (const order of this.#making.orders) {
      const isMissing = rows.some(
        ({ employee, state }) =>
          state.kind === "missing" &&
          "alias" in employee.environment.reference &&
          employee.environment.reference.alias === order.alias,
      );
      if (isMissing && this.#refused.size === 0 && this.#isDue(order.alias)) await this.#buyOne(order);
    }
  }

  #isDue(alias: string): boolean {
    const last = this.#made.get(alias);
    if (last === undefined) return true;
    const { settle } = this.#making.pace;
    return last.outcome === "lost" && last.tries < TRIES && Date.now() >= last.at + settle;
  }

  async #buyOne(order: Order): Promise<void> {
    const { clients, keepLock, roster } = this.#making;
    const { alias, employee } = order;
    keepLock();
    await this.#making.pace.wait(this.#making.pace.between);
    const at = Date.now();
    const tries = (this.#made.get(alias)?.tries ?? 0) + 1;
    try {
      await clients.once("tcb:CreateEnv", createEnvAnswer, () => clients.tcb.CreateEnv(createEnvRequest(order)));
      this.#made.set(alias, { at, tries, outcome: "sure" });
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      if (!isRefusal(error.fault)) {
        this.#made.set(alias, { at, tries, outcome: "lost" });
      } else if (!isPassing(error.fault)) {
        this.#refused.add(alias);
        this.problems.push(...error.problems.map((each) => ({ ...each, ...placeOf(employee, roster.file) })));
      }
      // Else there were too many calls, and nothing was done: the next round asks again.
    }
  }
}

class Parts {
  readonly problems: Problem[] = [];
  /** By environment id and part: when it was asked for, and what the cloud said against it. */
  readonly #asked = new Map<string, { readonly at: number; readonly error?: CloudError }>();
  readonly #refused = new Set<string>();
  readonly #making: Making;

  constructor(making: Making) {
    this.#making = making;
  }

  isRefused({ state }: EnvironmentRow): boolean {
    return state.kind === "incomplete" && state.lacks.some((part) => this.#refused.has(`${state.id} ${part}`));
  }

  /** Asks for what an environment lacks, unless that was done a moment ago. */
  async ask(rows: readonly EnvironmentRow[]): Promise<void> {
    for (const { employee, state } of rows) {
      if (state.kind !== "incomplete") continue;
      for (const part of state.lacks) {
        const key = `${state.id} ${part}`;
        const last = this.#asked.get(key);
        if (last?.error !== undefined && isRefusal(last.error.fault) && !isPassing(last.error.fault)) {
          // The listing after the refusal lacks it still, so nobody else has made it.
          if (!this.#refused.has(key)) {
            const place = placeOf(employee, this.#making.roster.file);
            this.problems.push(...last.error.problems.map((each) => ({ ...each, ...place })));
          }
          this.#refused.add(key);
        } else if (last === undefined || last.error !== undefined || Date.now() >= last.at + this.#making.pace.settle) {
          this.#asked.set(key, { at: Date.now(), ...(await this.#askFor(part, state.id)) });
        }
      }
    }
  }

  async #askFor(part: Part, id: string): Promise<{ readonly error?: CloudError }> {
    const { clients, pace } = this.#making;
    await pace.wait(pace.between);
    try {
      if (part === "log service") {
        await clients.call("tcb:CreateEnvResource", anyAnswer, () =>
          clients.tcb.CreateEnvResource({ EnvId: id, Resources: ["log"] }),
        );
      } else {
        await clients.once("tcb:CreateStaticStore", anyAnswer, () => clients.tcb.CreateStaticStore({ EnvId: id }));
      }
      return {};
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      return { error };
    }
  }
}

function placeOf({ name, line, column }: EnvironmentRow["employee"], file: string) {
  return { file, line, column, employee: name };
}

function late({ employee, state }: EnvironmentRow, file: string): Problem {
  const what =
    state.kind === "incomplete"
      ? `environment ${state.id} has no ${[...state.lacks, ...state.awaits].join(" and no ")} yet`
      : state.kind === "missing"
        ? "the environment is not there yet, and whether it was bought is not known"
        : `environment ${"id" in state ? state.id : ""} is not NORMAL yet`;
  const remedy = "run it again: what was bought is found by its alias";
  return problem("environment", { ...placeOf(employee, file), message: what, remedy });
}
