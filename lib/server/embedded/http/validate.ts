import 'server-only';
import type { z } from 'zod';
import { type Refusal, refusal } from '../refusal.ts';

type Issue = { path: PropertyKey[]; message: string };
/** Deeper than this nothing is stored; only a provider's `config_json` can be deep at all. */
const deepest = 100;

/**
 * Makes parsed input storable: half surrogate pairs become U+FFFD, as PostgreSQL's encoding does it; a NUL, which PostgreSQL has
 * no place for, is an issue (contract 14), as is endless nesting.
 */
function storable(value: unknown, path: PropertyKey[], issues: Issue[]): unknown {
  if (typeof value === 'string') {
    if (value.includes('\0')) issues.push({ path, message: 'Invalid string: must not contain a NUL character' });
    return value.toWellFormed();
  }
  if (typeof value !== 'object' || value === null) return value;
  if (path.length > deepest) {
    issues.push({ path: path.slice(0, 8), message: 'Too deep' });
    return null;
  }
  if (Array.isArray(value)) return value.map((item, at) => storable(item, [...path, at], issues));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [storable(key, [...path, key], issues), storable(item, [...path, key], issues)]),
  );
}

/** Parses a body; `code` is the error's name, and only `invalid_body` lists the issues (contract 1.4). */
export function parseBody(schema: z.ZodType, body: unknown, code: string): unknown {
  const parsed = schema.safeParse(body);
  const issues: Issue[] = parsed.success ? [] : parsed.error.issues;
  const data = parsed.success ? storable(parsed.data, [], issues) : undefined;
  if (issues.length === 0) return data;
  throw invalid(code, issues);
}

/** The answer to a body that is not valid. */
export const invalid = (code: string, issues: Issue[]): Refusal =>
  refusal(400, code, code === 'invalid_body' ? { issues: issues.map(({ path, message }) => ({ path, message })) } : {});

/** Parses a query: anything wrong is `invalid_query`. */
export function parseQuery(schema: z.ZodType, query: Record<string, string | string[]>): unknown {
  const parsed = schema.safeParse(query);
  const nul = Object.values(query).some((value) => value.includes('\0'));
  if (!parsed.success || nul) throw refusal(400, 'invalid_query');
  return parsed.data;
}
