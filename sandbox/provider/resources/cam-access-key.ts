/** tencentcloud_cam_access_key: an access key of a sub-account. The id is `<uin>#<secret id>`. */
import type { ApiClient } from "../client.ts";
import { answered } from "../errors.ts";
import { DiagnosticError } from "../protocol/diagnostics.ts";
import type { Resource } from "../protocol/provider.ts";
import { type Members, numberOf, stringOf } from "../protocol/value.ts";
import { differs, idParts, numericId, told } from "./arguments.ts";

export const camAccessKey: Resource<ApiClient> = {
  forceNew: ["pgp_key"],

  create: async (planned, { client, keep }) => {
    const pgpKey = stringOf(planned, "pgp_key") || undefined;
    // Before there is a secret that nobody could read.
    const encrypt = pgpKey === undefined ? undefined : await encryptFor(pgpKey);
    const uin = numberOf(planned, "target_uin");
    const { AccessKey } = await client.retried("cam", "CreateAccessKey", { TargetUin: uin });
    const secretId = answered("CreateAccessKey", "AccessKeyId", AccessKey?.AccessKeyId);
    const secret = answered("CreateAccessKey", "SecretAccessKey", AccessKey?.SecretAccessKey);
    const created = {
      ...planned,
      id: `${uin ?? 0}#${secretId}`,
      access_key: secretId,
      ...(encrypt === undefined ? { secret_access_key: secret } : await encrypt(secret)),
    };
    keep(created);
    return (await read(created, client)) ?? created;
  },

  read: (state, { client }) => read(state, client),

  // `target_uin` is sent nowhere: a change of it does nothing, and shows at each plan.
  update: async (prior, planned, { client }) => {
    if (differs(prior, planned, "status")) {
      const [uin, secretId] = idParts(prior);
      await client.retried("cam", "UpdateAccessKey", {
        TargetUin: numericId("target_uin", uin),
        AccessKeyId: secretId,
        Status: stringOf(planned, "status") ?? "",
      });
    }
    return { ...planned, target_uin: prior.target_uin ?? null };
  },

  delete: async (state, { client }) => {
    const [uin, secretId] = idParts(state);
    await client.retried("cam", "DeleteAccessKey", { TargetUin: numericId("target_uin", uin), AccessKeyId: secretId });
  },
};

async function read(state: Members, client: ApiClient): Promise<Members | null> {
  const [uin, secretId] = idParts(state);
  const { AccessKeys } = await client.retried("cam", "ListAccessKeys", { TargetUin: numericId("target_uin", uin) });
  const key = AccessKeys?.find(({ AccessKeyId }) => AccessKeyId === secretId);
  if (key === undefined) return null;
  return { ...state, access_key: secretId, target_uin: Number(uin), ...told({ status: key.Status }) };
}

/** @throws DiagnosticError for what is no public key that can encrypt */
async function encryptFor(pgpKey: string): Promise<(secret: string) => Promise<Members>> {
  // Loaded on first use: it is large, and few stacks have a key.
  const { createMessage, encrypt, readKey } = await import("openpgp");
  try {
    const key = await readKey({ binaryKey: Uint8Array.from(Buffer.from(pgpKey, "base64")) });
    await key.getEncryptionKey();
    return async (secret) => {
      const message = await createMessage({ text: secret });
      const encrypted = await encrypt({ message, encryptionKeys: key, format: "binary" });
      return {
        encrypted_secret_access_key: Buffer.from(encrypted).toString("base64"),
        key_fingerprint: key.getFingerprint(),
      };
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DiagnosticError(`pgp_key is no key that can encrypt: ${reason}`);
  }
}
