/** Every action of CloudBase that the sandbox serves. */
import type { Action } from "../../action.ts";
import { accountActions } from "./account-actions.ts";
import { apiKeyActions } from "./api-key-actions.ts";
import { documentActions } from "./document-actions.ts";
import { environmentActions } from "./environment-actions.ts";
import { functionActions } from "./function-actions.ts";
import { resourceActions } from "./resource-actions.ts";
import { tableActions } from "./table-actions.ts";

export const tcbActions: readonly Action[] = [
  ...environmentActions,
  ...resourceActions,
  ...accountActions,
  ...apiKeyActions,
  ...tableActions,
  ...documentActions,
  ...functionActions,
];
