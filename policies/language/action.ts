/** Actions of policies as patterns: a service and a name with one colon between them, or `*` for all of both. */
import { parsePattern, patternContains, patternIntersection } from "./pattern.ts";

/**
 * Action patterns that together match what both match; exact, in the spelling of `prevailing`. A wildcard never takes the colon, since
 * no name has one: `tcb:Get*` and `*:List*` have nothing in common.
 */
export function actionIntersection(one: string, prevailing: string): readonly string[] {
  const [service, name] = partsOf(one);
  const [prevailingService, prevailingName] = partsOf(prevailing);
  const names = patternIntersection(name, prevailingName);
  return patternIntersection(service, prevailingService).flatMap((each) => names.map((rest) => `${each}:${rest}`));
}

/** Whether `outer` stands for all that `inner` does, in the same case. Exact. */
export function actionContains(outer: string, inner: string): boolean {
  const [service, name] = partsOf(outer);
  const [innerService, innerName] = partsOf(inner);
  return contains(service, innerService) && contains(name, innerName);
}

function contains(outer: string, inner: string): boolean {
  return patternContains(parsePattern(outer), parsePattern(inner));
}

function partsOf(action: string): readonly [service: string, name: string] {
  const colon = action.indexOf(":");
  return colon === -1 ? [action, "*"] : [action.slice(0, colon), action.slice(colon + 1)];
}
