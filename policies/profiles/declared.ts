/** Account-wide actions that more than one profile declares. */

/** Steps towards the root account and its secrets, which only the templates of the documents have. */
export const TAKEOVER: readonly string[] = [
  "cam:AttachRolePolicy",
  "cam:CreateRole",
  "cam:CreateServiceLinkedRole",
  "cam:UpdatePolicy",
  "ssl:DescribeCertificateDetail",
];

/** Of the databases, functions and logs of every environment, as the console and CloudBase MCP use them. */
export const DATABASES_FUNCTIONS_LOGS: readonly string[] = [
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

/** Tokens of the command line and keys, by the names of the actions. */
export const COMMAND_LINE_TOKENS: readonly string[] = [
  "tcb:CreateCliToken",
  "tcb:GetCliTokenList",
  "tcb:GetUserKeyList",
];

/** Purges any URL of the account from the CDN. */
export const CDN_PURGE = "cdn:PurgeUrlsCache";
