/** Where requests carry the ids that the catalogue's resources have placeholders for. */
import { z } from "zod";
import { ApiError } from "../errors.ts";

const IDS = z.array(z.string()).optional();

/** The parameters that name resources, as the SDK has them; all others may be anything. */
export const BODY = z.looseObject({
  CertificateId: z.string().optional(),
  CommandId: z.string().optional(),
  EnvId: z.string().optional(),
  Filters: z.array(z.looseObject({ Key: z.string().optional(), Values: IDS })).optional(),
  FunctionName: z.string().optional(),
  InstanceId: z.string().optional(),
  InstanceIds: IDS,
  LogsetId: z.string().optional(),
  Namespace: z.string().optional(),
  NamespaceName: z.string().optional(),
  RegistryId: z.string().optional(),
  RegistryIds: IDS,
  /** Spelled so by tcr:DescribeInstances. */
  Registryids: IDS,
  RepositoryName: z.string().optional(),
  RoleArn: z.string().optional(),
  TargetUin: z.int().optional(),
  TemplateId: z.string().optional(),
  TopicId: z.string().optional(),
  Topics: z.array(z.looseObject({ TopicId: z.string().optional() })).optional(),
});
export type Body = z.infer<typeof BODY>;

/** Who asks, and which service is asked. */
export interface Asked {
  readonly service: string;
  readonly callerUin: number;
  readonly ownerUin: number;
}

/** By placeholder: the ids that a request names; none where it names none. */
const NAMED: Readonly<Record<string, (body: Body, asked: Asked) => readonly (string | undefined)[]>> = {
  certificateId: ({ CertificateId }) => [CertificateId],
  commandId: ({ CommandId }) => [CommandId],
  // A function without a namespace is in the one called default. The namespace of an environment is its id.
  envId: ({ EnvId, Namespace }, { service }) => (service === "scf" ? [Namespace ?? "default"] : [EnvId]),
  function: ({ FunctionName }) => [FunctionName],
  instanceId: ({ InstanceId, InstanceIds = [] }) => [InstanceId, ...InstanceIds],
  logsetId: ({ LogsetId, Filters }) => [LogsetId, ...filtered(Filters, "logsetId")],
  namespace: ({ NamespaceName }) => [NamespaceName],
  registryId: ({ RegistryId, RegistryIds = [], Registryids = [] }) => [RegistryId, ...RegistryIds, ...Registryids],
  repository: ({ RepositoryName }) => [RepositoryName],
  resourceAccount: () => [],
  resourceId: () => [],
  roleName: ({ RoleArn }, { ownerUin }) => [RoleArn === undefined ? undefined : roleName(RoleArn, ownerUin)],
  templateId: ({ TemplateId }) => [TemplateId],
  topicId: ({ TopicId, Topics = [], Filters }) => [
    TopicId,
    ...Topics.map((topic) => topic.TopicId),
    ...filtered(Filters, "topicId"),
  ],
  // As for the access keys that are served: the caller's own without it.
  uin: ({ TargetUin }, { callerUin }) => [String(TargetUin ?? callerUin)],
};

/**
 * The ids that a request names for a placeholder, each once. A request that names none asks for all: `["*"]`.
 *
 * @throws RangeError for a placeholder that no parameter is known for: a row of the catalogue lacks its line here.
 * @throws ApiError `InvalidParameter` for the ARN of what is no role of this account.
 */
export function idsOf(placeholder: string, body: Body, asked: Asked): readonly string[] {
  const named = Object.hasOwn(NAMED, placeholder) ? NAMED[placeholder] : undefined;
  if (named === undefined) throw new RangeError(`no parameter is known to carry <${placeholder}>`);
  const ids = new Set(named(body, asked).filter((id) => id !== undefined));
  return ids.size === 0 ? ["*"] : [...ids];
}

/** Filters of cls: `{ Key: "topicId", Values: ["…"] }`. */
function filtered(filters: Body["Filters"] = [], key: string): readonly string[] {
  return filters.flatMap(({ Key, Values = [] }) => (Key === key ? Values : []));
}

function roleName(arn: string, ownerUin: number): string {
  const name = /^qcs::cam::uin\/(\d+):roleName\/([^/]+)$/.exec(arn);
  if (name?.[1] === String(ownerUin) && name[2] !== undefined) return name[2];
  throw new ApiError(
    "InvalidParameter",
    `The parameter \`RoleArn\` is not valid: the sandbox knows roles by name, as qcs::cam::uin/${ownerUin}:roleName/<name>.`,
  );
}
