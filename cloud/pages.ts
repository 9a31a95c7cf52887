/** Reads a listing that the cloud gives in pages. */

/** Some entries of a listing, a page or all that came, and how many the cloud says there are. */
export interface Listing<T> {
  readonly entries: readonly T[];
  readonly total?: number | undefined;
}

/**
 * Asks for pages until the total is reached or a page brings nothing new. It counts what came, not what was asked for, as a
 * server may give less than `Limit`; a server that ignores `Limit` and `Offset`, or leaves the total out, ends it as well.
 *
 * @param idOf what tells entries apart
 */
export async function readPages<T>(
  readPage: (offset: number) => Promise<Listing<T>>,
  idOf: (entry: T) => string,
): Promise<Listing<T>> {
  const byId = new Map<string, T>();
  let offset = 0;
  for (;;) {
    const { entries, total } = await readPage(offset);
    const known = byId.size;
    for (const entry of entries) {
      const id = idOf(entry);
      if (!byId.has(id)) byId.set(id, entry);
    }
    offset += entries.length;
    if (byId.size === known || (total !== undefined && offset >= total)) {
      return { entries: [...byId.values()], total };
    }
  }
}
