/** Numbers, ids and secrets that look random and are the same in every run. */
import { createHash, createHmac } from "node:crypto";
import type { Cloud } from "./cloud.ts";

/** The next number of a sequence; the first one is 1. */
export function nextNumber(cloud: Pick<Cloud, "counters">, sequence: string): number {
  const next = (Object.hasOwn(cloud.counters, sequence) ? (cloud.counters[sequence] ?? 0) : 0) + 1;
  cloud.counters[sequence] = next;
  return next;
}

/** The next id of a sequence: `length` characters of a-z and 0-9, spread as Tencent Cloud's own are (`lhins-` + 8 characters). */
export function nextId(cloud: Pick<Cloud, "counters">, sequence: string, length: number): string {
  return lettersAndDigits(
    createHash("sha512")
      .update(`${sequence}:${nextNumber(cloud, sequence)}`)
      .digest(),
    length,
    SMALL,
  );
}

/** A secret of letters and digits that only follows from the root key, at most 64 characters. */
export function nextSecret(cloud: Cloud, sequence: string, length: number): string {
  const name = `${sequence}:${nextNumber(cloud, sequence)}`;
  return lettersAndDigits(
    createHmac("sha512", cloud.account.rootSecretKey).update(name).digest(),
    length,
    SMALL + LARGE,
  );
}

const SMALL = "abcdefghijklmnopqrstuvwxyz0123456789";
const LARGE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

function lettersAndDigits(digest: Buffer, length: number, alphabet: string): string {
  return [...digest.subarray(0, length)].map((byte) => alphabet.charAt(byte % alphabet.length)).join("");
}
