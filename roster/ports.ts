/** Ports of firewall rules: one (`443`), ranges (`8000-8010`) and lists of both (`80,443`). */

/** Ports from `first` to `last`. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

const HIGHEST = 65_535;

/** Characters of the port of a rule (https://www.tencentcloud.com/document/product/1103/42513). */
const LONGEST = 64;

/** What is wrong with the ports of a rule, and what to write; undefined where nothing is. */
export function portMistake(port: string): string | undefined {
  if (port.length > LONGEST) return `the ports take more than ${LONGEST} characters; write more rules`;
  for (const part of port.split(",")) {
    const { first, last } = parsePart(part);
    if (first < 1 || last < 1 || first > HIGHEST || last > HIGHEST) {
      return `\`${part}\` is no port; write numbers from 1 to ${HIGHEST}`;
    }
    if (part.includes("-") && first >= last)
      return `\`${part}\` is no range; write the lower port first, such as \`${last}-${first === last ? last + 1 : first}\``;
  }
  return undefined;
}

/** In order and merged, so that `80,443`, `443,80` and `80-80,443` are the same. */
export function portRanges(port: string): readonly PortRange[] {
  const sorted = port
    .split(",")
    .map(parsePart)
    .sort((a, b) => a.first - b.first);
  const merged: PortRange[] = [];
  for (const range of sorted) {
    const before = merged.at(-1);
    if (before !== undefined && range.first <= before.last + 1) {
      merged[merged.length - 1] = { first: before.first, last: Math.max(before.last, range.last) };
    } else merged.push(range);
  }
  return merged;
}

/** Whether the ports are all that there are. */
export function isEveryPort(port: string): boolean {
  return portRanges(port).some(({ first, last }) => first <= 1 && last >= HIGHEST);
}

export function includesPort(port: string, wanted: number): boolean {
  return portRanges(port).some(({ first, last }) => first <= wanted && wanted <= last);
}

function parsePart(part: string): PortRange {
  const [first = "", last = first] = part.split("-");
  return { first: Number(first), last: Number(last) };
}
