/** Turns the titles of Lighthouse images into blueprint ids, and keeps an id once it is pinned. */
import { distance } from "fastest-levenshtein";
import { z } from "zod";
import type { Clients } from "../cloud/client.ts";
import { readPages } from "../cloud/pages.ts";
import { printProblem, problem } from "../problems/problems.ts";
import { BLUEPRINT_ID } from "../roster/limits.ts";
import type { Roster } from "../roster/roster.ts";
import type { BlueprintLookup } from "./lookups.ts";
import { cloudId } from "./schema.ts";

const text = z.string().nullish();

const cloudBlueprint = z.object({
  BlueprintId: cloudId,
  DisplayTitle: text,
  DisplayVersion: text,
  BlueprintName: text,
  BlueprintState: text,
  SupportAutomationTools: z.boolean().nullish(),
});
export type CloudBlueprint = z.infer<typeof cloudBlueprint>;

/** What was found, by the title that the roster writes, and what is wrong, one line each. */
export interface FoundBlueprints {
  readonly blueprints: ReadonlyMap<string, BlueprintLookup>;
  readonly problems: readonly string[];
}

/** Largest Limit of lighthouse:DescribeBlueprints (https://cloud.tencent.com/document/product/1207/47689). */
const PAGE = 100;

/** How many near titles a message suggests. */
const SUGGESTIONS = 3;

const describeBlueprintsAnswer = z.object({
  BlueprintSet: z.array(cloudBlueprint).nullish(),
  TotalCount: z.int().nullish(),
});

/** The titles that a roster's servers ask for, each once, with the employees who do. */
export function blueprintTitles(roster: Roster): ReadonlyMap<string, readonly string[]> {
  const titles = new Map<string, string[]>();
  for (const { name, server } of roster.employees) {
    if (server === false || BLUEPRINT_ID.test(server.blueprint)) continue;
    titles.set(server.blueprint, [...(titles.get(server.blueprint) ?? []), name]);
  }
  return titles;
}

/**
 * All images that the account can use in the clients' region.
 *
 * @throws CloudError when a call fails
 */
export async function listBlueprints(
  clients: Clients,
  report: (progress: string) => void,
): Promise<readonly CloudBlueprint[]> {
  const { entries } = await readPages(
    async (offset) => {
      const { BlueprintSet, TotalCount } = await clients.call(
        "lighthouse:DescribeBlueprints",
        describeBlueprintsAnswer,
        () => clients.lighthouse.DescribeBlueprints({ Limit: PAGE, Offset: offset }),
      );
      const blueprints = BlueprintSet ?? [];
      report(`blueprints listed: ${offset + blueprints.length}`);
      return { entries: blueprints, total: TotalCount ?? undefined };
    },
    ({ BlueprintId }) => BlueprintId,
  );
  return entries;
}

/**
 * The id for each title; pure. A pinned id stays as long as the cloud lists it under that title, whatever its state, since
 * another id would reinstall servers.
 *
 * @param pinned what the lookups file has; empty: take what is found now
 */
export function findBlueprints(
  roster: Roster,
  listed: readonly CloudBlueprint[],
  pinned: ReadonlyMap<string, BlueprintLookup>,
): FoundBlueprints {
  const blueprints = new Map<string, BlueprintLookup>();
  const problems: string[] = [];
  for (const [title, employees] of blueprintTitles(roster)) {
    const matches = listed.filter((blueprint) => titlesOf(blueprint).some((each) => sameTitle(each, title)));
    const kept = matches.find(({ BlueprintId }) => BlueprintId === pinned.get(title)?.id);
    const found = kept === undefined ? choose(title, matches, listed) : { id: kept.BlueprintId };
    if ("id" in found) blueprints.set(title, { id: found.id });
    else {
      const message = `${found.problem} (${wantedBy(employees)})`;
      problems.push(printProblem(problem("lookup", { file: roster.file, message })));
    }
  }
  return { blueprints, problems };
}

type Choice = { readonly id: string } | { readonly problem: string };

function choose(title: string, matches: readonly CloudBlueprint[], listed: readonly CloudBlueprint[]): Choice {
  const quoted = `blueprint "${title}"`;
  if (matches.length === 0) {
    const near = nearTitles(title, listed);
    const advice = near.length > 0 ? `near titles: ${near.join(", ")}` : "no image is listed in this region";
    return { problem: `no image is titled "${title}"; ${advice}; write one of them, or a blueprint id` };
  }
  const normal = matches.filter(({ BlueprintState }) => BlueprintState === "NORMAL");
  if (normal.length === 0) {
    return { problem: `${quoted} is not NORMAL: ${printed(matches)}; wait, or write another title or a blueprint id` };
  }
  // TAT runs the script that sets a server up.
  const [usable, ...others] = normal.filter(({ SupportAutomationTools }) => SupportAutomationTools === true);
  if (usable === undefined) {
    return {
      problem: `${quoted} does not support TAT, which sets servers up: ${printed(normal)}; write another title or a blueprint id`,
    };
  }
  if (others.length > 0) {
    return {
      problem: `${quoted} is ${others.length + 1} images: ${printed([usable, ...others])}; write the id that is meant`,
    };
  }
  return { id: usable.BlueprintId };
}

function printed(blueprints: readonly CloudBlueprint[]): string {
  return blueprints
    .map(({ BlueprintId, DisplayVersion, BlueprintState }) =>
      [BlueprintId, DisplayVersion && `version ${DisplayVersion}`, BlueprintState].filter(Boolean).join(" "),
    )
    .sort()
    .join(", ");
}

function nearTitles(title: string, listed: readonly CloudBlueprint[]): string[] {
  const lower = title.toLowerCase();
  const far = (other: string) => (other.toLowerCase().includes(lower) ? 0 : distance(other.toLowerCase(), lower));
  return [...new Set(listed.flatMap(titlesOf))]
    .sort((a, b) => far(a) - far(b) || (a < b ? -1 : 1))
    .slice(0, SUGGESTIONS)
    .map((each) => `"${each}"`);
}

function titlesOf({ DisplayTitle, BlueprintName }: CloudBlueprint): string[] {
  return [DisplayTitle, BlueprintName].flatMap((title) => (title ? [title] : []));
}

function sameTitle(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function wantedBy([first, ...others]: readonly string[]): string {
  return others.length === 0 ? `for ${first}` : `for ${first} and ${others.length} more`;
}
