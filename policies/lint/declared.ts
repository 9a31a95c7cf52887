/** What of a linter's findings a profile, or a waiver, has said already: a policy that comes of a profile is not scolded for what the profile is. */

import { isWaived } from "../isolation/waived.ts";
import type { PolicyDocument } from "../language/document.ts";
import { readPolicyText } from "../language/parse.ts";
import type { ReadStatement } from "../language/read.ts";
import type { Declared } from "../profiles/profiles.ts";
import { type Finding, type LintOptions, lintPolicy } from "./lint.ts";

/** What somebody has accepted. */
export interface Accepted {
  /** A profile: what it declares, and what its template is warned of anyway. */
  readonly profile?: { readonly template: PolicyDocument; readonly declared: Declared } | undefined;
  /** Action patterns of waivers. */
  readonly waived?: readonly string[];
}

/**
 * A linter that leaves out what is accepted: errors about actions that the profile declares or a waiver names, and warnings that the
 * profile's own template gets too. Whatever else is wrong stays. Made once for all policies of a profile, since it lints the template.
 */
export function linterFor({ profile, waived = [] }: Accepted): typeof lintPolicy {
  const own = new Set(profile === undefined ? [] : described(profile.template, {}).map(({ key }) => key));
  const declared = profile?.declared.actions ?? [];
  return (policy, options = {}) =>
    described(policy, options)
      .filter(({ finding, key, action }) => {
        if (action !== undefined && (declared.includes(action) || isWaived(action, waived))) return false;
        return finding.severity === "error" || !own.has(key);
      })
      .map(({ finding }) => finding);
}

interface Described {
  readonly finding: Finding;
  /** The action that it is about, if it is about one. */
  readonly action: string | undefined;
  /** The same for two findings that say the same of two environments. */
  readonly key: string;
}

function described(policy: string | PolicyDocument, options: LintOptions): Described[] {
  const text = typeof policy === "string" ? policy : JSON.stringify(policy);
  const { statements } = readPolicyText(text).policy;
  return lintPolicy(policy, options).map((finding) => {
    const statement = statements.find(({ path }) => finding.path.startsWith(`${path}.`));
    const action = statement?.action.find(({ path }) => path === finding.path)?.value;
    return { finding, action, key: [finding.rule, action ?? kindOf(finding, statement), reachOf(statement)].join(" ") };
  });
}

/** A resource without region, account and id: `tcb env`. */
function kindOf({ path }: Finding, statement: ReadStatement | undefined): string {
  const named = statement?.resource.find((each) => each.path === path)?.resource;
  if (named === undefined) return path;
  return named === "*" ? "*" : `${named.service} ${named.path.split("/", 1).join()}`;
}

function reachOf(statement: ReadStatement | undefined): string {
  return statement?.resource.some(({ resource }) => resource === "*") ? "everything" : "named";
}
