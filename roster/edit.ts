/** Edits a roster's text in place: what an edit is not about keeps its bytes, comments, order and line ends included. Pure. */
import { isMap, isNode, isScalar, isSeq, type YAMLMap } from "yaml";
import {
  type EditValue,
  employeesOf,
  entriesOf,
  keyOf,
  nameOf,
  noEmployees,
  printed,
  rangeOf,
  spanOf,
} from "./edit-nodes.ts";
import { RosterError, rosterProblem } from "./roster-error.ts";

/** Keys of a new entry, in the order in which they are written. */
export type NewEntry = Readonly<Record<string, EditValue>> & { readonly name: string };

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
   * Sets a key of an employee, or of a map within; the map is made where there is none.
   *
   * @throws RosterError where nobody has the name
   */
  set(name: string, path: readonly [string, ...string[]], value: EditValue): RosterText {
    let map = this.#entry(name);
    for (const [index, key] of path.entries()) {
      const inner: unknown = map.get(key);
      const rest = path.slice(index + 1);
      if (rest.length === 0 || !isMap(inner)) {
        return this.#setIn(map, key, printed(rest.reduceRight<EditValue>((part, each) => ({ [each]: part }), value)));
      }
      map = inner;
    }
    return this;
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
    // Of the blank lines around it one set goes along, and those behind the first entry.
    const isSetOff = index === 0 || /(?:^|\n)[ \t]*\r?\n$/.test(this.text.slice(0, from));
    const blank = /^(?:[ \t]*\r?\n)+/.exec(this.text.slice(to))?.[0] ?? "";
    return this.#splice(from, isSetOff ? to + blank.length : to, "");
  }

  /** Adds an entry behind the last one, in its style. */
  add(entry: NewEntry): RosterText {
    const pairs = Object.entries(entry).map(([key, value]) => `${key}: ${printed(value)}`);
    const last = employeesOf(this.text).items.at(-1);
    return this.#append(isMap(last) && last.flow === true ? [`{ ${pairs.join(", ")} }`] : pairs);
  }

  /** Takes over an employee's entry of another roster as it is written there, comments within it included. */
  addFrom(other: RosterText, name: string): RosterText {
    const entry = other.#entry(name);
    const [start, end] = rangeOf(entry);
    if (employeesOf(this.text).flow) return this.#append([printed(entry.toJSON())]);
    const column = start - other.#lineStart(start);
    const [first = "", ...rest] = other.text.slice(start, other.#lineEnd(end)).trimEnd().split(/\r?\n/);
    // A list in braces goes on behind the entry, on its last line.
    if (entry.flow) return this.#append(other.text.slice(start, end).split(/\r?\n/));
    return this.#append([first, ...rest.map((line) => line.slice(Math.min(column, line.search(/\S|$/))))]);
  }

  /** @param lines Of one entry, without its hyphen and indentation. */
  #append(entry: readonly string[]): RosterText {
    const all = employeesOf(this.text);
    const last = all.items.at(-1);
    if (!isNode(last)) throw noEmployees(this.file);
    const [start, end] = rangeOf(last);
    if (all.flow) return this.#splice(end, end, `, ${entry.join(" ")}`);
    const eol = this.#eol();
    const lineStart = this.#lineStart(start);
    const indent = /^[ \t]*/.exec(this.text.slice(lineStart))?.[0] ?? "";
    const lines = entry.map((line, at) => (line === "" ? "" : `${indent}${at === 0 ? "- " : "  "}${line}`));
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
