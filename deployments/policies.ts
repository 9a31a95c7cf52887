/** Sentences about what a person is allowed. */
import { type PolicyDocument, printPolicyDocument } from "../policies/language/document.ts";
import { documentIn } from "../policies/language/parse.ts";
import { partOf, presetOf } from "./people.ts";
import type { Attributes, Change } from "./plan.ts";
import { joined, type Untold } from "./sentence.ts";

/** Names of actions in one sentence. */
const MOST_ACTIONS = 6;

export function tellPolicies(untold: Untold): void {
  for (const policy of untold.take(({ type }) => type === "tencentcloud_cam_policy")) {
    const same = untold.take(
      (each) => each.type === "tencentcloud_cam_user_policy_attachment" && each.id === policy.id,
    );
    const what = nameOfPolicy(policy);
    const both = [policy, ...same];
    if (policy.action === "create") untold.tell("gain", `gets ${what}`, both);
    else if (policy.action === "delete") untold.tell("loss", `loses ${what}`, both);
    else if (policy.action === "replace") tellReplaced(policy, what, both, untold);
    else if (policy.action === "update") untold.tell(...changedPolicy(policy, what), both);
  }
  for (const attachment of untold.take(({ type }) => type === "tencentcloud_cam_user_policy_attachment")) {
    const preset = presetOf(attachment);
    const what = preset === undefined ? nameOfPolicy(attachment) : `the preset policy ${preset}`;
    if (attachment.action === "create")
      untold.tell(preset === undefined ? "gain" : "weakening", `gets ${what}`, [attachment]);
    else if (attachment.action === "delete") untold.tell("loss", `loses ${what}`, [attachment]);
    else if (attachment.action === "replace")
      untold.tell("interruption", `is without ${what} for a moment`, [attachment]);
  }
  for (const boundary of untold.take(({ type }) => type === "tencentcloud_cam_user_permission_boundary_attachment")) {
    if (boundary.action === "create")
      untold.tell("loss", "gets the permission boundary: no administration of CAM, whatever is attached", [boundary]);
    else if (boundary.action === "delete") untold.tell("weakening", "loses the permission boundary", [boundary]);
    else if (boundary.action === "replace")
      untold.tell("weakening", "is without a permission boundary for a moment", [boundary]);
  }
}

export function nameOfPolicy(change: Change): string {
  const part = partOf(change).replace(/__(\d+)$/, " (part $1)");
  return part.startsWith("environment")
    ? `the policy of the environment${part.slice("environment".length)}`
    : `the grant ${part}`;
}

/** The environment that a policy is named after. */
export function environmentIn(side: Attributes | undefined): string | undefined {
  return /^cloudbase-env-(.+)@/.exec(side?.name ?? "")?.[1];
}

/** Another environment must not hide what else becomes of the policy. */
function tellReplaced(policy: Change, what: string, both: readonly Change[], untold: Untold): void {
  const { before, after } = policy;
  const [old, now] = [environmentIn(before), environmentIn(after)];
  const isMoved = old !== undefined && now !== undefined && old !== now && what === "the policy of the environment";
  const text = isMoved ? `gets another environment: ${old} becomes ${now}; is without either for a moment` : undefined;
  untold.tell("interruption", text ?? `is without ${what} for a moment`, both);
  const document = before?.document ?? "";
  const renamed = isMoved ? document.replaceAll(old, now) : document;
  if (renamed !== (after?.document ?? ""))
    untold.tell(...changedDocument(renamed, after?.document ?? "", what), [policy]);
}

export function changedPolicy({ before, after }: Change, what: string): ["weakening" | "loss" | "detail", string] {
  if (before?.document === after?.document) return ["detail", `${what}: another description or tags`];
  return changedDocument(before?.document ?? "", after?.document ?? "", what);
}

function changedDocument(before: string, after: string, what: string): ["weakening" | "loss" | "detail", string] {
  const [old, now] = [documentIn(before), documentIn(after)];
  if (old === undefined || now === undefined) return ["weakening", `${what} becomes another, which cannot be compared`];
  if (printPolicyDocument(old) === printPolicyDocument(now)) return ["detail", `${what}: the same in another form`];
  const [was, is] = [allowedBy(old), allowedBy(now)];
  const more = [...is].filter((each) => !was.has(each)).sort();
  const less = [...was].filter((each) => !is.has(each)).sort();
  const lessDenied = missing(rulesOf(old, "deny"), rulesOf(now, "deny"));
  // Of actions that stay: other resources or conditions may be wider ones.
  const others = missing(rulesOf(now, "allow"), rulesOf(old, "allow")).filter((action) => was.has(action));
  const parts = [
    ...(more.length === 0 ? [] : [`allows more: ${few(more)}`]),
    ...(less.length === 0 ? [] : [`${more.length === 0 ? "allows " : ""}less: ${few(less)}`]),
    ...(lessDenied.length === 0 ? [] : [`no longer denies as before: ${few(lessDenied)}`]),
    ...(others.length === 0 ? [] : [`has other resources or conditions for ${few(others)}`]),
  ];
  if (parts.length === 0) return ["detail", `${what}: the same actions, on less or under more conditions`];
  return [more.length + lessDenied.length + others.length > 0 ? "weakening" : "loss", `${what} ${parts.join("; ")}`];
}

/** Patterns of actions that some statement allows and none denies by the same name. */
function allowedBy({ statement }: PolicyDocument): ReadonlySet<string> {
  const named = (effect: "allow" | "deny") =>
    statement.filter((each) => each.effect === effect).flatMap(({ action }) => action);
  const denied = new Set(named("deny"));
  return new Set(named("allow").filter((action) => !denied.has(action)));
}

/** The action of each rule, by the rule: one action on one resource under its conditions. */
function rulesOf({ statement }: PolicyDocument, effect: "allow" | "deny"): ReadonlyMap<string, string> {
  return new Map(
    statement
      .filter((each) => each.effect === effect)
      .flatMap(({ action, resource, condition = {} }) =>
        action.flatMap((name) => resource.map((on): [string, string] => [JSON.stringify([name, on, condition]), name])),
      ),
  );
}

/** Actions of rules that the others do not have, each once, by name. */
function missing(rules: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): string[] {
  return [...new Set([...rules].filter(([rule]) => !others.has(rule)).map(([, action]) => action))].sort();
}

function few(actions: readonly string[]): string {
  return actions.length > MOST_ACTIONS + 1
    ? `${actions.slice(0, MOST_ACTIONS).join(", ")} and ${actions.length - MOST_ACTIONS} more`
    : joined(actions);
}
