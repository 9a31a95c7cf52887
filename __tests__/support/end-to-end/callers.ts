/** The employees of the example roster in a sandbox, with their keys, their belongings and what the evaluator says that they may do. */

import { compilePolicies } from "../../../policies/evaluation/evaluate.ts";
import { DEVICE_LOGIN_PRESET } from "../../../policies/grants/presets.ts";
import type { PolicyDocument } from "../../../policies/language/document.ts";
import { parsePolicyText } from "../../../policies/language/parse.ts";
import { PERMISSION_BOUNDARY } from "../../../policies/permission-boundary.ts";
import type { Roster } from "../../../roster/roster.ts";
import type { Api } from "../../../sandbox/api/server.ts";
import { PRESETS } from "../../../sandbox/api/services/cam/presets.ts";
import { isolationSubject, listPolicies, type Workplace } from "../../../workplaces/workplaces.ts";
import { loadStack } from "../workplaces/stacks.ts";
import { addSubAccount, askThrough, type Key, rootKey, type SubAccount } from "./sub-accounts.ts";
import { addBelongings, type Belongings, ownerOf, type Target, targetOf } from "./targets.ts";

/** A key, and what its policies should allow it. */
export interface Caller {
  readonly name: string;
  readonly key: Key;
  /** Whether all of the resources are allowed; what asks for none is. */
  readonly allows: (action: string, resources: readonly string[]) => boolean;
}

export interface Cast {
  /** In the order of the roster. */
  readonly employees: readonly Caller[];
  /** Nobody, who has no policies, an operator of the first target's resources, and an administrator within the boundary. */
  readonly others: readonly Caller[];
  /** One for each employee. */
  readonly targets: readonly Target[];
}

/** Makes everybody of a roster whose environments the sandbox has. */
export async function addCast(api: Api, roster: Roster): Promise<Cast> {
  const { account, workplaces } = loadStack(roster.file, process.cwd());
  const ask = askThrough(api);
  const root = rootKey(api);
  const employees: Caller[] = [];
  const targets: Target[] = [];
  for (const workplace of workplaces) {
    const { name } = workplace.employee;
    const { documents: known, unread = [], boundary, environment } = isolationSubject(workplace);
    const documents = [...known, ...unread.map(sandboxPreset)];
    const user = await addSubAccount(ask, root, {
      name,
      documents: listPolicies(workplace.policies).map(({ document }) => document),
      boundary,
      presets: presetsOf(workplace),
    });
    employees.push({ name, key: user.key, allows: evaluator(user, documents, boundary) });
    const belongings = await addBelongings(ask, root, ownerOf(name, account.ownerUin, environment));
    targets.push(targetOf({ ...belongings, ...grantedTo(workplace, belongings) }, user));
  }
  const others = [
    await addCaller("nobody", []),
    await addCaller("operator", [allow(["*"], ownedBy(targets[0])), allow(["tag:*", "sts:GetFederationToken"], ["*"])]),
    await addCaller("administrator", [allow(["*"], ["*"])], PERMISSION_BOUNDARY),
  ];
  return { employees, others, targets };

  async function addCaller(name: string, documents: PolicyDocument[], boundary?: PolicyDocument): Promise<Caller> {
    const user = await addSubAccount(ask, root, { name, documents, boundary });
    return { name, key: user.key, allows: evaluator(user, documents, boundary) };
  }

  function evaluator(
    { uin }: SubAccount,
    documents: readonly PolicyDocument[],
    boundary: PolicyDocument | undefined,
  ): Caller["allows"] {
    const evaluate = compilePolicies({ documents, boundary, account });
    const conditions = {
      "qcs:ip": "127.0.0.1",
      "qcs:current_time": new Date().toISOString(),
      "qcs:resource_tag": null,
      "qcs:request_tag": null,
    };
    return (action, resources) =>
      resources.length === 0 ||
      evaluate({ action, resources, conditions, callerUin: String(uin) }).decision === "allow";
  }
}

function allow(action: string[], resource: string[]): PolicyDocument {
  return { version: "2.0", statement: [{ effect: "allow", action, resource }] };
}

/** Named resources of one employee, but all commands and no other server: a call that asks for both meets either answer. */
function ownedBy(target: Target | undefined): string[] {
  if (target === undefined) throw new Error("the roster has no employees");
  const { ownerUin, uin, envId, instanceId, templateId } = target;
  const owner = `uin/${ownerUin}`;
  return [
    `qcs::cam::${owner}:uin/${uin}`,
    `qcs::tcb::${owner}:env/${envId}`,
    `qcs::scf:ap-shanghai:${owner}:namespace/${envId}/function/*`,
    `qcs::lighthouse:sh:${owner}:instance/${instanceId}`,
    `qcs::lighthouse::${owner}:firewall-template/${templateId}`,
    `qcs::tat::${owner}:command/*`,
  ];
}

/** What the sandbox takes a preset for whose text nobody published. */
function sandboxPreset(name: string): PolicyDocument {
  const preset = PRESETS.find((each) => each.name === name);
  if (preset === undefined) throw new Error(`the sandbox has no preset ${name}`);
  return parsePolicyText(preset.document);
}

function presetsOf({ employee: { access, grants } }: Workplace): string[] {
  return [
    ...(access.deviceLogin ? [DEVICE_LOGIN_PRESET] : []),
    ...grants.flatMap((grant) => (grant.kind === "preset" ? [grant.preset] : [])),
  ];
}

/** What the roster grants by name besides the environment: a repository, and buckets. */
function grantedTo({ employee: { grants } }: Workplace, { buckets }: Belongings): Partial<Belongings> {
  const [registry] = grants.flatMap((grant) => (grant.kind === "tcr" ? [grant] : []));
  const { instance: registryId, namespace, repository } = registry ?? {};
  return {
    ...(registryId && { registryId }),
    ...(namespace && { namespace }),
    ...(repository && { repository }),
    buckets: [...buckets, ...grants.flatMap((grant) => (grant.kind === "ci" ? [grant.bucket] : []))],
  };
}
