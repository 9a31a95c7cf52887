/** IP addresses and ranges (CIDR) of the operator `ip_equal`. */

interface Range {
  readonly family: 4 | 6;
  readonly address: bigint;
  /** How many leading bits count. */
  readonly length: number;
}

/**
 * Whether the address lies in the range; a range without `/length` is one address.
 *
 * @returns undefined where one of the two is not an address, or the range is none.
 */
export function addressInRange(address: string, range: string): boolean | undefined {
  const inner = parseRange(address);
  const outer = parseRange(range);
  if (inner === undefined || outer === undefined || address.includes("/")) return undefined;
  if (inner.family !== outer.family) return false;
  const shift = BigInt((outer.family === 4 ? 32 : 128) - outer.length);
  return inner.address >> shift === outer.address >> shift;
}

/** Whether the text is an address or a range of addresses. */
export function isRange(text: string): boolean {
  return parseRange(text) !== undefined;
}

function parseRange(text: string): Range | undefined {
  const [written = "", suffix, ...rest] = text.split("/");
  const parsed = written.includes(":") ? parseAddress6(written) : parseAddress4(written);
  if (parsed === undefined || rest.length > 0) return undefined;
  const bits = parsed.family === 4 ? 32 : 128;
  if (suffix === undefined) return { ...parsed, length: bits };
  if (!/^\d{1,3}$/.test(suffix) || Number(suffix) > bits) return undefined;
  return { ...parsed, length: Number(suffix) };
}

function parseAddress4(text: string): Omit<Range, "length"> | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return { family: 4, address: parts.reduce((address, part) => (address << 8n) | BigInt(part), 0n) };
}

function parseAddress6(text: string): Omit<Range, "length"> | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array<string>(missing).fill("0"), ...tail];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return { family: 6, address: groups.reduce((address, group) => (address << 16n) | BigInt(`0x${group}`), 0n) };
}
