/** IP addresses and ranges (CIDR) of the operator `ip_equal`. */
import { BlockList, isIP, isIPv4 } from "node:net";

interface Range {
  readonly address: string;
  readonly family: "ipv4" | "ipv6";
  /** How many leading bits count. */
  readonly length: number;
}

/**
 * Whether the address lies in the range; a range without `/length` is one address. An IPv4 address that is written as an IPv6 one
 * (`::ffff:203.0.113.9`) is that IPv4 address, since a server that listens on both sees it so.
 *
 * @returns undefined where one of the two is not an address, or the range is none.
 */
export function addressInRange(address: string, range: string): boolean | undefined {
  const inner = address.includes("/") ? undefined : parseRange(address);
  const outer = parseRange(range);
  if (inner === undefined || outer === undefined) return undefined;
  // A range of IPv6 has IPv4 addresses in it only where it is one of those: ::/0 has none.
  if (inner.family === "ipv4" && outer.family === "ipv6" && !isOfIPv4(outer)) return false;
  return contains(outer, inner);
}

/** Whether the text is an address or a range of addresses. */
export function isRange(text: string): boolean {
  return parseRange(text) !== undefined;
}

function parseRange(text: string): Range | undefined {
  const [address = "", suffix, ...rest] = text.split("/");
  // Node takes `fe80::1%eth0` for an address; what stands behind `%` is known on one machine alone.
  if (isIP(address) === 0 || address.includes("%") || rest.length > 0) return undefined;
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  const bits = family === "ipv4" ? 32 : 128;
  if (suffix === undefined) return { address, family, length: bits };
  if (!/^\d{1,3}$/.test(suffix) || Number(suffix) > bits) return undefined;
  return { address, family, length: Number(suffix) };
}

const IPV4_IN_IPV6: Range = { address: "::ffff:0:0", family: "ipv6", length: 96 };

function isOfIPv4(range: Range): boolean {
  return range.length >= IPV4_IN_IPV6.length && contains(IPV4_IN_IPV6, range);
}

function contains(range: Range, { address, family }: Pick<Range, "address" | "family">): boolean {
  const list = new BlockList();
  list.addSubnet(range.address, range.length, range.family);
  return list.check(address, family);
}
