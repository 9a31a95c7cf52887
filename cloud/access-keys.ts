/** The access keys of sub-accounts: which there are, and whether they sign. Never the keys themselves. */
import { z } from "zod";
import { anyAnswer, type Clients } from "./client.ts";

export interface AccessKey {
  /** Public half: `AKID…`. */
  readonly id: string;
  readonly isActive: boolean;
  readonly description: string;
  /** As the cloud writes it (`2026-11-27 08:00:00`); empty where it says none. */
  readonly created: string;
}

/** Both halves, as cam:CreateAccessKey gives them, once. */
export interface NewAccessKey {
  readonly secretId: string;
  readonly secretKey: string;
}

const userAnswer = z.object({ Uin: z.int().positive() });
const keysAnswer = z.object({
  AccessKeys: z
    .array(
      z.object({
        AccessKeyId: z.string(),
        Status: z.string().nullish(),
        Description: z.string().nullish(),
        CreateTime: z.string().nullish(),
      }),
    )
    .nullish(),
});
/** UIN of a sub-account (cam:GetUser). @throws CloudError where there is none of that name */
export async function uinOf(clients: Clients, name: string): Promise<number> {
  const { Uin } = await clients.call("cam:GetUser", userAnswer, () => clients.cam.GetUser({ Name: name }));
  return Uin;
}

/** cam:ListAccessKeys. @throws CloudError when the call fails */
export async function listAccessKeys(clients: Clients, uin: number): Promise<AccessKey[]> {
  const { AccessKeys } = await clients.call("cam:ListAccessKeys", keysAnswer, () =>
    clients.cam.ListAccessKeys({ TargetUin: uin }),
  );
  return (AccessKeys ?? []).map(({ AccessKeyId: id, Status, Description, CreateTime }) => ({
    id,
    isActive: Status === "Active",
    description: Description ?? "",
    created: CreateTime ?? "",
  }));
}

/** cam:UpdateAccessKey; twice is no harm. @throws CloudError when the call fails */
export async function setAccessKey(clients: Clients, uin: number, id: string, isActive: boolean): Promise<void> {
  await clients.call("cam:UpdateAccessKey", anyAnswer, () =>
    clients.cam.UpdateAccessKey({ TargetUin: uin, AccessKeyId: id, Status: isActive ? "Active" : "Inactive" }),
  );
}

const newKeyAnswer = z.object({ AccessKey: z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string() }) });

/** cam:CreateAccessKey, with a single try: twice would make two. @param description of `\w` and `=,.@:/-` @throws CloudError */
export async function createAccessKey(clients: Clients, uin: number, description: string): Promise<NewAccessKey> {
  const { AccessKey } = await clients.once("cam:CreateAccessKey", newKeyAnswer, () =>
    clients.cam.CreateAccessKey({ TargetUin: uin, Description: description }),
  );
  return { secretId: AccessKey.AccessKeyId, secretKey: AccessKey.SecretAccessKey };
}

/** cam:DeleteAccessKey. @throws CloudError */
export async function deleteAccessKey(clients: Clients, uin: number, id: string): Promise<void> {
  await clients.call("cam:DeleteAccessKey", anyAnswer, () =>
    clients.cam.DeleteAccessKey({ TargetUin: uin, AccessKeyId: id }),
  );
}
