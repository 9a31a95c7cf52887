/** Takes from one environment, as tcb:DescribeEnvs gives it, what policies need, or says what it lacks and how to mend that. */
import { z } from "zod";
import type { EmployeeEnvironment } from "../roster/roster.ts";
import type { EnvironmentLookup } from "./lookups.ts";
import { cloudId, environmentSchema } from "./schema.ts";

const text = z.string().nullish();

/** The part of EnvInfo that is read. Every member but the id may be absent or null. */
export const cloudEnvironment = z.object({
  EnvId: cloudId,
  Alias: text,
  Status: text,
  Region: text,
  PackageId: text,
  Storages: z.array(z.object({ Bucket: text })).nullish(),
  LogServices: z.array(z.object({ LogsetId: text, TopicId: text })).nullish(),
  StaticStorages: z.array(z.object({ Bucket: text, Status: text })).nullish(),
});
export type CloudEnvironment = z.infer<typeof cloudEnvironment>;

/** Either a lookup that may be written, or what is wrong with the environment. */
export interface ReadyEnvironment {
  readonly lookup?: EnvironmentLookup;
  readonly problems: readonly string[];
}

/** A part of an environment: there, left out because the roster says so, or not fit for use. */
type Part<T> = { readonly value?: T; readonly problem?: string };

/** Checks one environment against what the roster wants of it; pure. */
export function readyEnvironment(
  found: CloudEnvironment,
  wanted: Pick<EmployeeEnvironment, "package" | "logs" | "hosting">,
  region: string,
): ReadyEnvironment {
  const name = `environment ${found.EnvId}`;
  if (found.Status !== "NORMAL") {
    return { problems: [`${name} is ${found.Status ?? "without a status"}, not NORMAL; ${unavailable}`] };
  }
  if (found.Region && found.Region !== region) {
    const advice = "use one of the roster's region, or a roster for the other region";
    return { problems: [`${name} is in ${found.Region}, but the roster's region is ${region}; ${advice}`] };
  }
  const storage = storageBucket(found, name);
  const logs = wanted.logs ? logService(found, name) : {};
  const hosting = wanted.hosting ? hostingBucket(found, name) : {};
  const onPackage = expectedPackage(found, wanted, name);
  const problems = [onPackage, storage, logs, hosting].flatMap(({ problem }) =>
    problem === undefined ? [] : [problem],
  );
  if (problems.length > 0) return { problems };
  const lookup = environmentSchema.safeParse({
    alias: found.Alias,
    region: found.Region,
    package: found.PackageId,
    storageBucket: storage.value,
    ...(logs.value === undefined ? {} : { logs: logs.value }),
    ...(hosting.value === undefined ? {} : { hostingBucket: hosting.value }),
  });
  if (lookup.success) return { lookup: lookup.data, problems: [] };
  const missing = lookup.error.issues.map((issue) => issue.path.map(String).join(".")).join(", ");
  return { problems: [`the cloud gives no usable ${missing} for ${name}; run it again in a few minutes`] };
}

const unavailable = "wait until it is set up, or see the CloudBase console for why it is out of service";

function expectedPackage(
  { PackageId }: CloudEnvironment,
  { package: wanted }: Pick<EmployeeEnvironment, "package">,
  name: string,
): Part<string> {
  if (wanted === undefined || wanted === PackageId) return {};
  const advice = "change its package in the CloudBase console, or correct `environment: { package: … }`";
  return {
    problem: `${name} is on package ${PackageId ?? "(none)"}, but the roster says ${wanted}; ${advice}`,
  };
}

function storageBucket({ Storages }: CloudEnvironment, name: string): Part<string> {
  const [storage, ...others] = Storages ?? [];
  if (storage === undefined) {
    return { problem: `${name} has no cloud storage; enable it in the CloudBase console` };
  }
  if (others.length > 0) return { problem: `${name} has more than one cloud storage; use an environment with one` };
  if (!storage.Bucket)
    return { problem: `the cloud storage of ${name} has no bucket yet; run it again in a few minutes` };
  return { value: storage.Bucket };
}

/** A new environment has no log service until tcb:CreateEnvResource has made one, which takes up to five minutes. */
function logService(
  { LogServices, EnvId }: CloudEnvironment,
  name: string,
): Part<{ logsetId: string; topicId: string }> {
  const without = "write `environment: { logs: false }`, which leaves logs out of the policy";
  const [log, ...others] = LogServices ?? [];
  if (log === undefined) {
    const enable = `enable it in the CloudBase console (tcb:CreateEnvResource with EnvId ${EnvId} and Resources ["log"])`;
    return { problem: `${name} has no log service; ${enable}, or ${without}` };
  }
  if (others.length > 0) return { problem: `${name} has more than one log service; ${without}` };
  if (!log.LogsetId || !log.TopicId) {
    return { problem: `the log service of ${name} is not set up yet; run it again in a few minutes, or ${without}` };
  }
  return { value: { logsetId: log.LogsetId, topicId: log.TopicId } };
}

function hostingBucket({ StaticStorages }: CloudEnvironment, name: string): Part<string> {
  const without = "write `environment: { hosting: false }`, which leaves it out of the policy";
  const [hosting, ...others] = StaticStorages ?? [];
  if (hosting === undefined) {
    return { problem: `${name} has no static hosting; enable it in the CloudBase console, or ${without}` };
  }
  if (others.length > 0) return { problem: `${name} has more than one static hosting; ${without}` };
  const { Status: status, Bucket: bucket } = hosting;
  if (status === "process" || status === "init" || (status === "online" && !bucket)) {
    return { problem: `the static hosting of ${name} is not set up yet; run it again in a few minutes, or ${without}` };
  }
  if (status !== "online" || !bucket) {
    const advice = `bring it online in the CloudBase console, or ${without}`;
    return { problem: `the static hosting of ${name} is ${status ?? "without a status"}, not online; ${advice}` };
  }
  return { value: bucket };
}
