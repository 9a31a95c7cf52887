/** What the tag service's actions have in common: name, version, and that they are of operation level. */
import type { Action, ActionParts } from "../../action.ts";
import { serviceActions } from "../service.ts";

const declare = serviceActions("tag", "2018-08-13");

export function tagAction<Body>(
  action: string,
  parts: Omit<ActionParts<Body>, "name" | "version" | "resources">,
): Action {
  return declare(action, { ...parts, resources: () => ["*"] });
}
