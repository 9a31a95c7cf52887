/** Employees for the tests of the proof: with a template's policies, or with the least that an environment takes. */

import { environmentPolicies } from "../../../policies/environment-policies.ts";
import type { IsolationSubject } from "../../../policies/isolation/isolation.ts";
import type { PolicyDocument, Statement } from "../../../policies/language/document.ts";
import { TEMPLATES } from "./templates.ts";

export const ACCOUNT = { ownerUin: "100000000001", appId: "1250000000" };
export const REGION = "ap-shanghai";

export function environment(name: string): Required<IsolationSubject["environment"]> {
  const id = `${name}-8grqda2hfc2f62bb`;
  return {
    id,
    region: REGION,
    storageBucket: `6465-${id}-${ACCOUNT.appId}`,
    hostingBucket: `static-${id}-${ACCOUNT.appId}`,
    topicId: `topic-${name}`,
    logsetId: `logset-${name}`,
    namespace: id,
  };
}

/** An employee whose policies are those of a profile's template. */
export function templateSubject(
  name: string,
  profile: string,
  template: PolicyDocument | undefined = new Map(Object.entries(TEMPLATES)).get(profile),
): IsolationSubject {
  if (template === undefined) throw new RangeError(`no profile is named ${profile}`);
  const { id, region, storageBucket, hostingBucket, topicId, logsetId } = environment(name);
  const values = {
    ...ACCOUNT,
    region,
    environmentId: id,
    storageBucket,
    logs: { topicId, logsetId },
    hosting: { bucket: hostingBucket },
  };
  const documents = environmentPolicies(template, values, name).map(({ document }) => document);
  return { name, documents, environment: environment(name), profile };
}

/** An employee who is allowed nothing but the own environment. */
export function confinedSubject(name: string, ...more: readonly Statement[]): IsolationSubject {
  const { id, storageBucket, topicId } = environment(name);
  const statement = [
    allow(["tcb:*"], [`qcs::tcb::uin/${ACCOUNT.ownerUin}:env/${id}`]),
    allow(["scf:*"], [`qcs::scf:${REGION}:uin/${ACCOUNT.ownerUin}:namespace/${id}/function/*`]),
    allow(["cls:SearchLog"], [`qcs::cls:${REGION}:uin/${ACCOUNT.ownerUin}:topic/${topicId}`]),
    allow(["cos:GetObject"], [`qcs::cos:${REGION}:uid/${ACCOUNT.appId}:${storageBucket}/*`]),
    allow(["tcb:DescribePackages"], ["*"]),
  ];
  return { name, documents: [document(...statement, ...more)], environment: environment(name), profile: "strict" };
}

export function document(...statement: readonly Statement[]): PolicyDocument {
  return { version: "2.0", statement };
}

export function allow(
  action: readonly string[],
  resource: readonly string[],
  condition?: Statement["condition"],
): Statement {
  return { effect: "allow", action, resource, ...(condition === undefined ? {} : { condition }) };
}

export function deny(
  action: readonly string[],
  resource: readonly string[],
  condition?: Statement["condition"],
): Statement {
  return { ...allow(action, resource, condition), effect: "deny" };
}
