/** The condition that calls come from certain addresses. */

import { FillError } from "./fill.ts";
import type { PolicyDocument, Statement } from "./language/document.ts";

const OPERATOR = "ip_equal";
const KEY = "qcs:ip";

/**
 * The document with `ip_equal` on every allowing statement that names its resources. Statements on `*` are left as they are: which of
 * their actions know the condition differs from API to API (https://www.tencentcloud.com/document/product/598/10608), and the login
 * would be among them. A deny stays whole, since a condition would narrow it.
 *
 * @param sourceIps CIDR blocks; absent: the document as it is.
 * @throws FillError where a statement already says where calls come from.
 */
export function fromSources(document: PolicyDocument, sourceIps: readonly string[] | undefined): PolicyDocument {
  if (sourceIps === undefined) return document;
  return { ...document, statement: document.statement.map((statement) => withSources(statement, sourceIps)) };
}

function withSources(statement: Statement, sourceIps: readonly string[]): Statement {
  const { effect, resource, condition } = statement;
  if (effect === "deny" || resource.includes("*")) return statement;
  const own = condition?.[OPERATOR];
  if (own?.[KEY] !== undefined) {
    throw new FillError([
      `the template says ${OPERATOR} of ${KEY} itself; remove that, or \`access.sourceIps\` from the roster`,
    ]);
  }
  return { ...statement, condition: { ...condition, [OPERATOR]: { ...own, [KEY]: sourceIps } } };
}
