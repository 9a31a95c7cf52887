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
    else if (policy.action === "replace") untold.tell("interruption", replaced(policy, what), both);
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

function environmentIn(side: Attributes | undefined): string | undefined {
  return /^cloudbase-env-(.+)@/.exec(side?.name ?? "")?.[1];
}

function replaced({ before, after }: Change, what: string): string {
  const [old, now] = [environmentIn(before), environmentIn(after)];
  return old !== undefined && now !== undefined && old !== now && what === "the policy of the environment"
    ? `gets another environment: ${old} becomes ${now}; is without either for a moment`
    : `is without ${what} for a moment`;
}

export function changedPolicy({ before, after }: Change, what: string): ["weakening" | "loss" | "detail", string] {
  const [old, now] = [documentIn(before?.document ?? ""), documentIn(after?.document ?? "")];
  if (before?.document === after?.document) return ["detail", `${what}: another description or tags`];
  if (old === undefined || now === undefined) return ["weakening", `${what} becomes another, which cannot be compared`];
  if (printPolicyDocument(old) === printPolicyDocument(now)) return ["detail", `${what}: the same in another form`];
  const [was, is] = [allowedBy(old), allowedBy(now)];
  const more = [...is].filter((each) => !was.has(each)).sort();
  const less = [...was].filter((each) => !is.has(each)).sort();
  const parts = [
    ...(more.length === 0 ? [] : [`more: ${few(more)}`]),
    ...(less.length === 0 ? [] : [`less: ${few(less)}`]),
  ];
  if (parts.length === 0) return ["weakening", `${what} has the same actions, on other resources or conditions`];
  return [more.length > 0 ? "weakening" : "loss", `${what} allows ${parts.join("; ")}`];
}

/** Patterns of actions that some statement allows and none denies by the same name. */
function allowedBy({ statement }: PolicyDocument): ReadonlySet<string> {
  const named = (effect: "allow" | "deny") =>
    statement.filter((each) => each.effect === effect).flatMap(({ action }) => action);
  const denied = new Set(named("deny"));
  return new Set(named("allow").filter((action) => !denied.has(action)));
}

function few(actions: readonly string[]): string {
  return actions.length > MOST_ACTIONS + 1
    ? `${actions.slice(0, MOST_ACTIONS).join(", ")} and ${actions.length - MOST_ACTIONS} more`
    : joined(actions);
}
