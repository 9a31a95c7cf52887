/** Checks resources and tags as the tag service does. */
import { parseResource } from "../../../../policies/language/resource.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import type { TaggedResource } from "./tags.ts";

/**
 * Reads a six-segment resource; the Terraform provider writes its account as `uin/` without a number.
 *
 * @throws ApiError `InvalidParameterValue.ResourceDescriptionError`, `InvalidParameterValue.UinInvalid`
 */
export function readResource(text: string, { account }: Pick<Cloud, "account">): TaggedResource {
  const parsed = parseResource(text);
  if ("problem" in parsed || parsed.resource === "*") throw malformed(text);
  const { service, region, account: owner, path } = parsed.resource;
  const slash = path.indexOf("/");
  if (service === "" || slash < 1 || slash === path.length - 1) throw malformed(text);
  if (!["", "uin/", "uid/", `uin/${account.ownerUin}`, `uid/${account.appId}`].includes(owner)) {
    throw new ApiError("InvalidParameterValue.UinInvalid", `The resource \`${text}\` is another account's.`);
  }
  return { service, region, prefix: path.slice(0, slash), id: path.slice(slash + 1) };
}

/** All of them, or none. */
export function readResourceList(list: readonly string[], cloud: Cloud): TaggedResource[] {
  return list.map((text) => readResource(text, cloud));
}

function malformed(text: string): ApiError {
  return new ApiError(
    "InvalidParameterValue.ResourceDescriptionError",
    `The resource \`${text}\` is not of the form qcs::<service>:<region>:uin/<root account>:<prefix>/<id>.`,
  );
}

/** Limits of tags (https://www.tencentcloud.com/document/product/651/13354). */
const KEY_LENGTH = 127;
const VALUE_LENGTH = 255;
const TAGS_OF_RESOURCE = 50;
const CHARACTERS = /^[\p{L}\p{N} +\-=._:/@()（）【】]*$/u;

/** @throws ApiError for a key or value that is too long or has a wrong character, a reserved key, or a tag too many. */
export function checkTags(added: Readonly<Record<string, string>>, present: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(added)) {
    if (key === "") throw new ApiError("InvalidParameterValue.TagKeyEmpty", "The tag key is empty.");
    if (key.length > KEY_LENGTH) {
      throw new ApiError(
        "InvalidParameterValue.TagKeyLengthExceeded",
        `The tag key has more than ${KEY_LENGTH} characters.`,
      );
    }
    if (value.length > VALUE_LENGTH) {
      throw new ApiError(
        "InvalidParameterValue.TagValueLengthExceeded",
        `The tag value has more than ${VALUE_LENGTH} characters.`,
      );
    }
    if (key.startsWith("qcs:"))
      throw new ApiError("InvalidParameter.ReservedTagKey", "Tag keys must not start with qcs:.");
    if (!CHARACTERS.test(key)) {
      throw new ApiError(
        "InvalidParameterValue.TagKeyCharacterIllegal",
        `The tag key \`${key}\` has an illegal character.`,
      );
    }
    if (!CHARACTERS.test(value)) {
      throw new ApiError(
        "InvalidParameterValue.TagValueCharacterIllegal",
        `The tag value \`${value}\` has an illegal character.`,
      );
    }
  }
  if (Object.keys({ ...present, ...added }).length > TAGS_OF_RESOURCE) {
    throw new ApiError("LimitExceeded.ResourceAttachedTags", `A resource has at most ${TAGS_OF_RESOURCE} tags.`);
  }
}
