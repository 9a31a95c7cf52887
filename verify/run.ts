/** Tries what the proof speaks of with an employee's key, and compares what comes of it with what the policies let one expect. */
import type { AskCloud } from "../cloud/ask.ts";
import { isKeyTrouble, type Seen, seenIn } from "./answer.ts";
import { type Expect, type Expectation, type Expected, waysThatFit } from "./expect.ts";
import { cataloguedAction, isHarmless, PROBES, type Probe } from "./probes/probes.ts";
import type { Target, Whose } from "./target.ts";

/** One call, before it is made. */
export interface Attempt extends Expectation {
  readonly probe: Probe;
  readonly whose: Whose;
  /** Name of the employee whom it is about; of nobody, a name that nobody has. */
  readonly about: string;
  readonly body: object;
}

/** The same with its answer. */
export interface Outcome extends Attempt {
  readonly seen: Seen;
  /** Error code of the cloud; undefined for a success. */
  readonly code: string | undefined;
}

export interface Targets {
  readonly nobody: Target;
  readonly own: Target;
  /** Others of the root account, who have another environment; the first is tried with everything that does no harm. */
  readonly colleagues: readonly Target[];
}

/** Milliseconds: between two rounds, and in all. */
export interface Patience {
  readonly pause: number;
  readonly deadline: number;
}

/** CAM goes on deciding by what it last saw for about a minute (https://www.tencentcloud.com/document/product/436/45236). */
export const PATIENCE: Patience = { pause: 15_000, deadline: 120_000 };

/** Every call that is made, each once, in the order of the probes. What would change something is only about nobody. Pure. */
export function attemptsFor({ nobody, own, colleagues }: Targets, expect: Expect): Attempt[] {
  const [first, ...others] = colleagues;
  const list = PROBES.flatMap((probe) => {
    const action = cataloguedAction(probe);
    const about = (whose: Whose, target: Target): Attempt => ({
      ...{ probe, whose, about: target.name, body: probe.body(target) },
      ...expect(action, target),
    });
    return [
      about("nobody", nobody),
      ...(isHarmless(action) ? [about("own", own), ...(first === undefined ? [] : [about("colleague", first)])] : []),
      ...(action.name === EVERYBODYS ? others.map((each) => about("colleague", each)) : []),
    ];
  });
  // A call that names nothing is the same for all, and is made once, about nobody.
  const byCall = new Map(list.toReversed().map((each) => [`${each.probe.action} ${JSON.stringify(each.body)}`, each]));
  return list.filter((each) => byCall.get(`${each.probe.action} ${JSON.stringify(each.body)}`) === each);
}

/** Shows one environment; tried with everybody's. */
const EVERYBODYS = "tcb:DescribeEnvs";

/** Whether the answer is another one than the policies let one expect. */
export function isSurprise({ expected, seen }: { readonly expected: Expected; readonly seen: Seen }): boolean {
  return expected !== "either" && seen !== "unclear" && seen !== expected;
}

/** Whether no way of the catalogue explains what was seen. */
function isUnexplained(outcome: Outcome): boolean {
  return isSurprise(outcome) || waysThatFit(outcome, outcome.seen).length === 0;
}

/**
 * Makes the calls, one after the other. What is unexpected is tried again until the deadline, since CAM takes its time with what has
 * changed, and with a new key.
 *
 * @param signal ends the run before the next call
 * @throws CloudError where there is no answer of the API
 */
export async function runAttempts(
  attempts: readonly Attempt[],
  ask: AskCloud,
  { pause, deadline }: Patience,
  report: (progress: string) => void,
  signal: AbortSignal,
): Promise<Outcome[]> {
  const outcomes = new Map<Attempt, Outcome>();
  const until = Date.now() + deadline;
  for (let open = attempts; open.length > 0; ) {
    let done = 0;
    for (const attempt of open) {
      signal.throwIfAborted();
      const code = await ask(attempt.probe.action, attempt.probe.version, attempt.body);
      if (isKeyTrouble(code)) {
        if (Date.now() >= until) throw new KeyTrouble(code ?? "");
        break;
      }
      outcomes.set(attempt, { ...attempt, seen: seenIn(code), code });
      done += 1;
      if (done % 50 === 0 || done === open.length) report(`calls made: ${done} of ${open.length}`);
    }
    open = attempts.filter((attempt) => {
      const outcome = outcomes.get(attempt);
      return outcome === undefined || isUnexplained(outcome);
    });
    if (open.length === 0 || Date.now() >= until) break;
    report(
      `${open.length} answers are not as expected, or not there; again in ${pause / 1000} s, since CAM keeps what it knew for a minute`,
    );
    await wait(pause, signal);
  }
  return attempts.flatMap((attempt) => outcomes.get(attempt) ?? []);
}

/** The key does not sign, or not yet. */
export class KeyTrouble extends Error {
  override readonly name = "KeyTrouble";

  /** @param code of the cloud */
  constructor(readonly code: string) {
    super(`the key is refused: ${code}`);
  }
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done, failed) => {
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      done();
    }, milliseconds);
    const stop = () => {
      clearTimeout(timer);
      failed(signal.reason);
    };
    signal.addEventListener("abort", stop, { once: true });
  });
}
