/**
 * Actions that the sandbox decides but does not perform: all that the catalogue has and no service here serves. Whoever may not use
 * one is refused as by the real service, and whoever may is told that the sandbox cannot do it, so that the permissions of a
 * policy can be tried out beyond what the sandbox can do.
 */
import { CATALOGUE, type CatalogueAction, resourceOf } from "../../../policies/catalogue/catalogue.ts";
import type { Action, Call } from "../action.ts";
import type { Cloud } from "../cloud.ts";
import { defineAction } from "../define.ts";
import { ApiError } from "../errors.ts";
import { regionOf } from "../services/service.ts";
import { BODY, type Body, idsOf } from "./ids.ts";

/** Services that the sandbox serves no action of: their versions in the SDK. cos and ci have none: see object-storage/. */
const VERSIONS: readonly (readonly [service: string, version: string])[] = [
  ["cdn", "2018-06-06"],
  ["cls", "2020-10-16"],
  ["lowcode", "2021-01-08"],
  ["organization", "2021-03-31"],
  ["ssl", "2019-12-05"],
  ["tcbr", "2022-02-17"],
  ["tcr", "2019-09-24"],
  ["vpc", "2017-03-12"],
];

/** @param served what is performed, and so not decided here. */
export function decidedActions(served: readonly Action[]): readonly Action[] {
  const names = new Set(served.map(({ name }) => name));
  const versions = new Map([
    ...VERSIONS,
    ...served.map(({ name, version }) => [name.slice(0, name.indexOf(":")), version] as const),
  ]);
  return CATALOGUE.flatMap((action) => {
    const version = versions.get(action.service);
    return version === undefined || names.has(action.name) ? [] : [decidedAction(action, version)];
  });
}

function decidedAction(action: CatalogueAction, version: string): Action {
  return defineAction({
    name: action.name,
    version,
    writes: false,
    body: BODY,
    resources: (body, call, cloud) => requested(action, body, call, cloud),
    answer: () => {
      throw new ApiError(
        "UnsupportedOperation",
        `CAM allows ${action.name}, but the sandbox does not serve it. docs/sandbox.md lists what the sandbox serves.`,
      );
    },
  });
}

/** Every resource that a request names, in the catalogue's form. */
function requested(action: CatalogueAction, body: Body, call: Call, cloud: Cloud): readonly string[] {
  const { ownerUin } = cloud.account;
  const asked = { service: action.service, callerUin: call.caller.uin, ownerUin };
  const placeholders = Array.from(action.resource.matchAll(/<(\w+)>/g), ([, name = ""]) => name);
  const choices = placeholders.map((name): readonly (readonly [string, string])[] => {
    if (name === "ownerUin") return [[name, String(ownerUin)]];
    if (name === "region") return [[name, regionOf(call)]];
    return idsOf(name, body, asked).map((id) => [name, id]);
  });
  return everyChoice(choices).map((values) => resourceOf(action, Object.fromEntries(values)));
}

/** `[[a, b], [c]]` is `[a, c]` and `[b, c]`. */
function everyChoice<T>(choices: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return choices.reduce<readonly (readonly T[])[]>(
    (chosen, next) => chosen.flatMap((before) => next.map((one) => [...before, one])),
    [[]],
  );
}
