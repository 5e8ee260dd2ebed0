import 'server-only';
import { createHash } from 'node:crypto';
import { ProblemError } from '#http/problem.ts';

/** The same text for the same value, whatever the order of its keys (jsonb returns its own). */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value && typeof value === 'object')
    return `{${Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`)
      .join()}}`;
  return JSON.stringify(value) ?? 'null';
}

/** A strong ETag made from the content: the control plane has none. */
export const etagOf = (value: unknown): string => `"${createHash('sha256').update(canonical(value)).digest('base64url').slice(0, 27)}"`;

/**
 * Whether an If-Match header means this version (RFC 9110 section 13.1.1): any, or one of a list. A tag that a proxy has weakened is
 * taken for what it was: ours are made from the content, and two contents never share one.
 */
const means = (ifMatch: string, etag: string): boolean =>
  ifMatch.trim() === '*' || ifMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);

/**
 * Compares what the form was filled from with what the control plane has now.
 * @param ifMatch the header
 * @throws ProblemError `stale` carrying the current version
 */
export function requireMatch(ifMatch: string, current: unknown): void {
  const etag = etagOf(current);
  if (!means(ifMatch, etag))
    throw new ProblemError('stale', 'Somebody else changed this in the meantime.', {
      detail: 'Nothing was saved. Compare the two versions and save again.',
      current: { etag, value: current },
    });
}
