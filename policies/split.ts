/** Splits a policy document that is longer than a CAM policy may be. */
import { type PolicyDocument, printPolicyDocument, type Statement } from "./document.ts";

/**
 * Characters of a printed document. CAM's pages say 6,144 without spaces (https://www.tencentcloud.com/document/product/598/10609);
 * older ones, which some regions still link to, say 4,096, so that is what every document here fits.
 */
export const MAX_DOCUMENT_LENGTH = 4096;

/** Thrown for a statement with one action and one resource that is too long by itself. */
export class SplitError extends Error {
  override readonly name = "SplitError";
}

/**
 * The document, or several that allow and deny the same together: split between statements, and a statement that is too long by
 * itself between its actions, then between its resources. Same document, same parts, in the order of its statements.
 *
 * @throws SplitError when no split can help.
 */
export function splitDocument(document: PolicyDocument, limit: number = MAX_DOCUMENT_LENGTH): PolicyDocument[] {
  // Nearly every document fits, and printing it once is cheaper than once for each statement.
  if (fits(document.statement, limit)) return [document];
  const parts: PolicyDocument[] = [];
  let current: Statement[] = [];
  for (const statement of document.statement.flatMap((each) => splitStatement(each, limit))) {
    if (current.length > 0 && !fits([...current, statement], limit)) {
      parts.push({ version: "2.0", statement: current });
      current = [];
    }
    current.push(statement);
  }
  return [...parts, { version: "2.0", statement: current }];
}

function splitStatement(statement: Statement, limit: number): Statement[] {
  if (fits([statement], limit)) return [statement];
  const halves =
    halve(statement.action, (action) => ({ ...statement, action })) ??
    halve(statement.resource, (resource) => ({ ...statement, resource }));
  if (halves === undefined) {
    throw new SplitError(
      `the statement for ${statement.action.join()} is longer than ${limit} characters by itself; shorten its resource or condition`,
    );
  }
  return halves.flatMap((half) => splitStatement(half, limit));
}

function halve(list: readonly string[], withList: (half: string[]) => Statement): Statement[] | undefined {
  if (list.length < 2) return undefined;
  const middle = Math.ceil(list.length / 2);
  return [withList(list.slice(0, middle)), withList(list.slice(middle))];
}

function fits(statement: readonly Statement[], limit: number): boolean {
  return printPolicyDocument({ version: "2.0", statement }).length <= limit;
}
