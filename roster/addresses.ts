/** Blocks of IPv4 addresses as rosters write them: `203.0.113.0/24`. */
import { isIPv4 } from "node:net";

interface Block {
  readonly first: number;
  /** Not below `first`. */
  readonly last: number;
}

/** Undefined where it is no block. */
export function parseBlock(cidr: string): Block | undefined {
  const [address = "", length = ""] = cidr.split("/");
  if (!isIPv4(address) || !/^\d{1,2}$/.test(length) || Number(length) > 32) return undefined;
  const size = 2 ** (32 - Number(length));
  const value = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = Math.floor(value / size) * size;
  return { first, last: first + size - 1 };
}

/** The block without bits of a host: `1.2.3.4/8` gives `1.0.0.0/8`. */
export function networkOf(cidr: string): string | undefined {
  const block = parseBlock(cidr);
  if (block === undefined) return undefined;
  const parts = [24, 16, 8, 0].map((shift) => Math.floor(block.first / 2 ** shift) % 256);
  return `${parts.join(".")}/${Number(cidr.split("/")[1])}`;
}

/** Whether the blocks together are every address there is, also in parts such as `0.0.0.0/1` and `128.0.0.0/1`. */
export function coverEverything(cidrs: readonly string[]): boolean {
  const blocks = cidrs.flatMap((cidr) => parseBlock(cidr) ?? []).sort((a, b) => a.first - b.first);
  let next = 0;
  for (const { first, last } of blocks) {
    if (first > next) return false;
    next = Math.max(next, last + 1);
  }
  return next === 2 ** 32;
}
