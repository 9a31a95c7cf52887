/** Since when something stands in a roster, from the history of its file. */
import { spawnSync } from "node:child_process";
import { basename, dirname, resolve } from "node:path";
import { readText } from "../files/files.ts";

/**
 * Says on which day the first line was committed that has a text.
 *
 * @returns a day such as `2026-12-31`; empty for a line that is not committed, and where there is no git or no history
 */
export function committedOn(file: string, cwd: string): (part: string, fromLine: number) => string {
  const path = resolve(cwd, file);
  const { status, stdout } = spawnSync("git", ["blame", "--line-porcelain", "--", basename(path)], {
    ...{ cwd: dirname(path), encoding: "utf8", maxBuffer: 256 * 1024 * 1024 },
  });
  const days = status === 0 ? daysIn(stdout) : [];
  const lines = readText(file, { base: cwd, within: dirname(file) }).split("\n");
  return (part, fromLine) => {
    const start = part.slice(0, 30);
    const after = lines.findIndex((line, index) => index >= fromLine - 1 && line.includes(start));
    const index = after >= 0 ? after : lines.findIndex((line) => line.includes(start));
    return days[index] ?? "";
  };
}

/** One for each line; an uncommitted one has the commit of zeros. */
function daysIn(porcelain: string): string[] {
  return porcelain.split(/^\t.*\n/m).map((entry) => {
    const [, time] = /^author-time (\d+)$/m.exec(entry) ?? [];
    if (time === undefined || /^0{40} /.test(entry)) return "";
    return new Date(Number(time) * 1000).toISOString().slice(0, 10);
  });
}
