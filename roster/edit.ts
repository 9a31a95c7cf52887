/** Edits a roster's text in place: what an edit is not about keeps its bytes, comments, order and line ends included. Pure. */
import { isMap, isNode, isScalar, isSeq, type Pair, parseDocument, type YAMLMap, type YAMLSeq } from "yaml";
import { RosterError, rosterProblem } from "./roster-error.ts";

/** A value that an edit writes: a text, or a list of texts. */
export type EditValue = string | readonly string[];

/** Keys of a new entry, in the order in which they are written. */
export type NewEntry = Readonly<Record<string, string>> & { readonly name: string };

/** The text of one roster, after each edit. */
export class RosterText {
  /** @param file for messages */
  constructor(
    readonly file: string,
    readonly text: string,
  ) {}

  /** Whether there is an employee of that name. */
  has(name: string): boolean {
    return entriesOf(this.text).some((entry) => nameOf(entry) === name);
  }

  /** The value of a key of an employee, where it is a single one. */
  get(name: string, path: readonly string[]): unknown {
    return this.#entry(name).getIn(path);
  }

  /**
   * Sets a key of an employee, or of a map that the employee has; the map is made where there is none.
   *
   * @throws RosterError where nobody has the name
   */
  set(name: string, path: readonly [string] | readonly [string, string], value: EditValue): RosterText {
    const entry = this.#entry(name);
    const [key, inner] = path;
    if (inner === undefined) return this.#setIn(entry, key, printed(value));
    const map = entry.get(key);
    if (isMap(map)) return this.#setIn(map, inner, printed(value));
    return this.#setIn(entry, key, `{ ${inner}: ${printed(value)} }`);
  }

  /** Puts another name in the place of one in everybody's `sharedWith`. */
  renameInSharing(before: string, now: string): RosterText {
    // Read once: a roster has up to a thousand entries, of which few share.
    const holders = entriesOf(this.text).flatMap((entry) => {
      const name = nameOf(entry);
      const shared = entry.getIn(["environment", "sharedWith"]);
      const names = isSeq(shared) ? shared.items.map((item) => (isScalar(item) ? item.value : item)) : [];
      const texts = names.filter((each) => typeof each === "string");
      return typeof name === "string" && texts.includes(before) ? [{ name, texts }] : [];
    });
    return holders.reduce(
      (text: RosterText, { name, texts }) =>
        text.set(
          name,
          ["environment", "sharedWith"],
          texts.map((each) => (each === before ? now : each)),
        ),
      this,
    );
  }

  /** In the order of the roster. */
  names(): string[] {
    return entriesOf(this.text)
      .map(nameOf)
      .filter((name) => typeof name === "string");
  }

  /** Removes a key of an employee; nothing where it is not there. */
  unset(name: string, key: string): RosterText {
    const entry = this.#entry(name);
    const index = entry.items.findIndex((pair) => keyOf(pair) === key);
    const pair = entry.items[index];
    if (pair === undefined) return this;
    const { start, end } = spanOf(pair);
    const next = entry.items[index + 1];
    const before = entry.items[index - 1];
    // The first key stands behind the hyphen or the brace, and what follows takes its place.
    if (before === undefined && next !== undefined) return this.#splice(start, spanOf(next).start, "");
    if (entry.flow) return this.#splice(before === undefined ? start : spanOf(before).end, end, "");
    return this.#splice(this.#lineStart(start), this.#lineEnd(end), "");
  }

  /** Removes an employee's entry. @throws RosterError where nobody has the name */
  remove(name: string): RosterText {
    const [start, end] = rangeOf(this.#entry(name));
    const all = employeesOf(this.text);
    const index = all.items.findIndex((item) => isMap(item) && nameOf(item) === name);
    if (all.flow) {
      const before = all.items[index - 1];
      const next = all.items[index + 1];
      if (isNode(before)) return this.#splice(rangeOf(before)[1], end, "");
      return this.#splice(start, isNode(next) ? rangeOf(next)[0] : end, "");
    }
    const from = this.#lineStart(start);
    const to = this.#lineEnd(end);
    // Of the blank lines around it one set goes along.
    const isSetOff = /(?:^|\n)[ \t]*\r?\n$/.test(this.text.slice(0, from));
    const blank = /^(?:[ \t]*\r?\n)+/.exec(this.text.slice(to))?.[0] ?? "";
    return this.#splice(from, isSetOff ? to + blank.length : to, "");
  }

  /** Adds an entry behind the last one, in its style. */
  add(entry: NewEntry): RosterText {
    const all = employeesOf(this.text);
    const last = all.items.at(-1);
    const pairs = Object.entries(entry).map(([key, value]) => `${key}: ${printed(value)}`);
    if (!isNode(last)) throw noEmployees(this.file);
    const [start, end] = rangeOf(last);
    const flow = `{ ${pairs.join(", ")} }`;
    if (all.flow) return this.#splice(end, end, `, ${flow}`);
    const eol = this.#eol();
    const lineStart = this.#lineStart(start);
    const indent = /^[ \t]*/.exec(this.text.slice(lineStart))?.[0] ?? "";
    const isFlow = isMap(last) && last.flow === true;
    const lines = isFlow
      ? [`${indent}- ${flow}`]
      : pairs.map((pair, at) => `${indent}${at === 0 ? "- " : "  "}${pair}`);
    const isSetOff = all.items.length > 1 && /\n[ \t]*\r?\n$/.test(this.text.slice(0, lineStart));
    const at = this.#lineEnd(end);
    const head = this.text.slice(0, at).endsWith("\n") ? "" : eol;
    return this.#splice(at, at, `${head}${isSetOff ? eol : ""}${lines.join(eol)}${eol}`);
  }

  #setIn(map: YAMLMap, key: string, value: string): RosterText {
    const pair = map.items.find((each) => keyOf(each) === key);
    if (pair !== undefined && isNode(pair.value)) {
      const [start, end] = rangeOf(pair.value);
      return this.#splice(start, end, value);
    }
    const first = map.items[0];
    if (first === undefined) return this.#splice(rangeOf(map)[0], rangeOf(map)[1], `{ ${key}: ${value} }`);
    const { start, end } = spanOf(first);
    if (map.flow) return this.#splice(end, end, `, ${key}: ${value}`);
    const column = start - this.#lineStart(start);
    const at = this.#lineEnd(end);
    const head = this.text.slice(0, at).endsWith("\n") ? "" : this.#eol();
    return this.#splice(at, at, `${head}${" ".repeat(column)}${key}: ${value}${this.#eol()}`);
  }

  #entry(name: string): YAMLMap {
    const found = entriesOf(this.text).find((entry) => nameOf(entry) === name);
    if (found !== undefined) return found;
    const message = `there is no employee named ${JSON.stringify(name)}`;
    throw new RosterError([
      rosterProblem("employee-unknown", { file: this.file, message, remedy: "correct the name" }),
    ]);
  }

  #splice(start: number, end: number, text: string): RosterText {
    return new RosterText(this.file, this.text.slice(0, start) + text + this.text.slice(end));
  }

  #lineStart(offset: number): number {
    return this.text.lastIndexOf("\n", offset - 1) + 1;
  }

  /** Behind the line's end. */
  #lineEnd(offset: number): number {
    const end = this.text.indexOf("\n", Math.max(offset - 1, 0));
    return end < 0 ? this.text.length : end + 1;
  }

  #eol(): string {
    return this.text.includes("\r\n") ? "\r\n" : "\n";
  }
}

function employeesOf(text: string): YAMLSeq {
  const employees = parseDocument(text).get("employees");
  if (!isSeq(employees)) throw noEmployees("the roster");
  return employees;
}

function noEmployees(file: string): RosterError {
  return new RosterError([rosterProblem("missing-key", { file, message: "there is no list `employees`" })]);
}

function entriesOf(text: string): YAMLMap[] {
  return employeesOf(text).items.filter((item) => isMap(item));
}

function nameOf(entry: YAMLMap): unknown {
  return entry.get("name");
}

function keyOf({ key }: Pair): unknown {
  return isScalar(key) ? key.value : undefined;
}

/** From the key to the end of the value, without what follows it. */
function spanOf({ key, value }: Pair): { readonly start: number; readonly end: number } {
  const [start, keyEnd] = rangeOf(key);
  return { start, end: isNode(value) ? rangeOf(value)[1] : keyEnd };
}

/** @throws TypeError for what did not come of a text */
function rangeOf(node: unknown): readonly [number, number] {
  if (!isNode(node) || !node.range) throw new TypeError("a part of the roster has no place");
  return [node.range[0], node.range[1]];
}

/** Plain where nobody could read it as anything but a text, also inside of braces. */
function printed(value: EditValue): string {
  if (typeof value !== "string") return `[${value.map(printed).join(", ")}]`;
  const isPlain =
    /^[A-Za-z][A-Za-z0-9_.-]*(?:@[A-Za-z0-9.-]+)?$/.test(value) && !/^(?:true|false|null|yes|no|on|off)$/i.test(value);
  return isPlain || /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : JSON.stringify(value);
}
