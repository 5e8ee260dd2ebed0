import 'server-only';
import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import { refusal } from '../refusal.ts';

/** A place in a list that is ordered by time and id. */
export type Place = { ts: string; id: string };

const isoPattern = /^((?!0000)\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
/** Whether the text is a time, on a day that the calendar has: a date beyond its month's end would be taken for one of the next month. */
function isTime(text: string): boolean {
  const day = isoPattern.exec(text)?.[1];
  return day !== undefined && !Number.isNaN(Date.parse(text)) && new Date(day).toISOString().startsWith(day);
}

/** Reads a cursor, also one made by hand; one that is none is refused instead of leading back to the first page (contract 14). */
export function readCursor(cursor: string): Place {
  try {
    if (!/^[A-Za-z0-9_+/-]+={0,2}$/.test(cursor)) throw new Error('not base64');
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const { ts, id } = value as Partial<Record<keyof Place, unknown>>;
    const whole = typeof ts === 'string' && isTime(ts) && typeof id === 'string';
    if (!whole || id === '' || id.includes('\0')) throw new Error('not a place');
    return { ts, id };
  } catch {
    throw refusal(400, 'invalid_cursor');
  }
}

export const writeCursor = ({ ts, id }: Place): string => Buffer.from(JSON.stringify({ ts, id }), 'utf8').toString('base64url');

/** A time with all of its microseconds, so that no row of the same millisecond is lost between two pages (contract 14). */
export const exactly = (column: AnyColumn): SQL<string> => sql<string>`to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Rows after a place in a list that is newest first. */
export const after = (time: AnyColumn, id: AnyColumn, place: Place): SQL => sql`(${time}, ${id}) < (${place.ts}::timestamptz, ${place.id})`;

/** Cuts `exact` off the rows and adds the cursor of a page; only a full page has one (contract 1.6). */
export function page<R extends { id: string; exact: string }>(found: R[], limit: number) {
  const last = found.at(-1);
  return {
    rows: found.map(({ exact: _exact, ...row }) => row),
    next_cursor: last && found.length === limit ? writeCursor({ ts: last.exact, id: last.id }) : null,
  };
}
