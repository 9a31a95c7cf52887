/** Reads JSON with the places of its members, and finds the keys that are written twice, which JSON.parse does not report. */
import { memberPath } from "./problem.ts";

/** Line and column, both counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface JsonDocument {
  readonly value: unknown;
  /** Where the value at a path (`statement[0].effect`) starts. */
  readonly places: ReadonlyMap<string, Place>;
  /** Paths of keys that their object has more than once; the last one wins, as in JSON.parse. */
  readonly duplicates: readonly { readonly path: string; readonly place: Place }[];
}

/** Text that is not JSON. */
export class JsonSyntaxError extends Error {
  override readonly name = "JsonSyntaxError";

  constructor(
    readonly place: Place,
    message: string,
  ) {
    super(message);
  }
}

/** Deeper nesting than any policy has; keeps a hostile file from exhausting the stack. */
const MAXIMAL_DEPTH = 64;

/**
 * Parses JSON (RFC 8259) and remembers where everything stands.
 *
 * @throws JsonSyntaxError with the place of the first mistake.
 */
export function parseJson(text: string): JsonDocument {
  const places = new Map<string, Place>();
  const duplicates: { path: string; place: Place }[] = [];
  const lines = lineStarts(text);
  let offset = text.startsWith("\uFEFF") ? 1 : 0;

  const value = readValue("", 0);
  skipSpace();
  if (offset < text.length) fail("there is more text after the end of the document; remove it");
  return { value, places, duplicates };

  function readValue(path: string, depth: number): unknown {
    skipSpace();
    if (depth > MAXIMAL_DEPTH) fail(`nested more than ${MAXIMAL_DEPTH} levels deep`);
    places.set(path, placeOf(lines, offset));
    const character = text[offset];
    if (character === "{") return readObject(path, depth);
    if (character === "[") return readArray(path, depth);
    if (character === '"') return readString();
    return readWord();
  }

  function readObject(path: string, depth: number): unknown {
    const entries = new Map<string, unknown>();
    offset += 1;
    if (closes("}")) return {};
    do {
      skipSpace();
      const start = offset;
      if (offset >= text.length) fail("the text ends before the document does");
      if (text[offset] === "}") fail("a comma before } is one too many");
      if (text[offset] !== '"') fail("expected a name in double quotes");
      const key = readString();
      if (entries.has(key)) duplicates.push({ path: memberPath(path, key), place: placeOf(lines, start) });
      skipSpace();
      if (text[offset] !== ":") fail(`expected a colon after "${key}"`);
      offset += 1;
      entries.set(key, readValue(memberPath(path, key), depth + 1));
    } while (continues("}"));
    return Object.fromEntries(entries);
  }

  function readArray(path: string, depth: number): unknown[] {
    const values: unknown[] = [];
    offset += 1;
    if (closes("]")) return values;
    do {
      skipSpace();
      if (text[offset] === "]") fail("a comma before ] is one too many");
      values.push(readValue(memberPath(path, values.length), depth + 1));
    } while (continues("]"));
    return values;
  }

  function closes(end: string): boolean {
    skipSpace();
    if (text[offset] !== end) return false;
    offset += 1;
    return true;
  }

  function continues(end: string): boolean {
    if (closes(end)) return false;
    if (text[offset] !== ",") fail(`expected a comma or ${end}`);
    offset += 1;
    return true;
  }

  function readString(): string {
    const written = /"(?:[^"\\\r\n]|\\.)*"/y;
    written.lastIndex = offset;
    const found = written.exec(text)?.[0];
    if (found === undefined) fail("a text in double quotes does not end on its line");
    try {
      const value: unknown = JSON.parse(found);
      offset += found.length;
      return String(value);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return fail('a text has a tab or the like, or a backslash before none of " \\ / b f n r t u0000');
    }
  }

  function readWord(): unknown {
    const word = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    word.lastIndex = offset;
    const found = word.exec(text)?.[0];
    if (found === undefined) {
      if (offset >= text.length) fail("the text ends before the document does");
      fail(`expected a value, found ${JSON.stringify(text[offset])}`);
    }
    offset += found.length;
    return JSON.parse(found);
  }

  function skipSpace(): void {
    while (/^[ \t\r\n]$/.test(text[offset] ?? "")) offset += 1;
    if (text[offset] === "/") fail("JSON has no comments; remove this one");
  }

  function fail(message: string): never {
    throw new JsonSyntaxError(placeOf(lines, offset), message);
  }
}

function lineStarts(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
}

/** Binary search for the line, since a policy file may have thousands of values. */
function placeOf(lines: readonly number[], offset: number): Place {
  let low = 0;
  let high = lines.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: offset - (lines[low] ?? 0) + 1 };
}
