/** Stops a plan that would hurt too many people at once, until somebody confirms exactly that plan. Pure. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Guard } from "../roster/roster.ts";
import type { Review } from "./review.ts";
import type { Effect } from "./sentence.ts";

/** Sentences on why a plan must be confirmed; none: it need not. */
export function guardFindings(review: Review, settings: Guard): string[] {
  const who = (...effects: readonly Effect[]) =>
    review.people
      .filter(({ sentences }) => sentences.some(({ effect }) => effects.includes(effect)))
      .map(({ name }) => name);
  const hurt = who("removal", "interruption", "weakening");
  const suspended = who("suspension");
  const left = review.leaving.filter((name) => !review.wereSuspended.includes(name));
  const weakened = review.shared.filter(({ effect }) => effect === "weakening").map(({ text }) => text);
  const isProtected = (name: string) => settings.protected.includes(name);
  return [
    ...tooMany(hurt.length, review.before, "removed, interrupted or weakened", settings),
    ...tooMany(suspended.length, review.before, "suspended", settings),
    ...weakened.map((text) => `it concerns all ${review.before} people: ${text}`),
    ...[...new Set([...hurt, ...suspended])].filter(isProtected).map((name) => `${name} is protected by the roster`),
    ...left.map((name) => `${name} leaves without having been suspended, or a last day`),
  ];
}

/** More than the share, and more than the number: for a company of eight a quarter is two. */
function tooMany(count: number, before: number, what: string, { share, people }: Guard): string[] {
  if (count <= people || count <= share * before) return [];
  return [`${count} of ${before} people are ${what}, more than ${people} and more than ${Math.round(share * 100)} %`];
}

const digested = z.object({
  resource_changes: z.array(z.looseObject({ mode: z.string() })).optional(),
});

/**
 * What stands for exactly this plan of this stack: the same changes of the same values, whenever they are planned.
 *
 * @param json What `terraform show -json <plan>` prints.
 */
export function planDigest(json: string, stack: string): string {
  const { resource_changes = [] } = digested.parse(JSON.parse(json));
  const changes = resource_changes.filter(({ mode }) => mode === "managed");
  return createHash("sha256")
    .update(JSON.stringify([stack, canonical(changes)]))
    .digest("hex")
    .slice(0, 16);
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, canonical(part)]),
  );
}
