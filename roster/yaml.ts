/** Reads YAML so that every value keeps its place, and refuses what a reviewer could misread. */
import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from "yaml";
import type { Place } from "../problems/problems.ts";
import { slips } from "./slips.ts";
import type { YamlProblem } from "./yaml-problem.ts";

/** Keys and positions from the root to a value, as zod gives them. */
export type Path = readonly PropertyKey[];

export interface YamlFile {
  /** Plain JSON-like value; keys are texts. */
  readonly value: unknown;
  /** Place of the value at a path, or of the nearest thing around it that exists. */
  placeOf(path: Path): Place;
  /** Place of a key in the map at a path. */
  placeOfKey(path: Path, key: string): Place;
  /** A single value as it is written, without quotes: `007`; undefined for lists and maps. */
  written(path: Path): string | undefined;
  /** Keys that their map has more than once, of which the last one would count. */
  readonly doubles: readonly DoubleKey[];
  /** Slips of the pen, which explain what else is wrong in their lines. */
  slips(): readonly YamlProblem[];
}

export interface DoubleKey extends Place {
  /** Of the map. */
  readonly path: Path;
  readonly key: string;
  /** Line of the first one. */
  readonly firstLine: number;
}

/** The file, or everything that is wrong with it as YAML. */
export function readYaml(source: string): { file: YamlFile } | { problems: YamlProblem[] } {
  const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: false,
    // They are found below, with the place of the other one, and do not hide what else is wrong.
    uniqueKeys: false,
  });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };

  if (document.errors.length > 0) {
    // What YAML says of a slip is only its consequence.
    const marks = slips(text);
    if (marks.length > 0) return { problems: marks };
    return { problems: distinct(document.errors.map((error) => ({ ...at(error.pos[0]), ...sentence(error) }))) };
  }
  const problems: YamlProblem[] = [];
  const refuse = (node: unknown, message: string, remedy: string) => {
    problems.push({ rule: "yaml-feature", ...at(isNode(node) ? (node.range?.[0] ?? 0) : 0), message, remedy });
  };
  const doubles: DoubleKey[] = [];
  visit(document, (_key, node, ancestors) => {
    if (isMap(node)) doubles.push(...doublesOf(node, [...ancestors, node], at));
    if (isAlias(node)) {
      refuse(
        node,
        `\`*${node.source}\` repeats another part of the file`,
        "write the values out, or put them under `defaults`",
      );
    } else if (isPair(node)) {
      if (isScalar(node.key) && node.key.value === "<<") {
        refuse(node.key, "merge keys (`<<`) are not supported", "write the values out, or put them under `defaults`");
        return visit.SKIP;
      }
      if (!isScalar(node.key) || typeof node.key.value !== "string") {
        refuse(node.key, "a key must be a text", "write it in quotes");
      }
    } else if (isNode(node) && "anchor" in node && node.anchor !== undefined) {
      refuse(
        node,
        `anchors (\`&${node.anchor}\`) are not supported`,
        "write the values out, or put them under `defaults`",
      );
    } else if (isNode(node) && node.tag?.startsWith("!") && !node.tag.startsWith("!!")) {
      refuse(node, `the tag \`${node.tag}\` is not supported`, "remove it");
    }
    return undefined;
  });
  if (problems.length > 0) return { problems };

  const nodeAt = (path: Path): Node | null => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return node;
    }
    return null;
  };
  const placeOf = (path: Path): Place => at(nodeAt(path)?.range?.[0] ?? 0);
  return {
    file: {
      value: document.toJS(),
      doubles,
      slips: () => slips(text),
      written: (path) => {
        const node = document.getIn(path, true);
        return isScalar(node) && typeof node.source === "string" ? node.source : undefined;
      },
      placeOf,
      placeOfKey: (path, key) => {
        const map = nodeAt(path);
        const pair = isMap(map) ? map.items.find((each) => isScalar(each.key) && each.key.value === key) : undefined;
        return isScalar(pair?.key) && pair.key.range ? at(pair.key.range[0]) : placeOf(path);
      },
    },
  };
}

/** The parser may say the same twice. */
function distinct(problems: readonly YamlProblem[]): YamlProblem[] {
  return [...new Map(problems.map((each) => [JSON.stringify(each), each])).values()];
}

/** @param way From the document to the map itself. */
function doublesOf(map: YAMLMap, way: readonly unknown[], at: (offset: number) => Place): DoubleKey[] {
  const firsts = new Map<string, Place>();
  return map.items.flatMap(({ key }) => {
    if (!isScalar(key) || typeof key.value !== "string" || !key.range) return [];
    const place = at(key.range[0]);
    const first = firsts.get(key.value);
    if (first === undefined) {
      firsts.set(key.value, place);
      return [];
    }
    return [{ ...place, path: pathOf(way), key: key.value, firstLine: first.line }];
  });
}

/** Keys and positions on the way from the document to a node. */
function pathOf(way: readonly unknown[]): Path {
  return way.flatMap((node, index): PropertyKey[] => {
    const child = way[index + 1];
    if (isPair(node)) return isScalar(node.key) ? [String(node.key.value)] : [];
    return isSeq(node) && isNode(child) ? [node.items.indexOf(child)] : [];
  });
}

/** The parser's own words, but for the mistakes that people make most. */
function sentence(error: YAMLError): Pick<YamlProblem, "rule" | "message" | "remedy"> {
  const rule = "not-yaml";
  switch (error.code) {
    case "TAB_AS_INDENT":
      return { rule, message: "a tab indents this line", remedy: "YAML wants spaces" };
    case "MULTIPLE_DOCS":
      return { rule, message: "a second document starts here (`---`)", remedy: "one roster is one document" };
    case "BAD_INDENT":
      if (/^Flow/.test(error.message)) {
        return { rule, message: "a `[` or `{` is opened and not closed", remedy: "close it on the same line" };
      }
      return {
        rule,
        message: "this line does not begin where its neighbours do, or ends a list or map too early",
        remedy: "give it as many blanks as the keys that it belongs to",
      };
    case "BLOCK_AS_IMPLICIT_KEY":
    case "MULTILINE_IMPLICIT_KEY":
      return {
        rule,
        message: "this is neither a key with its value nor an entry of a list",
        remedy: "check the blanks at its beginning, and put a text with `: ` in it in quotes",
      };
    case "MISSING_CHAR":
      return /quote/i.test(error.message)
        ? { rule, message: "a quote is opened and not closed", remedy: "close it on the same line" }
        : {
            rule,
            message: "a sign is missing here, or before it",
            remedy: "close every quote, `[` and `{`, and write `key: value`",
          };
    case "BAD_SCALAR_START":
      return { rule, message: "no text begins with this sign", remedy: "put the text in quotes" };
    default:
      // What follows a quote or a colon may be what the file holds.
      return {
        rule,
        message: `this is not YAML: ${(error.message.split(/["'`:]/, 1)[0] ?? "").replace(/\s+/g, " ").trim()}`,
      };
  }
}
