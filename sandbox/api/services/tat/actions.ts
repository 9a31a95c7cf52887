/** Every action of TencentCloud Automation Tools that the sandbox serves. */
import type { Action } from "../../action.ts";
import { commandActions } from "./command-actions.ts";
import { invocationActions } from "./invocation-actions.ts";
import { recordActions } from "./record-actions.ts";

export const tatActions: readonly Action[] = [...commandActions, ...invocationActions, ...recordActions];
