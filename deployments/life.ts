/** Sentences about the whole of a person: joins, leaves, is renamed, moved, taken over, suspended. */

import { isSuspension, partOf, presetOf } from "./people.ts";
import type { Change } from "./plan.ts";
import { changedPolicy, environmentIn, nameOfPolicy } from "./policies.ts";
import { joined, type Untold } from "./sentence.ts";

const isUser = ({ type }: Change) => type === "tencentcloud_cam_user";
const isServer = ({ type }: Change) => type === "tencentcloud_lighthouse_instance";
const isAttachment = ({ type }: Change) => type === "tencentcloud_cam_user_policy_attachment";

/** Of the device-code login, which most have. */
const DEVICE_LOGIN = "QcloudCamReadOnlyAccess";

/** What a bundle costs a month: `30 CNY`; undefined where that is not known. */
export type PriceOf = (bundle: string) => string | undefined;

export function tellLife(untold: Untold, priceOf: PriceOf): void {
  const user = untold.find(isUser);
  if (user !== undefined) tellUser(user, untold, priceOf);
  tellSuspension(untold);
}

function tellUser(user: Change, untold: Untold, priceOf: PriceOf): void {
  const all = (...actions: Change["action"][]) => untold.take(({ action }) => actions.includes(action));
  if (user.isImported) {
    // What is changed besides is told by whoever tells of such changes.
    const taken = untold.take(
      (each) =>
        each === user || (each.isImported && each.action === "none") || (each.action === "create" && isOver(each.type)),
    );
    const there = [
      "sub-account",
      ...(taken.some(({ type, isImported }) => isImported && type === "tencentcloud_cam_policy") ? ["policies"] : []),
      ...(taken.some((each) => each.isImported && isServer(each)) ? ["server"] : []),
    ];
    untold.tell("detail", `is taken over: ${joined(there)} ${there.length === 1 ? "stays" : "stay"}`, taken);
    return;
  }
  switch (user.action) {
    case "create":
      untold.tell("joining", `joins${joinsWith(all("create"), priceOf)}`, all("create"));
      return;
    case "delete": {
      const gone = all("delete");
      const server = gone.find(isServer);
      const given =
        server === undefined ? "" : `, and the server ${server.before?.id ?? ""} is given back with its disk`;
      untold.tell(
        "removal",
        `leaves: the sub-account is deleted for good with its access keys${given}; the environment stays`,
        gone,
      );
      return;
    }
    case "forget": {
      untold.tell("detail", "goes to another stack: what there is stays, and is forgotten here", all("forget"));
      return;
    }
    case "replace": {
      const { previous } = user;
      const moved = untold.take((each) => each.previous !== undefined || each.action === "replace");
      const before = previous?.slice(previous.indexOf(".") + 1);
      const made = "a new sub-account with a new first password, without the old access keys";
      const text =
        before === undefined
          ? `gets ${made}`
          : `was ${user.before?.name ?? before}, and gets ${made}; environment and server stay`;
      untold.tell(
        "interruption",
        text,
        before === undefined ? untold.take(({ action, type }) => action === "replace" && isOfUser(type)) : moved,
      );
      if (before !== undefined) tellChangedPolicies(moved, untold);
      return;
    }
    default:
      return;
  }
}

/** A new name must not hide what else becomes of the policies. */
function tellChangedPolicies(moved: readonly Change[], untold: Untold): void {
  for (const policy of moved.filter(({ type }) => type === "tencentcloud_cam_policy")) {
    if (policy.before?.document === policy.after?.document) continue;
    const [effect, text] = changedPolicy(policy, nameOfPolicy(policy));
    untold.tell(effect, text, [policy]);
  }
}

/** What a new stack makes over what it takes over. */
function isOver(type: string): boolean {
  return [
    "tencentcloud_cam_user_permission_boundary_attachment",
    "tencentcloud_cam_mfa_flag",
    "tencentcloud_tat_invocation_invoke_attachment",
  ].includes(type);
}

function isOfUser(type: string): boolean {
  return type.startsWith("tencentcloud_cam_") && type !== "tencentcloud_cam_policy";
}

function joinsWith(made: readonly Change[], priceOf: PriceOf): string {
  const server = made.find(isServer);
  const keys = made.filter(({ type }) => type === "tencentcloud_cam_access_key").length;
  const grants = made
    .filter((each) => each.type === "tencentcloud_cam_policy" && !/^environment(?:__\d+)?$/.test(partOf(each)))
    .map((each) => partOf(each).replace(/__\d+$/, ""));
  const environment = made.find((each) => each.type === "tencentcloud_cam_policy" && partOf(each) === "environment");
  const id = environmentIn(environment?.after);
  const presets = made.flatMap((each) => (isAttachment(each) ? (presetOf(each) ?? []) : []));
  const isBounded = made.some(({ type }) => type === "tencentcloud_cam_user_permission_boundary_attachment");
  const parts = [
    ...(id === undefined ? [] : [`the environment ${id}`]),
    ...(server === undefined
      ? []
      : [`a server (${server.after?.bundle_id}, ${cost(server.after?.bundle_id, priceOf)})`]),
    ...(grants.length === 0 ? [] : [`grants of ${joined([...new Set(grants)].sort())}`]),
    ...(keys === 0 ? [] : ["an access key"]),
    ...presets.filter((each) => each !== DEVICE_LOGIN).map((each) => `the preset policy ${each}`),
  ];
  return `${parts.length === 0 ? "" : ` with ${joined(parts)}`}${isBounded ? "" : ", without a permission boundary"}`;
}

/** `30 CNY a month`, or that nobody knows. */
export function cost(bundle: string | null | undefined, priceOf: PriceOf): string {
  const price = priceOf(bundle ?? "");
  return price === undefined ? "price not known" : `${price} a month`;
}

function tellSuspension(untold: Untold): void {
  const suspension = untold.find(isSuspension);
  if (suspension === undefined) return;
  const isPart = (change: Change) =>
    isAttachment(change) || isUser(change) || change.type === "tencentcloud_cam_access_key";
  if (suspension.action === "create") {
    const parts = untold.take(
      (each) => isPart(each) && !saysMore(each) && (each === suspension || each.action !== "create"),
    );
    untold.tell("suspension", "is suspended: may do nothing any more; what there is stays and goes on costing", parts);
  } else if (suspension.action === "delete") {
    // What was attached before is not in the state any more: a preset may be a new one, and is told of by itself.
    const isBack = (each: Change) => each.action !== "delete" && [undefined, DEVICE_LOGIN].includes(presetOf(each));
    const parts = untold.take((each) => each === suspension || (isPart(each) && !saysMore(each) && isBack(each)));
    untold.tell("gain", "is no longer suspended: sign-in, policies and access keys are back", parts);
  }
}

/** Whether a sub-account changes in more than its sign-in. */
function saysMore({ type, action, before, after }: Change): boolean {
  if (type !== "tencentcloud_cam_user" || action !== "update") return false;
  const told = ({ email, phone_num, country_code, remark, tags }: NonNullable<Change["before"]>) =>
    JSON.stringify([email ?? "", phone_num ?? "", country_code ?? "", remark ?? "", tags ?? {}]);
  return before !== undefined && after !== undefined && told(before) !== told(after);
}
