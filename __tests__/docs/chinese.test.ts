/** The documents in Chinese say what the English ones say: the same headings, commands and tables, in the same order. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";

const PAIRS = [
  ["README.md", "docs/zh/README.md"],
  ["docs/roster.md", "docs/zh/roster.md"],
  ["docs/pipeline.md", "docs/zh/pipeline.md"],
  ["docs/server.md", "docs/zh/server.md"],
  ["init/README.md", "init/README.zh.md"],
] as const;

interface Shape {
  readonly headings: readonly string[];
  /** Lines of the blocks, without what stands behind a #. */
  readonly code: readonly string[];
  /** Of each table the columns of each row. */
  readonly tables: readonly number[];
  /** What stands in backticks in the first column of tables: names of keys and commands. */
  readonly names: readonly string[];
  readonly addresses: readonly string[];
}

function shapeOf(text: string): Shape {
  const lines = text.split("\n");
  const headings: string[] = [];
  const code: string[] = [];
  const tables: number[] = [];
  const names: string[] = [];
  let inBlock = false;
  for (const line of lines) {
    if (line.startsWith("```")) {
      inBlock = !inBlock;
      code.push(line);
    } else if (inBlock) code.push(line.replace(/(?:^|\s+)#.*$/, ""));
    else if (/^#+ /.test(line)) headings.push(line.replace(/ .*/, ""));
    else if (line.startsWith("|")) {
      const cells = line.replaceAll("\\|", "").split("|");
      tables.push(cells.length);
      names.push(...Array.from(cells[1]?.matchAll(/`([^`]+)`/g) ?? [], ([, name = ""]) => name).sort());
    }
  }
  const addresses = Array.from(text.matchAll(/https?:\/\/[^)\s]+/g), ([address]) => address).sort();
  return { headings, code, tables, names, addresses };
}

describe.each(PAIRS)("%s and %s", (english, chinese) => {
  const [one, other] = [shapeOf(readFileSync(english, "utf8")), shapeOf(readFileSync(chinese, "utf8"))];
  test.each(["headings", "code", "tables", "names", "addresses"] as const)("have the same %s", (part) => {
    expect(other[part]).toEqual(one[part]);
    expect(one.headings.length).toBeGreaterThan(3);
  });

  test("point to files that there are", () => {
    for (const file of [english, chinese]) {
      for (const [, target = ""] of readFileSync(file, "utf8").matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
        expect([file, target, existsSync(join(dirname(file), target))]).toEqual([file, target, true]);
      }
    }
  });
});
