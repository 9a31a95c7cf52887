/** Names of the policies of one employee, unique in the root account. */

import { FillError } from "./fill.ts";
import type { PolicyDocument } from "./language/document.ts";
import { type PrintedDocument, SplitError, splitDocument } from "./split.ts";

/** A policy with no placeholder left, as CAM's CreatePolicy takes it: at most 4,096 characters. */
export interface FilledPolicy extends PrintedDocument {
  readonly name: string;
}

/** What the names are made of. */
export interface PolicyOwner {
  readonly environmentId: string;
  /** Name of the sub-account. */
  readonly employee: string;
}

/** Characters of a policy's name (https://www.tencentcloud.com/document/product/598/34578). */
const MAX_NAME_LENGTH = 128;

/**
 * The document as one policy, or as several where it is longer than CAM allows: `cloudbase-env-<environment id>`, then `-<grant>`,
 * `-2`, `-3`, … for further parts, and `@<employee>`, since no employee's name has an `@`. Person and environment together make the name,
 * so that a hand-over, a new sharer or a change of case, where Terraform makes the new policy before the old one is gone, never meets a
 * name in use.
 *
 * @param grant What the policy grants besides the environment: `tcr`.
 * @throws FillError for a statement that cannot be split, and for names that are too long.
 */
export function namedPolicies(
  document: PolicyDocument,
  { environmentId, employee }: PolicyOwner,
  grant?: string,
): FilledPolicy[] {
  return splitOrExplain(document).map((part, index) => {
    const suffixes = [...(grant === undefined ? [] : [grant]), ...(index === 0 ? [] : [String(index + 1)])];
    const name = `${[`cloudbase-env-${environmentId}`, ...suffixes].join("-")}@${withoutCapitals(employee)}`;
    if (name.length > MAX_NAME_LENGTH) {
      throw new FillError([
        `the policy would be named ${name}, longer than ${MAX_NAME_LENGTH} characters; give the employee a shorter name`,
      ]);
    }
    return { name, ...part };
  });
}

/** No document says whether CAM tells policies apart by case alone, so `Alice` is `+alice`; no employee's name has a `+`. */
function withoutCapitals(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `+${letter.toLowerCase()}`);
}

function splitOrExplain(document: PolicyDocument): PrintedDocument[] {
  try {
    return splitDocument(document);
  } catch (error) {
    if (!(error instanceof SplitError)) throw error;
    throw new FillError([error.message]);
  }
}
