/** The table of docs/architecture.md, held against what files really import, types included. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "@jest/globals";

/** Not the program's: tests may import everything, and the bindings are generated. */
const LEFT_OUT = /^(?:__tests__|node_modules|dist|cdktf\.out|\.|providers\/tencentcloud\/lib)/;

/** What a row names, by folder or file. */
const ROWS: ReadonlyMap<string, readonly string[]> = new Map(
  readFileSync("docs/architecture.md", "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, name, , allowed] = /^\| `([^`]+)` \|(.*)\| ([^|]*) \|$/.exec(line) ?? [];
      return name === undefined || allowed === undefined || !/^(?:–|`)/.test(allowed)
        ? []
        : [[name, Array.from(allowed.matchAll(/`([^`]+)`/g), ([, each = ""]) => each)] as const];
    }),
);

/** Packages and hidden folders are large, and none of ours. */
const FILES: readonly string[] = readdirSync(".", { withFileTypes: true })
  .filter((entry) => !entry.name.startsWith(".") && entry.name !== "node_modules")
  .flatMap((entry) =>
    entry.isDirectory()
      ? readdirSync(entry.name, { recursive: true, encoding: "utf8" }).map((file) => join(entry.name, file))
      : [entry.name],
  )
  .filter((file) => /\.(?:ts|mjs)$/.test(file) && !LEFT_OUT.test(file) && !file.includes("node_modules"))
  .filter((file) => file.includes("/") || file === "main.ts")
  .sort();

/** What a file imports: paths of files from the repository's folder, names of packages. */
function importsOf(file: string): string[] {
  const source = readFileSync(file, "utf8");
  const imports =
    /^(?:import|export)\b[^;"]*?\bfrom\s*"([^"\s]+)"|\bimport\(\s*"([^"\s]+)",?\s*\)|^import\s*"([^"\s]+)"/gm;
  return Array.from(source.matchAll(imports), ([, ...found]) => found.find((each) => each !== undefined) ?? "")
    .map((to) => (to.startsWith(".") ? normalize(join(dirname(file), to)) : to))
    .filter((to) => !to.startsWith("node:"));
}

/** The row that a file belongs to: the longest folder that the table names. */
function roomOf(file: string): string | undefined {
  return [...ROWS.keys()]
    .filter((room) => room === file || (room.endsWith("/") && file.startsWith(room)))
    .sort()
    .at(-1);
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

test("every file has a row, and every row its files", () => {
  expect(FILES.length).toBeGreaterThan(200);
  expect(FILES.filter((file) => roomOf(file) === undefined)).toEqual([]);
  for (const room of ROWS.keys()) expect(FILES.filter((file) => roomOf(file) === room)).not.toEqual([]);
});

describe.each([...ROWS])("%s", (room, allowed) => {
  const files = FILES.filter((file) => roomOf(file) === room);

  test("imports only what its row names", () => {
    const broken = files.flatMap((file) =>
      importsOf(file)
        .map((to) => (FILES.includes(to) || /\.(?:json|proto)$/.test(to) ? (roomOf(to) ?? to) : packageOf(to)))
        // tsx runs the TypeScript of the command line.
        .filter((to) => to !== room && !allowed.includes(to) && !(room === "commands/" && to === "tsx"))
        .map((to) => `${file} imports ${to}`),
    );
    expect(broken).toEqual([]);
  });

  test("names nothing that it does not import", () => {
    const imported = new Set(
      files.flatMap((file) => importsOf(file).map((to) => (FILES.includes(to) ? roomOf(to) : packageOf(to)))),
    );
    expect(allowed.filter((each) => !imported.has(each))).toEqual([]);
  });
});

test("nothing imports in a circle", () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(" → "));
    if (done.has(file) || way.includes(file)) return;
    for (const to of importsOf(file).filter((each) => FILES.includes(each))) visit(to, [...way, file]);
    done.add(file);
  };
  for (const file of FILES) visit(file, []);
  expect(circles).toEqual([]);
});

test("every construct makes Terraform blocks", () => {
  const constructs = FILES.filter((file) => file.startsWith("constructs/"));
  const blocks = /^(?:cdktf|constructs|@cdktf\/)/;
  expect(constructs.filter((file) => !importsOf(file).some((to) => blocks.test(to)))).toEqual([]);
});
