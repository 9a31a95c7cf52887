/** Reads which objects a request deletes (https://cloud.tencent.com/document/product/436/8289). */
import { isUtf8 } from "node:buffer";
import { StorageError } from "./error.ts";

/** Objects that one request may delete. */
const MOST = 1000;

// No comments, CDATA or declarations of types: whatever two readers could read in two ways is refused.
const START = /^\uFEFF?\s*(?:<\?xml [^<>]*\?>)?\s*<Delete(?: xmlns="[^"<&]*")?>/;
const QUIET = /\s*<Quiet>\s*(?:true|false)\s*<\/Quiet>/y;
const OBJECT = /\s*<Object>((?:\s*<(?:Key>[^<]*<\/Key|VersionId>[^<]*<\/VersionId|VersionId *\/)>)*)\s*<\/Object>/y;
const KEY = /<Key>([^<]*)<\/Key>/g;
const END = /\s*<\/Delete>\s*$/y;

/**
 * The keys of `<Delete><Object><Key>…</Key></Object>…</Delete>`, in their order.
 *
 * @throws StorageError `MalformedXML`
 */
export function deletedKeys(body: Buffer): string[] {
  if (!isUtf8(body)) throw malformed("is not UTF-8");
  const text = body.toString("utf8");
  let position = START.exec(text)?.[0].length ?? 0;
  if (position === 0) throw malformed("does not begin with <Delete>");
  const keys: string[] = [];
  for (;;) {
    const object = matchAt(OBJECT, text, position);
    const found = object ?? matchAt(QUIET, text, position);
    if (found === null) break;
    position += found[0].length;
    if (object !== null) keys.push(keyOf(object[1] ?? ""));
  }
  if (matchAt(END, text, position) === null) throw malformed("has something else than Quiet and Object in it");
  if (keys.length === 0 || keys.length > MOST) throw malformed(`must name 1 to ${MOST} objects`);
  return keys;
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  // Sticky patterns remember a position; a copy keeps the constants unchanged.
  const own = new RegExp(pattern);
  own.lastIndex = position;
  return own.exec(text);
}

function keyOf(object: string): string {
  const [key, ...others] = [...object.matchAll(KEY)].map(([, text = ""]) => unescaped(text));
  if (key === undefined || key === "" || others.length > 0) throw malformed("has an Object without exactly one Key");
  return key;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", apos: "'", gt: ">", lt: "<", quot: '"' };

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));|&/gi, (_whole, decimal, hexadecimal, name) => {
    const known = typeof name === "string" && Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
    if (known !== undefined) return known;
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    // Half of a surrogate pair is no character.
    if (!(code >= 1 && code <= 0x10_ff_ff) || (code >= 0xd8_00 && code <= 0xdf_ff))
      throw malformed("has an unknown entity");
    return String.fromCodePoint(code);
  });
}

function malformed(why: string): StorageError {
  return new StorageError("MalformedXML", `The list of objects to delete ${why}.`);
}
