/** A plan as what happens to whom. Pure. */
import { type PriceOf, tellLife } from "./life.ts";
import { tellServer, tellSignIn } from "./parts.ts";
import { byPerson, isSuspension, ownerOf, type PersonChanges } from "./people.ts";
import { type Change, isChanged, type Plan } from "./plan.ts";
import { tellPolicies } from "./policies.ts";
import { EFFECTS, type Effect, type Sentence, Untold } from "./sentence.ts";

export interface PersonReview {
  readonly name: string;
  /** Worst first. */
  readonly sentences: readonly Sentence[];
}

export interface Review {
  /** Name of the stack. */
  readonly stack: string;
  /** To whom something happens: the worst first, then by name. */
  readonly people: readonly PersonReview[];
  /** People whom the state has, before anything changes. */
  readonly before: number;
  /** Names of those who were suspended before. */
  readonly wereSuspended: readonly string[];
  /** Names of those whose sub-account is deleted. */
  readonly leaving: readonly string[];
  /** Of the whole stack. */
  readonly shared: readonly Sentence[];
  /** What was changed outside of Terraform, by address. */
  readonly drift: readonly string[];
  /** How many resources change in each way, those that have only moved, are imported or forgotten among them. */
  readonly counts: Readonly<Record<string, number>>;
  /** Prices of servers a month before and after; undefined where one is not known. */
  readonly money: { readonly before: Money; readonly after: Money };
}

export interface Money {
  /** Sums by currency. */
  readonly sums: Readonly<Record<string, number>>;
  /** Servers whose price nobody knows. */
  readonly unknown: number;
}

/** Price of a bundle a month. */
export type BundlePrice = (bundle: string) => { readonly month: number; readonly currency: string } | undefined;

export function reviewOf(plan: Plan, stack: string, price: BundlePrice): Review {
  const priceOf: PriceOf = (bundle) => {
    const found = price(bundle);
    return found === undefined ? undefined : `${found.month} ${found.currency}`;
  };
  const everybody = byPerson(plan.resources);
  const people = everybody
    .map((person) => reviewPerson(person, priceOf))
    .filter(({ sentences }) => sentences.length > 0);
  const had = everybody.filter(({ changes }) => changes.some(isUserBefore));
  return {
    stack,
    people: people.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1)),
    before: had.length,
    wereSuspended: had.filter(({ changes }) => changes.some(isSuspendedBefore)).map(({ name }) => name),
    leaving: had.filter(({ changes }) => changes.some(isUserDeleted)).map(({ name }) => name),
    shared: plan.resources.filter((each) => ownerOf(each) === undefined && isChanged(each)).map(sharedSentence),
    drift: plan.drift.map(({ address }) => address).sort(),
    counts: countsOf(plan.resources),
    money: { before: moneyOf(plan.resources, "before", price), after: moneyOf(plan.resources, "after", price) },
  };
}

function isUserBefore({ type, before, isImported }: Change): boolean {
  return type === "tencentcloud_cam_user" && before !== undefined && !isImported;
}

function isUserDeleted({ type, action }: Change): boolean {
  return type === "tencentcloud_cam_user" && action === "delete";
}

function isSuspendedBefore(change: Change): boolean {
  return isSuspension(change) && change.before !== undefined;
}

function reviewPerson({ name, changes }: PersonChanges, priceOf: PriceOf): PersonReview {
  const untold = new Untold(changes);
  tellLife(untold, priceOf);
  tellPolicies(untold);
  tellServer(untold, priceOf);
  tellSignIn(untold);
  // Nothing goes unmentioned: what no sentence is about is named as it is.
  for (const change of untold.left) untold.tell(effectOf(change), `${change.type}: ${wordOf(change)}`, [change]);
  const sentences = untold.sentences.toSorted((a, b) => EFFECTS.indexOf(a.effect) - EFFECTS.indexOf(b.effect));
  return { name, sentences };
}

function effectOf({ action }: Change): Effect {
  if (action === "delete") return "removal";
  return action === "replace" || action === "unknown" ? "interruption" : "detail";
}

function wordOf({ action, previous, isImported }: Change): string {
  if (action !== "none") return action === "unknown" ? "something that this version does not know" : action;
  return isImported ? "import" : previous === undefined ? "none" : "move";
}

function rank({ sentences }: PersonReview): number {
  return Math.min(...sentences.map(({ effect }) => EFFECTS.indexOf(effect)));
}

const SHARED: Readonly<Record<string, string>> = {
  tencentcloud_tat_command: "the command that sets servers up",
  tencentcloud_lighthouse_firewall_template: "the firewall template of new servers",
};

function sharedSentence(change: Change): Sentence {
  const { type, id, address } = change;
  const policy =
    id === "boundary"
      ? "the permission boundary of all"
      : id === "suspended"
        ? "the policy that denies everything"
        : undefined;
  const what = (type === "tencentcloud_cam_policy" ? policy : SHARED[type]) ?? address;
  const isWorse = type === "tencentcloud_cam_policy" && ["replace", "update"].includes(change.action);
  return { effect: isWorse ? "weakening" : "detail", text: `${what}: ${wordOf(change)}`, addresses: [address] };
}

function countsOf(resources: readonly Change[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const change of resources.filter(isChanged)) {
    const word = wordOf(change);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort());
}

function moneyOf(resources: readonly Change[], side: "before" | "after", price: BundlePrice): Money {
  const sums = new Map<string, number>();
  let unknown = 0;
  for (const change of resources.filter(({ type }) => type === "tencentcloud_lighthouse_instance")) {
    const attributes = side === "after" && change.action === "forget" ? undefined : change[side];
    if (attributes === undefined || (side === "before" && change.isImported)) continue;
    const found = price(attributes.bundle_id ?? "");
    if (found === undefined) unknown += 1;
    else sums.set(found.currency, (sums.get(found.currency) ?? 0) + found.month);
  }
  return { sums: Object.fromEntries([...sums].sort()), unknown };
}
