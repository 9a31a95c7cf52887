/** Faults on demand: errors, slow answers and dropped connections for chosen calls. */
import { z } from "zod";

/** What goes wrong with a call. */
const Fault = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("error"),
    /** Tencent's code: `RequestLimitExceeded`, `InternalError`, … */
    code: z.string().min(1),
    message: z.string().default("Made by the sandbox on demand."),
    /** `after`: the action has taken effect, and only the answer is lost. */
    when: z.enum(["before", "after"]).default("before"),
  }),
  z.strictObject({ kind: z.literal("slow"), milliseconds: z.int().min(0).max(600_000) }),
  z.strictObject({ kind: z.literal("drop"), when: z.enum(["before", "after"]) }),
]);

export type Fault = z.output<typeof Fault>;

/** A fault and the calls that it befalls. */
export const FaultRule = z.strictObject({
  /** `cam:AddUser`, `cam:*` or `*`. */
  action: z.string().regex(/^(\*|[a-z]+:(\*|\w+))$/, "must be service:Action, service:* or *"),
  /** Calls that are let through first. */
  skip: z.int().min(0).default(0),
  /** Calls that are hit after these; null: all. */
  times: z.int().min(1).nullable().default(1),
  fault: Fault,
});

export type FaultRule = z.output<typeof FaultRule>;

/** The rules in force, in the order in which they were given. */
export class Faults {
  #rules: FaultRule[];

  constructor(rules: readonly FaultRule[] = []) {
    this.#rules = rules.map((rule) => ({ ...rule }));
  }

  get rules(): readonly FaultRule[] {
    return this.#rules;
  }

  add(rules: readonly FaultRule[]): void {
    this.#rules.push(...rules.map((rule) => ({ ...rule })));
  }

  clear(): void {
    this.#rules = [];
  }

  /** Faults that befall this call; counts it against every rule that is about its action. */
  next(action: string): Fault[] {
    const befalling: Fault[] = [];
    for (const rule of this.#rules) {
      if (!isAbout(rule.action, action)) continue;
      if (rule.skip > 0) {
        rule.skip -= 1;
        continue;
      }
      befalling.push(rule.fault);
      if (rule.times !== null) rule.times -= 1;
    }
    this.#rules = this.#rules.filter((rule) => rule.times !== 0);
    return befalling;
  }
}

function isAbout(pattern: string, action: string): boolean {
  return pattern.endsWith("*") ? action.startsWith(pattern.slice(0, -1)) : pattern === action;
}
