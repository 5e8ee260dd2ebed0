import 'server-only';
import { refusal } from '../refusal.ts';

/** The fields of a PATCH that are there; none at all is decided before it is known whether the row exists (contract 1.2). */
export function changes<T extends object>(body: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const present = Object.entries(body).filter(([, value]) => value !== undefined);
  if (present.length === 0) throw refusal(400, 'no_fields');
  return Object.fromEntries(present) as { [K in keyof T]: Exclude<T[K], undefined> };
}

/** The one row of an answer, or the refusal for its absence. */
export function one<T>(rows: T[], missing: Error): T {
  const [row] = rows;
  if (row === undefined) throw missing;
  return row;
}
