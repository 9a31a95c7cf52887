/** Decides what a caller may do, as CAM does: by the policies of the user and its groups, and the permission boundary. */

import {
  type AccessRequest,
  compilePolicies,
  type Evaluation,
  type RequestConditions,
} from "../../policies/evaluation/evaluate.ts";
import type { PolicyDocument } from "../../policies/language/document.ts";
import { parsePolicyText } from "../../policies/language/parse.ts";
import type { Authorize } from "./action.ts";
import type { Cloud } from "./cloud.ts";
import { ApiError } from "./errors.ts";
import type { Identity } from "./identity.ts";
import { own } from "./records.ts";
import { groupsOf } from "./services/cam/find.ts";
import { findPolicy } from "./services/cam/policy.ts";
import { readResource } from "./services/tag/checks.ts";
import { tagsOf } from "./services/tag/tags.ts";

/** What conditions may ask about a request. */
export interface Circumstances {
  readonly requestId: string;
  /** Address of the client. */
  readonly ip: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

type Decide = (request: AccessRequest) => Evaluation;

/** Documents in effect for a user, as JSON texts. */
interface UserPolicies {
  readonly documents: readonly string[];
  readonly boundary: string | undefined;
}

export class Authorizer {
  readonly #cloud: Cloud;
  /** What CAM last saw of a user; see settings.policyEffect. */
  readonly #seen = new Map<number, { readonly policies: UserPolicies; readonly at: number }>();
  /** Compiled policies by their texts, so that a changed text is compiled anew and an unchanged one never. */
  readonly #compiled = new Map<string, Decide>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** @returns a function that throws ApiError with the denial of the action's service. */
  forCall(identity: Identity, action: string, circumstances: Circumstances): Authorize {
    return (resources, needed = action) => {
      const denied = resources.find((resource) => !this.#allows(identity, needed, resource, circumstances));
      if (denied !== undefined) throw denial(needed, denied, circumstances.requestId);
    };
  }

  #allows({ caller, inlinePolicy }: Identity, action: string, resource: string, { ip, now }: Circumstances): boolean {
    const request: AccessRequest = {
      action,
      resources: [resource],
      callerUin: String(caller.uin),
      conditions: this.#conditions(resource, ip, now),
    };
    const allowedBy = (policies: UserPolicies) => this.#decide(policies)(request).decision === "allow";
    if (inlinePolicy !== undefined && !allowedBy({ documents: [inlinePolicy], boundary: undefined })) return false;
    return caller.uin === this.#cloud.account.ownerUin || allowedBy(this.#policiesOf(caller.uin, now));
  }

  #policiesOf(uin: number, now: number): UserPolicies {
    const known = this.#seen.get(uin);
    if (known !== undefined && now - known.at < this.#cloud.settings.policyEffect) return known.policies;
    const policies = currentPolicies(this.#cloud, uin);
    this.#seen.set(uin, { policies, at: now });
    return policies;
  }

  #decide({ documents, boundary }: UserPolicies): Decide {
    const key = JSON.stringify([documents, boundary ?? null]);
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const { ownerUin, appId } = this.#cloud.account;
    const decide = compilePolicies({
      documents: documents.map(parsed),
      boundary: boundary === undefined ? undefined : parsed(boundary),
      account: { ownerUin: String(ownerUin), appId: String(appId) },
    });
    // Policies that were changed or detached stay behind: forget everything now and then.
    if (this.#compiled.size >= 5000) this.#compiled.clear();
    this.#compiled.set(key, decide);
    return decide;
  }

  /** `null`: the request has no such key, and the evaluator need not wonder. */
  #conditions(resource: string, ip: string, now: number): RequestConditions {
    return {
      "qcs:ip": ip.replace(/^::ffff:/, ""),
      "qcs:current_time": new Date(now).toISOString(),
      "qcs:resource_tag": resourceTags(this.#cloud, resource),
      "qcs:request_tag": null,
    };
  }
}

function currentPolicies(cloud: Cloud, uin: number): UserPolicies {
  const user = own(cloud.cam.users, uin);
  if (user === undefined) return { documents: [], boundary: undefined };
  const attached = [user, ...groupsOf(cloud, uin)].flatMap(({ policies }) => policies);
  const document = (id: number) => findPolicy(cloud, id)?.document;
  return {
    documents: attached.flatMap(({ policyId }) => document(policyId) ?? []),
    boundary: user.boundary === null ? undefined : (document(user.boundary) ?? NOTHING),
  };
}

/** A boundary that is gone allows nothing: the safe reading of what is not documented. */
const NOTHING = '{"version":"2.0","statement":[{"effect":"deny","action":["*"],"resource":["*"]}]}';

function parsed(text: string): PolicyDocument {
  return parsePolicyText(text);
}

/** Tags in the form of conditions: `key&value`. */
function resourceTags(cloud: Cloud, resource: string): readonly string[] | null {
  if (resource === "*" || resource.endsWith("*")) return null;
  try {
    return Object.entries(tagsOf(cloud, readResource(resource, cloud))).map(([key, value]) => `${key}&${value}`);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // A resource without prefix, such as a COS object, carries no tags here.
    return null;
  }
}

/** Denials as the error lists of the services have them; services that are not listed answer with the common code. */
const DENIAL_CODES: Readonly<Record<string, string>> = {
  cos: "AccessDenied",
  lighthouse: "UnauthorizedOperation.NoPermission",
  scf: "UnauthorizedOperation.CAM",
  sts: "UnauthorizedOperation",
  tat: "UnauthorizedOperation.CamAuthFailed",
  tcb: "UnauthorizedOperation",
};

/** The form of the message is that of the real service: https://github.com/TencentCloudBase/CloudBase-AI-Toolkit/issues/130 */
function denial(action: string, resource: string, requestId: string): ApiError {
  const service = action.slice(0, action.indexOf(":"));
  return new ApiError(
    own(DENIAL_CODES, service) ?? "AuthFailure.UnauthorizedOperation",
    `[request id:${requestId}]you are not authorized to perform operation (${action})\nresource (${resource}) has no permission\n`,
  );
}
