/** Probes of CloudBase, its containers and its low code. Actions that the SDK does not have take what CloudBase MCP sends. */
import { NOTHING, type Probe, probesOf } from "./probe.ts";

const ofEnvironment: Probe["body"] = ({ envId }) => ({ EnvId: envId });
const ofTable: Probe["body"] = ({ envId, table }) => ({ EnvId: envId, TableName: table });

export const TCB_PROBES: readonly Probe[] = [
  ...probesOf("tcb", "2018-06-08", [
    [["CheckTcbService", "DescribeEnvLimit", "DescribeEnvPlans"], NOTHING],
    [
      [
        ...["DescribeEnvs", "DescribeEnvInfo", "DescribeBillingInfo", "DescribeStaticStore", "ListFunctions"],
        ...["DescribeApiKeyList", "DescribeDatabaseACL", "DescribeAuthDomains", "DescribeQuotaData"],
        ...["DescribeCurveData", "DescribeEnvAccountCircle", "DescribeUserList", "DescribeHostingDomainTask"],
        ...["DescribeExtensions", "DescribeExtensionsInstalled", "DescribeMonitorMetric", "DescribeEnvStatistics"],
        ...["DescribePostPackage", "DescribePackages", "DescribeICPResources", "DescribeAgentList", "GetFunctionLogs"],
        ...["GetFunctionLogDetail", "GetFunctionLogsStatus", "DescribeRestoreTime", "DescribeRestoreTables"],
        ...["DescribeCloudBaseRunServerVersion", "DescribeCloudBaseBuildService", "GetUserKeyList", "GetCliTokenList"],
      ],
      ofEnvironment,
    ],
    [["DescribeTable", "QueryRecords", "CountRecords", "DeleteTable", "UpdateTable", "CreateTable"], ofTable],
    [["ListTables", "DescribeTables"], ({ envId }) => ({ EnvId: envId, MgoLimit: 1 })],
    [["GetFunction"], ({ envId, function: name }) => ({ EnvId: envId, FunctionName: name })],
    [["CreateFunction", "UpdateFunctionCode"], ({ envId, function: name }) => ({ EnvId: envId, FunctionName: name })],
    [["PutItem"], (target) => ({ ...ofTable(target), MgoDocs: [] })],
    [["UpdateItem"], (target) => ({ ...ofTable(target), MgoQuery: "{}", MgoUpdate: '{"$set":{"a":1}}' })],
    [["DeleteItem"], (target) => ({ ...ofTable(target), MgoQuery: "{}" })],
    [
      ["RunCommands"],
      ({ envId, table }) => ({
        EnvId: envId,
        MgoCommands: [{ TableName: table, CommandType: "QUERY", Command: `{"find":"${table}"}` }],
      }),
    ],
    // No package has that id, so that nothing can be bought.
    [["CreateEnv"], () => ({ Alias: "nobody-of-verify", PackageId: "nobody", Resources: ["flexdb"] })],
    [
      [
        ...["DestroyEnv", "DestroyStaticStore", "ModifyEnv", "ReinstateEnv", "RenewEnv", "ModifyDatabaseACL"],
        ...["CreateStaticStore", "DeleteAuthDomain", "DeleteUsers", "EditAuthConfig", "ModifyUser", "ModifySafeRule"],
      ],
      ofEnvironment,
    ],
    [["CreateEnvResource"], ({ envId }) => ({ EnvId: envId, Resources: ["log"] })],
    [["CreateApiKey"], ({ envId }) => ({ EnvId: envId, KeyType: "api_key" })],
    [["DeleteApiKey"], ({ envId }) => ({ EnvId: envId, KeyId: "nobody" })],
    [
      [
        ...["RunSql", "AggregateDocument", "InsertDocument", "DeleteDocument", "SearchClsLog", "ModifyNameSpace"],
        ...["RestoreTCBTables", "UpdateFunctionIncrementalCode", "ModifyClsTopic", "CreateUser", "ModifyEnvPlan"],
        ...["AddCustomDomain", "BindCls", "ModifyEnvExtra", "CreateAuthDomain", "CreateHostingDomain"],
      ],
      ofEnvironment,
    ],
  ]),
  ...probesOf("tcbr", "2022-02-17", [
    [
      [
        ...["DescribeCloudRunServers", "DeleteCloudRunServer", "CreateCloudRunServer", "CreateTcrTokens"],
        ...["CreateAnyService", "BatchDeleteAnyService", "BindTcrRepository"],
      ],
      ofEnvironment,
    ],
  ]),
  ...probesOf("lowcode", "2021-01-08", [[["DescribeApps", "DescribeAppDetail", "PublishApp"], ofEnvironment]]),
];
