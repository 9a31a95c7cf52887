/** CloudBase actions on the API keys of an environment. The keys are made up and open nothing. */
import { z } from "zod";
import type { Action } from "../../action.ts";
import { ApiError } from "../../errors.ts";
import { nextId, nextSecret } from "../../ids.ts";
import { MAX_API_KEYS } from "./limits.ts";
import { environmentOf, ofItsEnvironment, readyEnvironmentOf, tcbAction } from "./service.ts";
import type { ApiKey } from "./state.ts";

const KEY_TYPE = z.enum(["api_key", "publish_key"]);

/** The key is in this answer and nowhere else. */
const createApiKey = tcbAction("CreateApiKey", {
  writes: true,
  body: z.strictObject({
    EnvId: z.string(),
    KeyType: KEY_TYPE,
    KeyName: z.string().optional(),
    ExpireIn: z.int().optional(),
  }),
  resources: ofItsEnvironment,
  answer: ({ EnvId, KeyType, KeyName, ExpireIn = 0 }, call, cloud) => {
    const environment = readyEnvironmentOf(cloud, call, EnvId);
    if (ExpireIn !== 0 && ExpireIn < 7200) {
      throw new ApiError("InvalidParameter", "`ExpireIn` takes at least 7200 seconds, or 0 for never.");
    }
    const max = KeyType === "publish_key" ? 1 : MAX_API_KEYS;
    if (environment.apiKeys.filter(({ type }) => type === KeyType).length >= max) {
      throw new ApiError(
        "LimitExceeded",
        `The environment ${EnvId} has ${max} keys of type ${KeyType}, which is the limit.`,
      );
    }
    const secret = [KeyType, "payload", "signature"].map((part) => nextSecret(cloud, `tcb key ${part}`, 32)).join(".");
    const key: ApiKey = {
      id: nextId(cloud, "tcb key", 22),
      name: KeyType === "publish_key" ? KeyType : (KeyName ?? "api_key"),
      type: KeyType,
      masked: `${secret.slice(0, 6)}******${secret.slice(-6)}`,
      createdAt: call.now,
      ...(ExpireIn === 0 ? {} : { expiresAt: call.now + ExpireIn * 1000 }),
    };
    environment.apiKeys.push(key);
    return keyAnswer(key, secret);
  },
});

const describeApiKeyList = tcbAction("DescribeApiKeyList", {
  writes: false,
  body: z.strictObject({
    EnvId: z.string(),
    PageNumber: z.int().min(1).optional(),
    PageSize: z.int().min(1).optional(),
    KeyType: KEY_TYPE.optional(),
  }),
  resources: ofItsEnvironment,
  answer: ({ EnvId, PageNumber = 1, PageSize = 10, KeyType }, call, cloud) => {
    const { apiKeys } = environmentOf(cloud, call, EnvId);
    const found = apiKeys.filter(({ type }) => KeyType === undefined || type === KeyType);
    const page = found.slice((PageNumber - 1) * PageSize, PageNumber * PageSize);
    return { Data: page.map((key) => keyAnswer(key, key.masked)), Total: found.length };
  },
});

/** Deleting a key that is not there is a success. */
const deleteApiKey = tcbAction("DeleteApiKey", {
  writes: true,
  body: z.strictObject({ EnvId: z.string(), KeyId: z.string() }),
  resources: ofItsEnvironment,
  answer: ({ EnvId, KeyId }, call, cloud) => {
    const environment = environmentOf(cloud, call, EnvId);
    environment.apiKeys = environment.apiKeys.filter(({ id }) => id !== KeyId);
    return {};
  },
});

function keyAnswer({ id, name, createdAt, expiresAt }: ApiKey, secret: string): object {
  return {
    KeyId: id,
    Name: name,
    ApiKey: secret,
    CreateAt: new Date(createdAt).toISOString(),
    ...(expiresAt === undefined ? {} : { ExpireAt: new Date(expiresAt).toISOString() }),
  };
}

export const apiKeyActions: readonly Action[] = [createApiKey, describeApiKeyList, deleteApiKey];
