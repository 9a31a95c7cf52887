/** The inline policy of temporary credentials: all that an employee's policies say, as sts:GetFederationToken takes it. */

import { FillError } from "./fill.ts";
import { type PolicyDocument, printPolicyDocument, type Statement } from "./language/document.ts";

/**
 * Characters. The API has an error for a policy that is too long and no document says from where on, so this is the limit of a CAM
 * policy (https://www.tencentcloud.com/document/product/598/10609).
 */
const MAX_LENGTH = 6144;

/** Actions in a statement. Not documented: some 40 to 50 are reported to be the most. */
const MAX_ACTIONS = 40;

/**
 * One document that allows and denies what the given ones do together, URL-encoded as the API asks for
 * (https://cloud.tencent.com/document/api/1312/48195). It has no principal, since no document here can.
 *
 * @throws FillError when it would be too long.
 */
export function tokenPolicy(documents: readonly PolicyDocument[]): string {
  const statement = documents.flatMap((document) => document.statement).flatMap(withFewActions);
  const text = printPolicyDocument({ version: "2.0", statement });
  if (text.length > MAX_LENGTH) {
    throw new FillError([
      `the policy of a token would have ${text.length} characters, more than ${MAX_LENGTH}; grant less, or take the policy strict`,
    ]);
  }
  return urlEncoded(text);
}

function withFewActions(statement: Statement): Statement[] {
  const actions = [...new Set(statement.action)].sort();
  const count = Math.ceil(actions.length / MAX_ACTIONS);
  return Array.from({ length: count }, (_, index) => ({
    ...statement,
    action: actions.slice(index * MAX_ACTIONS, (index + 1) * MAX_ACTIONS),
  }));
}

/** With `*` encoded too, as in the example of the API's page. */
function urlEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
