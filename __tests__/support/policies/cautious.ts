/** What policies may allow by some reading of the documents: the answer that a proof must come to for every request. */
import {
  type Account,
  accountKey,
  requireResource,
  segmentMatcher,
  widestPaths,
} from "../../../policies/evaluation/matching.ts";
import type { PolicyDocument, Statement } from "../../../policies/language/document.ts";
import { parsePattern, patternMatches } from "../../../policies/language/pattern.ts";

export interface Asked {
  readonly action: string;
  readonly resource: string;
  readonly callerUin: string;
}

interface Permissions {
  readonly documents: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument | undefined;
  readonly account: Account;
}

/** Whether some reading allows the request. Allows are read as widely as may be and denies as narrowly; a condition may hold, or not. */
export function mayAllow({ documents, boundary, account }: Permissions, asked: Asked): boolean {
  const own = documents.flatMap(({ statement }) => statement);
  return allows(own, asked, account) && (boundary === undefined || allows(boundary.statement, asked, account));
}

function allows(statements: readonly Statement[], asked: Asked, account: Account): boolean {
  const widely = ({ action, resource }: Statement) =>
    action.some((text) => matchesAction(text.toLowerCase(), asked.action.toLowerCase())) &&
    resource.some((text) => reaches(text, asked, account, "over"));
  const narrowly = ({ action, resource, condition }: Statement) =>
    condition === undefined &&
    action.some((text) => matchesAction(text, asked.action)) &&
    resource.some((text) => reaches(text, asked, account, "under"));
  return (
    statements.some((each) => each.effect === "allow" && widely(each)) &&
    !statements.some((each) => each.effect === "deny" && narrowly(each))
  );
}

function matchesAction(pattern: string, action: string): boolean {
  return patternMatches(parsePattern(pattern.replace(/^name\//, "")), action.replace(/^name\//, ""));
}

function reaches(text: string, asked: Asked, account: Account, reading: "over" | "under"): boolean {
  const policy = requireResource(text);
  if (policy === "*") return true;
  const requested = requireResource(asked.resource);
  const matches = (own: string, other: string) => segmentMatcher(own, reading)(other);
  if (requested === "*") {
    return reading === "over" && policy.path === "*" && matches(policy.service, asked.action.split(":", 1).join());
  }
  return (
    matches(policy.service, requested.service) &&
    matches(policy.region, requested.region) &&
    matches(accountKey(policy.account, account), accountKey(requested.account, account)) &&
    matchesPath(policy.path, requested.path, asked.callerUin, account, reading)
  );
}

function matchesPath(
  pattern: string,
  path: string,
  callerUin: string,
  { ownerUin, appId }: Account,
  reading: "over" | "under",
): boolean {
  const known = pattern
    .replaceAll("$" + "{owner_uin}", ownerUin)
    .replaceAll("$" + "{app_id}", appId)
    .replaceAll("$" + "{uin}", callerUin);
  if (reading === "under") return !known.includes("$" + "{") && patternMatches(parsePattern(known), path);
  return widestPaths(known.replace(/\$\{[^}]*\}/g, "*")).some((each) =>
    patternMatches(parsePattern(each.toLowerCase()), path.toLowerCase()),
  );
}
