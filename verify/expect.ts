/** What policies let one expect of a call: by each way in which CAM may be asked. Pure. */
import type { CatalogueAction } from "../policies/catalogue/catalogue.ts";
import { type Account, compilePolicies } from "../policies/evaluation/evaluate.ts";
import type { PolicyDocument } from "../policies/language/document.ts";
import type { Seen } from "./answer.ts";
import type { Target } from "./target.ts";

/** `either`: ways differ, or it takes a condition of which nothing is known here; the answer tells. */
export type Expected = "allowed" | "refused" | "either";

export interface Expectation {
  readonly expected: Expected;
  /** By way of the catalogue, in its order. */
  readonly byWay: readonly Expected[];
}

export interface Permissions {
  readonly documents: readonly PolicyDocument[];
  readonly boundary: PolicyDocument | undefined;
  readonly account: Account;
  readonly callerUin: string;
}

export type Expect = (action: CatalogueAction, target: Target) => Expectation;

/** Prepares the policies once for all calls. */
export function expectationsOf({ callerUin, ...policies }: Permissions): Expect {
  const evaluate = compilePolicies(policies);
  return (action, target) => {
    const byWay = action.ways.map((way): Expected => {
      const resources = way.map((form) => filled(form, target, action.service));
      const { decision } = evaluate({ action: action.name, resources, callerUin });
      return decision === "allow" ? "allowed" : decision === "deny" ? "refused" : "either";
    });
    const [first = "either", ...others] = byWay;
    return { byWay, expected: others.every((each) => each === first) ? first : "either" };
  };
}

/** Positions of the ways in which CAM may have been asked, by what was seen. */
export function waysThatFit({ byWay }: Expectation, seen: Seen): number[] {
  return byWay.flatMap((expected, way) =>
    seen === "unclear" || expected === "either" || expected === seen ? [way] : [],
  );
}

/** Any path that nobody has, where the catalogue does not know what is asked. */
const NOBODY = "nobody";

function filled(form: string, target: Target, service: string): string {
  const values: Readonly<Record<string, string>> = { ...target, service };
  return form.replace(/<(\w+)>/g, (_match, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? NOBODY) : NOBODY,
  );
}
