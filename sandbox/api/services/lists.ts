/** Lists as Lighthouse and TAT take and answer them: Offset and Limit, Filters of a name and values. */
import { z } from "zod";
import { ApiError } from "../errors.ts";
import { own } from "../records.ts";

/** Filters of a request: all must hold, one value of each is enough. */
export const FILTERS = z.array(z.strictObject({ Name: z.string(), Values: z.array(z.string()) })).optional();

/** Offset and Limit of a request. */
export const PAGE = { Offset: z.int().optional(), Limit: z.int().optional() };

type Filters = z.infer<typeof FILTERS>;

/** The rows of those ids, in the order of the ids and without those that do not exist; all rows where no id is given. */
export function rowsOf<Row>(rows: Readonly<Record<string, Row>>, ids: readonly string[]): readonly Row[] {
  if (ids.length === 0) return Object.values(rows);
  return [...new Set(ids)].flatMap((id) => own(rows, id) ?? []);
}

/**
 * The rows that pass every filter.
 *
 * @param fields values of a row by the names that filters may have; a name that ends in `:` stands for all that start so
 * (`tag:`), and is given the rest.
 * @throws ApiError with `unknownName` for a filter that is not among them.
 */
export function filtered<Row>(
  rows: readonly Row[],
  filters: Filters,
  fields: Readonly<Record<string, (row: Row, rest: string) => readonly string[]>>,
  unknownName: string,
): readonly Row[] {
  return (filters ?? []).reduce<readonly Row[]>((left, { Name, Values }) => {
    const [name, field] = Object.entries(fields).find(([known]) => matchesName(known, Name)) ?? [];
    if (name === undefined || field === undefined) {
      const known = Object.keys(fields).join(", ");
      throw new ApiError(unknownName, `The filter \`${Name}\` is not supported. Use one of ${known}.`);
    }
    return left.filter((row) => field(row, Name.slice(name.length)).some((value) => Values.includes(value)));
  }, rows);
}

function matchesName(known: string, sent: string): boolean {
  return known.endsWith(":") ? sent.startsWith(known) && sent.length > known.length : sent === known;
}

/**
 * One page of a list: 20 rows unless the client says otherwise, at most 100.
 *
 * @throws ApiError `InvalidParameterValue.Negative` and `InvalidParameterValue.OutOfRange`.
 */
export function paged<Row>(rows: readonly Row[], page: { Offset?: number; Limit?: number }): readonly Row[] {
  const { Offset = 0, Limit = 20 } = page;
  if (Offset < 0) throw new ApiError("InvalidParameterValue.Negative", "The parameter `Offset` must not be negative.");
  if (Limit < 1 || Limit > 100) {
    throw new ApiError("InvalidParameterValue.OutOfRange", "The parameter `Limit` must be between 1 and 100.");
  }
  return rows.slice(Offset, Offset + Limit);
}

/** @throws ApiError `code` where a request names ids and filters, which exclude each other. */
export function refuseIdsWithFilters(ids: readonly string[] | undefined, filters: Filters, code: string): void {
  if (ids !== undefined && ids.length > 0 && filters !== undefined && filters.length > 0) {
    throw new ApiError(code, "A list of ids and `Filters` cannot be given at the same time.");
  }
}
