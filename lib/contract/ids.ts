import { z } from 'zod';

/**
 * Ids that the console puts into a path. The control plane takes `[A-Za-z0-9_.:-]{1,128}` and its router at most 100 characters
 * (contract 1.2); dot segments match that pattern too and would lead to another address, so they are refused here.
 */
export const idPattern = /^(?!\.{1,2}$)[A-Za-z0-9_.:-]{1,100}$/;
export const Id = z.string().regex(idPattern, 'must be an id of at most 100 letters, digits and _ . : -');

/** An id in an answer: plain text, not always a UUID (contract 1.3). */
export const RowId = z.string().min(1);

/** `YYYY-MM-DDTHH:mm:ss.sssZ`; policy versions carry microseconds and `+00:00` (contract 1.3). */
export const Timestamp = z
  .string()
  .regex(/^\+?\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}/)
  .refine((value) => !Number.isNaN(Date.parse(value)), 'no time');

export const ZoneParams = z.object({ zoneId: Id });
export const ItemParams = z.object({ zoneId: Id, id: Id });

const instantPattern = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?Z$/;
const isDay = (day: string) => !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day);
/** A time that goes in: ISO with `Z`; seconds and their fraction may be missing, an offset or a mere date is refused (contract 8). */
export const Instant = z.string().refine((value) => isDay(instantPattern.exec(value)?.[1] ?? ''), 'Invalid ISO datetime');

/** What a 204 answer holds. */
export const Nothing = z.undefined();

/** Largest request body in bytes (contract 1.2). */
export const bodyLimit = 1_048_576;
/** `limit` of the two lists that are cut into pages, audit and sessions (contract 1.6). */
export const pageLimit = { least: 1, most: 1000, usual: 100 } as const;

/** The page part of a query. A full page has a `next_cursor`, which goes into `cursor`; filters have to be sent again. */
export const PageQuery = z.object({
  limit: z.coerce.number<number | string>().int().min(pageLimit.least).max(pageLimit.most).default(pageLimit.usual),
  cursor: z.string().min(1).optional(),
});
