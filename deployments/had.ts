/** What people were allowed before a plan, by the state that it starts from. Pure. */
import { documentIn } from "../policies/language/parse.ts";
import type { Had } from "../workplaces/workplaces.ts";
import { byPerson, partOf, presetOf } from "./people.ts";
import type { Change, Plan } from "./plan.ts";

/** Of everybody who had a sub-account, and whose policies can be read; of the others nothing can be compared. */
export function hadBefore({ resources }: Plan): Had[] {
  return byPerson(resources).flatMap(({ name, changes }) => {
    const had = changes.filter(({ before, isImported }) => before !== undefined && !isImported);
    const attached = had.filter(({ type }) => type === "tencentcloud_cam_user_policy_attachment");
    const policies = had.filter((each) => isPolicy(each) && attached.some(({ id }) => id === each.id));
    const documents = policies.map(({ before }) => documentIn(before?.document ?? ""));
    const known = documents.filter((document) => document !== undefined);
    const isWhole = known.length === documents.length && attached.every((each) => partOf(each) !== "suspended");
    if (!isWhole || !had.some(({ type }) => type === "tencentcloud_cam_user")) return [];
    const presets = attached.flatMap((each) => presetOf(each) ?? []);
    const bounded = had.some(({ type }) => type === "tencentcloud_cam_user_permission_boundary_attachment");
    return [{ name, documents: known, presets, bounded }];
  });
}

function isPolicy({ type }: Change): boolean {
  return type === "tencentcloud_cam_policy";
}
