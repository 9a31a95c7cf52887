/** Checks policy documents as CreatePolicy does, and answers with its codes. */
import { findOperator } from "../../../../policies/evaluation/operators.ts";
import { readPolicyText } from "../../../../policies/language/parse.ts";
import type { Problem } from "../../../../policies/language/problem.ts";
import type { ReadStatement } from "../../../../policies/language/read.ts";
import { isRegion } from "../../../../policies/language/regions.ts";
import type { Account } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";

/** Characters of a document, not counting white space (https://www.tencentcloud.com/document/product/598/10609). */
const DOCUMENT_LIMIT = 6144;

/** @throws ApiError `InvalidParameter.PolicyDocumentLengthOverLimit`, `.StatementError`, `.ResourceUinError` and so on. */
export function checkPolicyDocument(text: string, account: Account): void {
  const length = text.replaceAll(/\s/g, "").length;
  if (length > DOCUMENT_LIMIT) {
    throw new ApiError(
      "InvalidParameter.PolicyDocumentLengthOverLimit",
      `The policy document has ${length} characters without white space; ${DOCUMENT_LIMIT} are allowed.`,
    );
  }
  const { policy, problems } = readPolicyText(text);
  const [problem] = problems;
  if (problem !== undefined) throw invalid(codeOf(problem), problem.path, problem.message);
  for (const statement of policy.statements) {
    checkResources(statement, account);
    checkOperators(statement);
  }
}

/** A document names only resources of the root account that owns it, and only regions that there are. */
function checkResources({ resource }: ReadStatement, { ownerUin, appId }: Account): void {
  const accounts = ["", "*", "uin/", "uid/", `uin/${ownerUin}`, `uid/${appId}`];
  for (const { resource: parsed, path, value } of resource) {
    if (parsed === "*") continue;
    if (!accounts.includes(parsed.account)) {
      throw invalid("ResourceUinError", path, `\`${value}\` belongs to another account than ${ownerUin}`);
    }
    if (parsed.region !== "" && parsed.region !== "*" && !isRegion(parsed.region)) {
      throw invalid("ResourceRegionError", path, `\`${value}\` names no region`);
    }
  }
}

function checkOperators({ condition }: ReadStatement): void {
  for (const { operator, path } of condition) {
    if (operator !== "null_equal" && findOperator(operator) === undefined) {
      throw invalid("ConditionTypeError", path, `\`${operator}\` is not an operator`);
    }
  }
}

function invalid(code: string, path: string, message: string): ApiError {
  return new ApiError(
    `InvalidParameter.${code}`,
    `The policy document is not valid: ${path === "" ? "" : `${path} `}${message}.`,
  );
}

const CODES: Readonly<Partial<Record<Problem["code"], string>>> = {
  version: "VersionError",
  principal: "PrincipalError",
  effect: "EffectError",
  "action-form": "ActionError",
  "action-permid": "ActionError",
  "resource-segments": "ResourceContentError",
  "resource-project": "ResourceProjectError",
};

/** Codes by the element that a path is about. */
const ELEMENTS = [
  ["condition", "ConditionContentError"],
  ["resource", "ResourceError"],
  ["action", "ActionMiss"],
  ["effect", "EffectError"],
  ["version", "VersionError"],
  ["statement", "StatementError"],
] as const;

function codeOf({ code, path, message }: Problem): string {
  // The path of a missing element is that of what it is missing from, so that only the message names it.
  const about = code === "member-missing" ? message : path;
  const known = CODES[code] ?? ELEMENTS.find(([element]) => about.includes(element))?.[1];
  return code.startsWith("json-") || code === "member-case" || code === "member-unknown" || known === undefined
    ? "PolicyDocumentError"
    : known;
}
