/** Turns the titles of Lighthouse images into blueprint ids, and keeps an id once it is pinned. */
import { z } from "zod";
import type { Clients } from "../cloud/client.ts";
import { list } from "../cloud/pages.ts";
import { isPrintable, type Problem, quoted } from "../problems/problems.ts";
import { BLUEPRINT_ID } from "../roster/limits.ts";
import type { Employee, Roster } from "../roster/roster.ts";
import { change, changesByKey } from "./changes.ts";
import type { Found, LookupKind } from "./kind.ts";
import type { BlueprintLookup, Lookups } from "./lookups.ts";
import { cloudId } from "./schema.ts";
import { nearest, problemOfWanted, wantedOfServers } from "./wanted.ts";

type Blueprints = Lookups["blueprints"];

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

/** Largest Limit of lighthouse:DescribeBlueprints (https://cloud.tencent.com/document/product/1207/47689). */
const PAGE = 100;

const describeBlueprintsAnswer = z.object({
  BlueprintSet: z.array(cloudBlueprint).nullish(),
  TotalCount: z.int().nullish(),
});

export const blueprintsKind: LookupKind<Blueprints> = {
  schema: z.record(
    z.string().min(1).refine(isPrintable, "a title has a character that does not show"),
    z.strictObject({ id: cloudId }),
  ),
  lookUp: async ({ roster, clients, report }, previous) => {
    const listed = blueprintTitles(roster).size === 0 ? [] : await listBlueprints(clients, report);
    return findBlueprints(roster, listed, new Map(Object.entries(previous ?? {})));
  },
  changes: (previous, next) =>
    changesByKey(previous, next, (title, old, now) => change(`blueprint ${quoted(title)}`, old?.id, now?.id)),
};

/** The titles that a roster's servers ask for, each once, with the employees who do. */
export function blueprintTitles(roster: Roster): ReadonlyMap<string, readonly Employee[]> {
  return wantedOfServers(roster, ({ blueprint }) => (BLUEPRINT_ID.test(blueprint) ? undefined : blueprint));
}

/**
 * All images that the account can use in the clients' region.
 *
 * @throws CloudError when a call fails
 */
async function listBlueprints(
  clients: Clients,
  report: (progress: string) => void,
): Promise<readonly CloudBlueprint[]> {
  const { entries } = await list(
    clients,
    {
      action: "lighthouse:DescribeBlueprints",
      what: "blueprints",
      answer: describeBlueprintsAnswer,
      request: (offset) => clients.lighthouse.DescribeBlueprints({ Limit: PAGE, Offset: offset }),
      pageOf: ({ BlueprintSet, TotalCount }) => ({ entries: BlueprintSet, total: TotalCount }),
      idOf: ({ BlueprintId }) => BlueprintId,
    },
    report,
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
): Found<Blueprints> {
  const blueprints: [string, BlueprintLookup][] = [];
  const problems: Problem[] = [];
  for (const [title, employees] of blueprintTitles(roster)) {
    const matches = listed.filter((blueprint) => titlesOf(blueprint).some((each) => sameTitle(each, title)));
    const kept = matches.find(({ BlueprintId }) => BlueprintId === pinned.get(title)?.id);
    const found = kept === undefined ? choose(title, matches, listed) : { id: kept.BlueprintId };
    if ("id" in found) blueprints.push([title, { id: found.id }]);
    else problems.push(problemOfWanted("blueprint", roster.file, employees, found));
  }
  return { found: Object.fromEntries(blueprints), problems };
}

type Choice = { readonly id: string } | { readonly message: string; readonly remedy: string };

function choose(title: string, matches: readonly CloudBlueprint[], listed: readonly CloudBlueprint[]): Choice {
  const name = `blueprint ${quoted(title)}`;
  if (matches.length === 0) {
    const near = nearest(title, listed.flatMap(titlesOf)).map(quoted);
    const advice = near.length > 0 ? `near titles: ${near.join(", ")}` : "no image is listed in this region";
    return {
      message: `no image is titled ${quoted(title)}`,
      remedy: `${advice}; write one of them, or a blueprint id`,
    };
  }
  const normal = matches.filter(({ BlueprintState }) => BlueprintState === "NORMAL");
  if (normal.length === 0) {
    return {
      message: `${name} is not NORMAL: ${printed(matches)}`,
      remedy: "wait, or write another title or a blueprint id",
    };
  }
  // TAT runs the script that sets a server up.
  const [usable, ...others] = normal.filter(({ SupportAutomationTools }) => SupportAutomationTools === true);
  if (usable === undefined) {
    return {
      message: `${name} does not support TAT, which sets servers up: ${printed(normal)}`,
      remedy: "write another title or a blueprint id",
    };
  }
  if (others.length > 0) {
    return {
      message: `${name} is ${others.length + 1} images: ${printed([usable, ...others])}`,
      remedy: "write the id that is meant",
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

function titlesOf({ DisplayTitle, BlueprintName }: CloudBlueprint): string[] {
  return [DisplayTitle, BlueprintName].flatMap((title) => (title ? [title] : []));
}

function sameTitle(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
