/** The known ways around isolation that the CloudBase documents' policy template leaves: what each takes, and what is known of it. */

/** An action that a way takes. */
export interface Step {
  /** Actions of which one is enough. */
  readonly anyOf: readonly string[];
  /** `account`: for the whole account; `own`: on the employee's own environment is enough. */
  readonly on: "account" | "own";
}

export interface AttackPath {
  readonly id: string;
  /** What it leads to, in one sentence without a full stop. */
  readonly title: string;
  /** All of them are needed. */
  readonly steps: readonly Step[];
  /** What no document says, and which would stop it; absent: nothing is known that would. */
  readonly unless?: string;
  /** Where the knowledge comes from. */
  readonly source: string;
}

const DEPLOY: Step = {
  anyOf: ["scf:CreateFunction", "scf:UpdateFunctionCode", "tcb:CreateFunction", "tcb:UpdateFunctionCode"],
  on: "own",
};

/** The caller names the role that the function runs as. */
const NAME_A_ROLE: Step = {
  anyOf: ["scf:CreateFunction", "scf:UpdateFunctionConfiguration", "tcb:CreateFunction"],
  on: "own",
};

function account(...anyOf: string[]): Step {
  return { anyOf, on: "account" };
}

export const ATTACK_PATHS: readonly AttackPath[] = [
  {
    id: "P1",
    title: "rewrites the own policy to allow everything, which makes the employee administrator of the account",
    steps: [account("cam:UpdatePolicy")],
    source: "https://cloud.tencent.com/document/product/598/34569",
  },
  {
    id: "P2",
    title: "attaches AdministratorAccess to TCB_QcsRole and reads that role's keys in an own function",
    steps: [account("cam:AttachRolePolicy"), DEPLOY],
    source: "https://cloud.tencent.com/document/product/583/38176",
  },
  {
    id: "P3",
    title: "makes a role for functions, attaches AdministratorAccess to it and runs an own function as it",
    steps: [account("cam:CreateRole"), account("cam:AttachRolePolicy"), DEPLOY],
    unless: "cloud functions ask for cam:PassRole, which no document says",
    source:
      "https://github.com/TencentCloudBase/cloudbase-manager-node (src/function/index.ts: the caller names the role); " +
      "https://www.tencentcloud.com/document/product/583/38177 (permissions of SCF, without cam:PassRole)",
  },
  {
    id: "P4",
    title: "makes a role that trusts the employee, attaches AdministratorAccess to it and assumes it",
    steps: [account("cam:CreateRole"), account("cam:AttachRolePolicy"), account("sts:AssumeRole")],
    source: "https://www.tencentcloud.com/document/product/598/57155",
  },
  {
    id: "P5",
    title: "makes a role that may sign in to the console, attaches AdministratorAccess to it and assumes it",
    steps: [account("cam:CreateRole"), account("cam:AttachRolePolicy"), account("sts:AssumeRole")],
    source: "https://www.tencentcloud.com/document/product/598/57155",
  },
  {
    id: "D1",
    title: "lists, makes, changes and deletes collections in the databases of others",
    steps: [
      account(
        "tcb:DeleteTable",
        "tcb:CreateTable",
        "tcb:UpdateTable",
        "tcb:ListTables",
        "tcb:DescribeTable",
        "tcb:DescribeTables",
      ),
    ],
    source: "https://github.com/TencentCloudBase/CloudBase-AI-Toolkit (tcb-openapi.yaml)",
  },
  {
    id: "D2",
    title: "reads and writes the records of others",
    steps: [
      account(
        "tcb:RunCommands",
        "tcb:PutItem",
        "tcb:UpdateItem",
        "tcb:DeleteItem",
        "tcb:QueryRecords",
        "tcb:CountRecords",
      ),
    ],
    source: "policy template of the CloudBase documents, which grants them on *",
  },
  {
    id: "D3",
    title: "rolls back or alters the databases of others",
    steps: [account("tcb:RestoreTCBTables", "tcb:ModifyNameSpace")],
    source: "policy template of the CloudBase documents, which grants them on *",
  },
  {
    id: "D4",
    title: "runs code in the environments of others",
    steps: [account("tcb:CreateFunction", "tcb:UpdateFunctionCode", "tcb:UpdateFunctionIncrementalCode")],
    source: "policy template of the CloudBase documents, which grants them on *",
  },
  {
    id: "D5",
    title: "reads the function logs of others",
    steps: [account("tcb:GetFunctionLogs", "tcb:GetFunctionLogDetail", "tcb:GetFunctionLogsStatus")],
    source: "policy template of the CloudBase documents, which grants them on *",
  },
  {
    id: "F1",
    title: "runs own functions as any role of the account that functions may take, with all that the role may do",
    steps: [NAME_A_ROLE],
    unless: "cloud functions ask for cam:PassRole, which no document says",
    source:
      "https://github.com/TencentCloudBase/cloudbase-manager-node (src/function/index.ts: the caller names the role); " +
      "https://www.tencentcloud.com/document/product/583/38177 (permissions of SCF, without cam:PassRole)",
  },
  {
    id: "K1",
    title: "reads the private key of every TLS certificate of the account",
    steps: [account("ssl:DescribeCertificateDetail", "ssl:DownloadCertificate")],
    source: "field CertificatePrivateKey of the response, in the SDK of ssl 2019-12-05",
  },
  {
    id: "K2",
    title: "makes or reads command line tokens and keys of others",
    steps: [account("tcb:CreateCliToken", "tcb:GetCliTokenList", "tcb:GetUserKeyList")],
    unless: "these actions, which no document describes, answer with the caller's own only",
    source: "names of the actions",
  },
  {
    id: "N1",
    title: "purges any URL of the account from the CDN, which is a nuisance",
    steps: [account("cdn:PurgeUrlsCache")],
    source: "parameters of the action, in the SDK of cdn 2018-06-06",
  },
  {
    id: "S1",
    title: "makes roles with wide permissions for services of Tencent Cloud",
    steps: [account("cam:CreateServiceLinkedRole")],
    unless: "only services can assume such roles, as they are made for",
    source: "https://www.tencentcloud.com/document/product/598/57195",
  },
];

/** Ids by the actions that they begin with, the first way for each. */
const BEGUN_WITH: ReadonlyMap<string, string> = new Map(
  // The last entry of a map prevails.
  ATTACK_PATHS.toReversed().flatMap(({ id, steps: [first] }) => (first?.anyOf ?? []).map((action) => [action, id])),
);

/** The first way that begins with an action, for findings about it. */
export function pathStartingWith(action: string): string | undefined {
  return BEGUN_WITH.get(action);
}
