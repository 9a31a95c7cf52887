/** Every action of CloudBase that the sandbox serves. */
import type { Action } from "../../action.ts";
import { accountActions } from "./account-actions.ts";
import { environmentActions } from "./environment-actions.ts";
import { resourceActions } from "./resource-actions.ts";

export const tcbActions: readonly Action[] = [...environmentActions, ...resourceActions, ...accountActions];
