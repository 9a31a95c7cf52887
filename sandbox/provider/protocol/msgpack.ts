/** Reads msgpack (https://github.com/msgpack/msgpack/blob/master/spec.md) with maps as `Map`, since a key may be named `__proto__`. */

/** A value of an application's own type. */
export class Extension {
  constructor(readonly type: number) {}
}

/**
 * @returns null, booleans, numbers, bigints for 64-bit integers, texts, arrays, maps and extensions.
 * @throws TypeError for bytes that end too early, are left over or have a type that cty does not write.
 */
export function decodeMsgpack(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes);
  const value = reader.value();
  if (!reader.isAtEnd) throw new TypeError("there are bytes after the msgpack value");
  return value;
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  value(): unknown {
    const head = this.#unsigned(1);
    if (head <= 0x7f) return head;
    if (head <= 0x8f) return this.#map(head & 0x0f);
    if (head <= 0x9f) return this.#array(head & 0x0f);
    if (head <= 0xbf) return this.#text(head & 0x1f);
    if (head >= 0xe0) return head - 0x100;
    if (head === 0xc0) return null;
    if (head === 0xc2 || head === 0xc3) return head === 0xc3;
    if (head >= 0xc7 && head <= 0xc9) return this.#extension(this.#unsigned(2 ** (head - 0xc7)));
    if (head === 0xca) return this.#view.getFloat32(this.#skip(4));
    if (head === 0xcb) return this.#view.getFloat64(this.#skip(8));
    if (head >= 0xcc && head <= 0xce) return this.#unsigned(2 ** (head - 0xcc));
    if (head === 0xcf) return this.#view.getBigUint64(this.#skip(8));
    if (head === 0xd0) return this.#view.getInt8(this.#skip(1));
    if (head === 0xd1) return this.#view.getInt16(this.#skip(2));
    if (head === 0xd2) return this.#view.getInt32(this.#skip(4));
    if (head === 0xd3) return this.#view.getBigInt64(this.#skip(8));
    if (head >= 0xd4 && head <= 0xd8) return this.#extension(2 ** (head - 0xd4));
    if (head >= 0xd9 && head <= 0xdb) return this.#text(this.#unsigned(2 ** (head - 0xd9)));
    if (head >= 0xdc && head <= 0xdd) return this.#array(this.#unsigned(2 ** (head - 0xdc + 1)));
    if (head >= 0xde) return this.#map(this.#unsigned(2 ** (head - 0xde + 1)));
    throw new TypeError(`msgpack type 0x${head.toString(16)} is none that cty writes`);
  }

  #map(size: number): Map<unknown, unknown> {
    const map = new Map<unknown, unknown>();
    for (let index = 0; index < size; index += 1) {
      const key = this.value();
      map.set(key, this.value());
    }
    return map;
  }

  #array(size: number): unknown[] {
    const items: unknown[] = [];
    for (let index = 0; index < size; index += 1) items.push(this.value());
    return items;
  }

  #text(size: number): string {
    const start = this.#skip(size);
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.#bytes.subarray(start, start + size));
  }

  #extension(size: number): Extension {
    const type = this.#view.getInt8(this.#skip(1));
    this.#skip(size);
    return new Extension(type);
  }

  #unsigned(size: number): number {
    const start = this.#skip(size);
    return this.#bytes.subarray(start, start + size).reduce((number, byte) => number * 0x100 + byte, 0);
  }

  /** @returns where the skipped bytes begin. */
  #skip(size: number): number {
    const start = this.#at;
    if (start + size > this.#bytes.length) throw new TypeError("the msgpack value ends too early");
    this.#at += size;
    return start;
  }
}
