/** Reads YAML so that every value keeps its place, and refuses what a reviewer could misread. */
import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import type { Place } from "../problems/problems.ts";
import type { RosterRule } from "./rule-ids.ts";

export interface YamlProblem extends Place {
  readonly rule: RosterRule;
  readonly message: string;
  readonly remedy?: string;
}

/** Keys and positions from the root to a value, as zod gives them. */
export type Path = readonly PropertyKey[];

export interface YamlFile {
  /** Plain JSON-like value; keys are texts. */
  readonly value: unknown;
  /** Place of the value at a path, or of the nearest thing around it that exists. */
  placeOf(path: Path): Place;
  /** Place of a key in the map at a path. */
  placeOfKey(path: Path, key: string): Place;
}

/** The file, or everything that is wrong with it as YAML. */
export function readYaml(source: string): { file: YamlFile } | { problems: YamlProblem[] } {
  const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: false });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };

  if (document.errors.length > 0) {
    return { problems: document.errors.map((error) => ({ ...at(error.pos[0]), ...sentence(error) })) };
  }
  const problems: YamlProblem[] = [];
  const refuse = (node: unknown, message: string, remedy: string) => {
    problems.push({ rule: "yaml-feature", ...at(isNode(node) ? (node.range?.[0] ?? 0) : 0), message, remedy });
  };
  visit(document, (_key, node) => {
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
      placeOf,
      placeOfKey: (path, key) => {
        const map = nodeAt(path);
        const pair = isMap(map) ? map.items.find((each) => isScalar(each.key) && each.key.value === key) : undefined;
        return isScalar(pair?.key) && pair.key.range ? at(pair.key.range[0]) : placeOf(path);
      },
    },
  };
}

/** The parser's own words, but for the mistakes that people make most. */
function sentence(error: YAMLError): Pick<YamlProblem, "rule" | "message" | "remedy"> {
  const rule = "not-yaml";
  switch (error.code) {
    case "DUPLICATE_KEY":
      return { rule, message: "this key is written twice in the same map", remedy: "keep one of them" };
    case "TAB_AS_INDENT":
      return { rule, message: "a tab indents this line", remedy: "YAML wants spaces" };
    case "MULTIPLE_DOCS":
      return { rule, message: "a second document starts here (`---`)", remedy: "one roster is one document" };
    default:
      return { rule, message: `this is not YAML: ${error.message.replace(/\s+/g, " ").trim()}` };
  }
}
