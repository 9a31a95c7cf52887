/** Characters that nobody sees, or that turn the direction of reading, anywhere in a roster. */
import { isPrintable, quoted } from "../problems/problems.ts";
import type { Finding } from "./finding.ts";
import type { Path } from "./yaml.ts";

/** Every text of the file that has one; line breaks and tabs are said by the rules of single values. */
export function unseenCharacters(value: unknown, path: Path = []): Finding[] {
  if (typeof value === "string") {
    return isPrintable(value.replace(/[\n\r\t]/g, " "))
      ? []
      : [unseen(path, `${quoted(value)} has a character that nobody sees`)];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    return [
      ...(isPrintable(key)
        ? []
        : [{ ...unseen(path, `the key ${quoted(key)} has a character that nobody sees`), key }]),
      ...unseenCharacters(inner, at),
    ];
  });
}

function unseen(path: Path, message: string): Finding {
  return { rule: "unseen-character", path, message, remedy: "write it again without" };
}
