/** Probes of functions, logs, registries, certificates, tags, networks and the content network. */
import { NOTHING, type Probe, probesOf } from "./probe.ts";

const ofFunction: Probe["body"] = ({ envId, function: name }) => ({ Namespace: envId, FunctionName: name });
const ofTopic: Probe["body"] = ({ topicId }) => ({ TopicId: topicId });
const ofRegistry: Probe["body"] = ({ registryId }) => ({ RegistryId: registryId });
const ofNamespace: Probe["body"] = (target) => ({ ...ofRegistry(target), NamespaceName: target.namespace });
const ofRepository: Probe["body"] = (target) => ({ ...ofNamespace(target), RepositoryName: target.repository });
const environment = ({ ownerUin, region, envId }: { ownerUin: string; region: string; envId: string }) =>
  `qcs::tcb:${region}:uin/${ownerUin}:env/${envId}`;

export const WORKLOAD_PROBES: readonly Probe[] = [
  ...probesOf("scf", "2018-04-16", [
    [["ListFunctions"], ({ envId }) => ({ Namespace: envId })],
    [
      [
        ...["GetFunction", "GetFunctionLogs", "GetFunctionAddress", "ListTriggers", "ListVersionByFunction", "Invoke"],
        ...["UpdateFunctionCode", "UpdateFunctionConfiguration", "DeleteFunction", "PublishVersion", "CreateFunction"],
        ...["CreateTrigger", "CreateAlias", "DeleteAlias", "DeleteFunctionVersion", "InvokeFunctionUrl"],
        ...["DeleteReservedConcurrencyConfig", "DeleteProvisionedConcurrencyConfig"],
      ],
      ofFunction,
    ],
    [["DeleteNamespace"], ({ envId }) => ({ Namespace: envId })],
  ]),
  ...probesOf("cls", "2020-10-16", [
    [["DescribeLogsets"], ({ logsetId }) => ({ Filters: [{ Key: "logsetId", Values: [logsetId] }] })],
    [["DescribeTopics"], ({ topicId }) => ({ Filters: [{ Key: "topicId", Values: [topicId] }] })],
    [["SearchLog"], ({ topicId }) => ({ Topics: [{ TopicId: topicId }], From: 0, To: 1 })],
    [["ModifyTopic", "DeleteTopic", "CreateExport"], ofTopic],
    [["ModifyLogset", "DeleteLogset"], ({ logsetId }) => ({ LogsetId: logsetId })],
  ]),
  ...probesOf("tcr", "2019-09-24", [
    [["DescribeInstances"], ({ registryId }) => ({ Registryids: [registryId] })],
    [["DescribeInstanceStatus"], ({ registryId }) => ({ RegistryIds: [registryId] })],
    [
      [
        ...["DescribeInstanceToken", "DescribeServiceAccounts", "CreateInstanceToken", "DeleteInstanceToken"],
        ...["DeleteInstance", "ModifyInstance", "ModifyInstanceToken", "CreateServiceAccount", "CreateCustomAccount"],
        "ModifyServiceAccountPassword",
      ],
      ofRegistry,
    ],
    [["DescribeNamespaces", "CreateNamespace", "DeleteNamespace", "ModifyNamespace"], ofNamespace],
    [
      [
        ...["DescribeRepositories", "DescribeImages", "DeleteRepository", "CreateRepository", "ModifyRepository"],
        ...["DescribeImageManifests", "DeleteImage", "DeleteRepositoryTags"],
      ],
      ofRepository,
    ],
  ]),
  ...probesOf("ssl", "2019-12-05", [
    [["DescribeCertificates"], () => ({ Limit: 1 })],
    [["DescribeCertificate", "DescribeCertificateDetail"], ({ certificateId }) => ({ CertificateId: certificateId })],
    [["DownloadCertificate"], ({ certificateId }) => ({ CertificateId: certificateId })],
  ]),
  ...probesOf("tag", "2018-08-13", [
    [["DescribeTags", "GetTagKeys", "GetTagValues"], NOTHING],
    [["GetResources"], (target) => ({ ResourceList: [environment(target)] })],
    [
      ["DescribeResourceTagsByResourceIds"],
      ({ envId, region }) => ({
        ...{ ServiceType: "tcb", ResourcePrefix: "env", ResourceIds: [envId], ResourceRegion: region },
      }),
    ],
    // A tag that nothing has, of what is not there.
    [["DeleteResourceTag"], (target) => ({ Resource: environment(target), TagKey: "nobody-of-verify" })],
    [["UnTagResources"], (target) => ({ ResourceList: [environment(target)], TagKeys: ["nobody-of-verify"] })],
    [
      ["UpdateResourceTagValue"],
      (target) => ({ Resource: environment(target), TagKey: "nobody-of-verify", TagValue: "none" }),
    ],
  ]),
  ...probesOf("vpc", "2017-03-12", [[["DescribeSubnets", "DescribeVpcLimits"], NOTHING]]),
  ...probesOf("cdn", "2018-06-06", [[["PurgeUrlsCache"], ({ domain }) => ({ Urls: [`https://${domain}/`] })]]),
];
