/** Splits a policy document that is longer than a CAM policy may be. */
import { type PolicyDocument, printPolicyDocument, type Statement } from "./language/document.ts";

/**
 * Characters of a printed document. CAM's pages say 6,144 without spaces (https://www.tencentcloud.com/document/product/598/10609);
 * older ones, which some regions still link to, say 4,096, so that is what every document here fits.
 */
export const MAX_DOCUMENT_LENGTH = 4096;

/** Thrown for a statement with one action and one resource that is too long by itself. */
export class SplitError extends Error {
  override readonly name = "SplitError";
}

/** A document, printed once for its length and for the policy. */
export interface PrintedDocument {
  /** What the text says, for evaluation. */
  readonly document: PolicyDocument;
  /** Minified JSON. */
  readonly text: string;
}

/**
 * The document, or several that allow and deny the same together: split between statements, and a statement that is too long by
 * itself between its actions, then between its resources. Same document, same parts, in the order of its statements.
 *
 * @throws SplitError when no split can help.
 */
export function splitDocument(document: PolicyDocument, limit: number = MAX_DOCUMENT_LENGTH): PrintedDocument[] {
  // Nearly every document fits, and printing it once is cheaper than once for each statement.
  const whole = printed(document.statement);
  if (fits(whole, limit)) return [whole];
  const parts: PrintedDocument[] = [];
  let current: PrintedDocument | undefined;
  for (const statement of document.statement.flatMap((each) => splitStatement(each, limit))) {
    const longer = printed([...(current?.document.statement ?? []), statement]);
    if (current === undefined || fits(longer, limit)) {
      current = longer;
    } else {
      parts.push(current);
      current = printed([statement]);
    }
  }
  return current === undefined ? parts : [...parts, current];
}

function splitStatement(statement: Statement, limit: number): Statement[] {
  if (fits(printed([statement]), limit)) return [statement];
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

function printed(statement: readonly Statement[]): PrintedDocument {
  const document: PolicyDocument = { version: "2.0", statement };
  return { document, text: printPolicyDocument(document) };
}

function fits({ text }: PrintedDocument, limit: number): boolean {
  return text.length <= limit;
}
