/** Uploads by HTML forms, which carry their own kind of signature (https://cloud.tencent.com/document/product/436/14690). */

import { z } from "zod";
import { parseJson } from "../json.ts";
import type { Credentials } from "../signature.ts";
import { accessDenied, StorageError } from "./error.ts";
import type { StorageRequest } from "./request.ts";
import { EXPIRED, sha1, verifyStated } from "./signature.ts";

/** An upload whose signature is yet to be verified. */
export interface FormUpload {
  /** Of the object, with the file's name put in. */
  readonly key: string;
  /** Bytes of the file. */
  readonly size: number;
  /** All fields but the file, by lower-case name; `key` as above. */
  readonly fields: ReadonlyMap<string, string>;
}

/** @throws StorageError `MalformedPOSTRequest` */
export async function readForm({ headers, body }: StorageRequest): Promise<FormUpload> {
  const fields = new Map<string, string>();
  let file: File | undefined;
  for (const [sentName, value] of await parsedForm(headers["content-type"] ?? "", body)) {
    const name = sentName.toLowerCase();
    // One of two fields could be signed and the other one be used.
    if (fields.has(name) || (name === "file" && file !== undefined)) throw malformed("names a field twice");
    if (typeof value === "string") fields.set(name, value);
    else if (name === "file") file = value;
    else throw malformed("has a file in another field than `file`");
  }
  const { name: fileName = "", size = fields.get("file")?.length ?? 0 } = file ?? {};
  const key = fields.get("key")?.replaceAll("${filename}", () => fileName);
  if (key === undefined || key === "") throw malformed("has no field `key`");
  if (file === undefined && !fields.has("file")) throw malformed("has no field `file`");
  return { key, size, fields: fields.set("key", key) };
}

async function parsedForm(contentType: string, body: Buffer): Promise<FormData> {
  const response = new Response(body, { headers: { "content-type": contentType } });
  return response.formData().catch((cause: unknown) => {
    // The body is in memory, so that there is nothing to fail but its form.
    throw malformed(`cannot be read: ${String(cause)}`);
  });
}

/**
 * @param bucket as the host names it.
 * @param now milliseconds since 1970.
 * @returns the credentials that the form is signed with.
 * @throws StorageError as `verifySignature`; `InvalidPolicyDocument`; `AccessDenied`, `EntityTooSmall` or `EntityTooLarge` for a form that
 * is not as its policy wants it.
 */
export function verifyForm<Found extends Credentials>(
  upload: FormUpload,
  bucket: string,
  find: (secretId: string) => Found | undefined,
  now: number,
): Found {
  const field = (name: string) => upload.fields.get(name) ?? "";
  if (!upload.fields.has("q-signature")) throw accessDenied();
  const policyText = Buffer.from(field("policy"), "base64");
  const keyTime = field("q-key-time");
  const credentials = verifyStated(
    {
      algorithm: field("q-sign-algorithm"),
      secretId: field("q-ak"),
      signTime: keyTime,
      keyTime,
      signature: field("q-signature"),
      token: field("x-cos-security-token"),
    },
    [sha1(policyText)],
    find,
    now,
  );
  const policy = readPolicy(policyText.toString("utf8"));
  if (Date.parse(policy.expiration) < now) throw new StorageError("AccessDenied", EXPIRED);
  checkConditions(policy.conditions, upload, bucket);
  return credentials;
}

const Condition = z.union([
  z.record(z.string(), z.string()),
  z.tuple([z.enum(["eq", "starts-with"]), z.string().startsWith("$"), z.string()]),
  z.tuple([z.literal("content-length-range"), z.int(), z.int()]),
]);

const Policy = z.object({ expiration: z.iso.datetime(), conditions: z.array(Condition) });

function readPolicy(text: string): z.output<typeof Policy> {
  try {
    return Policy.parse(parseJson(text));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    throw new StorageError("InvalidPolicyDocument", "The policy is not JSON of the documented form.");
  }
}

/** Conditions that every policy has. The last one is about the field `q-key-time`. */
const REQUIRED = ["q-sign-algorithm", "q-ak", "q-sign-time"];

function checkConditions(conditions: readonly z.output<typeof Condition>[], upload: FormUpload, bucket: string): void {
  const exact = new Set<string>();
  for (const condition of conditions) {
    if (!Array.isArray(condition)) {
      for (const [name, value] of Object.entries(condition)) check(name.toLowerCase(), (sent) => sent === value);
    } else if (condition[0] === "content-length-range") {
      const [, least, most] = condition;
      if (upload.size < least) throw new StorageError("EntityTooSmall", "The file is smaller than the policy allows.");
      if (upload.size > most) throw new StorageError("EntityTooLarge", "The file is larger than the policy allows.");
    } else {
      const [kind, variable, value] = condition;
      check(variable.slice(1).toLowerCase(), (sent) => (kind === "eq" ? sent === value : sent.startsWith(value)), kind);
    }
  }
  const missing = REQUIRED.find((name) => !exact.has(name));
  if (missing !== undefined) {
    throw new StorageError(
      "InvalidPolicyDocument",
      `The policy has no condition that ${missing} be what the form says.`,
    );
  }

  function check(name: string, holds: (sent: string) => boolean, kind = "eq"): void {
    const sent = name === "bucket" ? bucket : upload.fields.get(name === "q-sign-time" ? "q-key-time" : name);
    if (sent === undefined || !holds(sent)) {
      throw new StorageError("AccessDenied", `The form is not as its policy wants it: see the field ${name}.`);
    }
    if (kind === "eq") exact.add(name);
  }
}

function malformed(why: string): StorageError {
  return new StorageError("MalformedPOSTRequest", `The form ${why}.`);
}
