/** Reads a listing that the cloud gives in pages. */
import type { z } from "zod";
import type { Clients } from "./client.ts";

/** Some entries of a listing, a page or all that came, and how many the cloud says there are. */
export interface Listing<T> {
  readonly entries: readonly T[];
  readonly total?: number | undefined;
}

/** The part of an answer that a listing needs. */
interface Page<T> {
  readonly entries: readonly T[] | null | undefined;
  readonly total: number | null | undefined;
}

/** One listing of the cloud; `Answer` is what its action answers, `T` an entry. */
export interface ListingOf<Answer, T> {
  /** `tcb:DescribeEnvs`. */
  readonly action: string;
  /** What the entries are called in progress: `environments`. */
  readonly what: string;
  readonly answer: z.ZodType<Answer>;
  readonly request: (offset: number) => Promise<unknown>;
  readonly pageOf: (answer: Answer) => Page<T>;
  /** What tells entries apart. */
  readonly idOf: (entry: T) => string;
}

/**
 * The whole listing, in as many calls as it takes.
 *
 * @param report told how many entries have come
 * @throws CloudError when a call fails
 */
export function list<Answer, T>(
  clients: Clients,
  { action, what, answer, request, pageOf, idOf }: ListingOf<Answer, T>,
  report: (progress: string) => void,
): Promise<Listing<T>> {
  return readPages(async (offset) => {
    const page = pageOf(await clients.call(action, answer, () => request(offset)));
    const entries = page.entries ?? [];
    report(`${what} listed: ${offset + entries.length}`);
    return { entries, total: page.total ?? undefined };
  }, idOf);
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
