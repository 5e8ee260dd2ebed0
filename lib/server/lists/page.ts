import 'server-only';
import { z } from 'zod';
import type { ListQuery, Page } from '#http/page.ts';
import { ProblemError } from '#http/problem.ts';
import { derive, type Snapshot } from './snapshot.ts';

export const defaultSize = 50;
export const mostPerPage = 200;

const whole = z
  .string()
  .regex(/^[1-9]\d{0,6}$/, 'must be a whole number')
  .transform(Number);

/** What every list takes from its address, for a route's query schema: `z.strictObject({ ...listQuery, status: ... })`. */
export const listQuery = {
  q: z.string().trim().max(200, 'Use at most 200 characters.').optional(),
  sort: z
    .string()
    .regex(/^-?[a-z_]{1,40}$/, 'must be a column')
    .optional(),
  page: z.union([z.number().int().min(1), whole]).optional(),
  size: z
    .union([z.number().int().min(1), whole])
    .refine((n) => n <= mostPerPage, `At most ${mostPerPage} rows a page.`)
    .optional(),
};

/** Schema of a page of rows. */
export const pageOf = <Row>(row: z.ZodType<Row>) =>
  z.object({ items: z.array(row), matched: z.int(), total: z.int(), page: z.int(), size: z.int(), asOf: z.iso.datetime() });

/** How a concept's rows are searched, filtered and sorted. */
export type ListSpec<Row, Query> = {
  /** What the list takes from its address. */
  query: z.ZodType<Query>;
  /** The text that the search box looks through. */
  text: (row: Row) => string;
  /** Whether a row passes the concept's own filters. Named by `filterKey`, since functions cannot be compared. */
  passes?: (row: Row, query: Query) => boolean;
  /** Everything in the query that `passes` looks at. */
  filterKey?: (query: Query) => unknown;
  /** A comparable value per sortable column. */
  sorts: Record<string, (row: Row) => string | number | null>;
  /** e.g. `-created`. */
  defaultSort: string;
};

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const compare = (a: string | number | null, b: string | number | null): number =>
  a === null || b === null
    ? Number(a === null) - Number(b === null)
    : typeof a === 'number' && typeof b === 'number'
      ? a - b
      : collator.compare(String(a), String(b));

/** All rows that match, sorted; remembered on the snapshot, so that turning pages of a large list costs a slice. */
export function matching<Row, Query extends ListQuery>(snapshot: Snapshot<Row>, spec: ListSpec<Row, Query>, query: Query): readonly Row[] {
  const sort = query.sort ?? spec.defaultSort;
  const descending = sort.startsWith('-');
  const column = descending ? sort.slice(1) : sort;
  const value = Object.hasOwn(spec.sorts, column) ? spec.sorts[column] : undefined;
  if (!value)
    throw new ProblemError('invalid_input', 'This list cannot be sorted that way.', {
      detail: 'The address names a column that is not sortable.',
      fields: { sort: 'is not a sortable column' },
    });
  const words = (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const name = JSON.stringify([sort, words, spec.filterKey?.(query) ?? null]);
  return derive(snapshot, name, (rows) => {
    const found = rows.filter((row) => {
      if (spec.passes && !spec.passes(row, query)) return false;
      if (words.length === 0) return true;
      const text = spec.text(row).toLowerCase();
      return words.every((word) => text.includes(word));
    });
    const keyed = found.map((row, index) => ({ row, index, key: value(row) }));
    // Equal rows keep the order of the control plane, newest first, whichever way the column runs.
    keyed.sort((a, b) => (descending ? compare(b.key, a.key) : compare(a.key, b.key)) || a.index - b.index);
    return keyed.map(({ row }) => row);
  });
}

/**
 * One page of what matches. A page past the end is the last one, so that a stale address still shows something.
 * @throws ProblemError `invalid_input` for a query that the endpoint refuses too: pages prefetch with whatever their address says
 */
export function cut<Row, Query extends ListQuery>(snapshot: Snapshot<Row>, spec: ListSpec<Row, Query>, query: Query): Page<Row> {
  if (!spec.query.safeParse(query).success)
    throw new ProblemError('invalid_input', 'The address asks for something that this list does not know.');
  const found = matching(snapshot, spec, query);
  const size = query.size ?? defaultSize;
  const page = Math.max(1, Math.min(query.page ?? 1, Math.ceil(found.length / size)));
  return {
    items: found.slice((page - 1) * size, page * size),
    matched: found.length,
    total: snapshot.rows.length,
    page,
    size,
    asOf: snapshot.asOf.toISOString(),
  };
}
