/** Account-wide actions that each profile has on purpose: known, reported, and no violation of the profile. */
import { actionContains } from "../language/action.ts";

/** Steps towards the root account and its secrets, which only the templates of the documents have. */
const TAKEN_OUT_OF_GUARDED: readonly string[] = [
  "cam:AttachRolePolicy",
  "cam:CreateRole",
  "cam:CreateServiceLinkedRole",
  "cam:UpdatePolicy",
  "ssl:DescribeCertificateDetail",
];

/** Of the databases, functions and logs of every environment, as the console and CloudBase MCP use them. */
const DATABASES_FUNCTIONS_LOGS: readonly string[] = [
  "tcb:CountRecords",
  "tcb:CreateFunction",
  "tcb:CreateTable",
  "tcb:DeleteItem",
  "tcb:DeleteTable",
  "tcb:DescribeTable",
  "tcb:DescribeTables",
  "tcb:GetFunctionLogDetail",
  "tcb:GetFunctionLogs",
  "tcb:GetFunctionLogsStatus",
  "tcb:ListTables",
  "tcb:ModifyNameSpace",
  "tcb:PutItem",
  "tcb:QueryRecords",
  "tcb:RefreshAuthDomain",
  "tcb:RestoreTCBTables",
  "tcb:RunCommands",
  "tcb:UpdateFunctionCode",
  "tcb:UpdateFunctionIncrementalCode",
  "tcb:UpdateItem",
  "tcb:UpdateTable",
];

const COMMAND_LINE_TOKENS: readonly string[] = ["tcb:CreateCliToken", "tcb:GetCliTokenList", "tcb:GetUserKeyList"];

/** What a profile declares. */
export interface Accepted {
  readonly actions: readonly string[];
  /** Services whose resources may leave the region empty, which then means all regions. */
  readonly regionless: readonly string[];
}

export const ACCEPTED_ACTIONS: Readonly<Record<string, Accepted>> = {
  documented: {
    actions: [...TAKEN_OUT_OF_GUARDED, ...DATABASES_FUNCTIONS_LOGS, ...COMMAND_LINE_TOKENS, "cdn:PurgeUrlsCache"],
    regionless: [],
  },
  reference: {
    actions: [...TAKEN_OUT_OF_GUARDED, ...DATABASES_FUNCTIONS_LOGS, ...COMMAND_LINE_TOKENS],
    regionless: ["cls"],
  },
  guarded: {
    actions: [...DATABASES_FUNCTIONS_LOGS, ...COMMAND_LINE_TOKENS, "cdn:PurgeUrlsCache"],
    regionless: [],
  },
  strict: { actions: [], regionless: [] },
};

/** What the profile declares; nothing for a name that is not known. */
export function acceptedOf(profile: string): Accepted {
  const found = Object.hasOwn(ACCEPTED_ACTIONS, profile) ? ACCEPTED_ACTIONS[profile] : undefined;
  return found ?? { actions: [], regionless: [] };
}

/** Whether a waiver (`ci:*`) covers an action, or all that an action pattern stands for. */
export function isWaived(action: string, waived: readonly string[]): boolean {
  return waived.some((pattern) => actionContains(pattern, action));
}
