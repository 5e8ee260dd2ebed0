import 'server-only';
import { z } from 'zod';
import { ProblemError } from '#http/problem.ts';
import { readJsonBody } from './body.ts';
import { isStorable } from './json.ts';

/** An id in a path: one segment, no dot segment, at most 100 characters (the control plane's router caps there; contract 1.2). */
export const PathId = z.string().regex(/^(?!\.{1,2}$)[A-Za-z0-9_.:-]{1,100}$/, 'not an id');

export type InputSchemas = { params?: z.ZodType | undefined; query?: z.ZodType | undefined; body?: z.ZodType | undefined };
const none = z.strictObject({});

/** Path parameters, parsed. An id that cannot exist is answered as one that does not. */
export function parseParams(schema: z.ZodType | undefined, raw: Record<string, string | string[]> | undefined): unknown {
  // Next gives no parameters at all to addresses without any.
  const parsed = (schema ?? none).safeParse(raw ?? {});
  if (!parsed.success)
    throw new ProblemError('not_found', 'There is no such thing.', { detail: 'The address holds something that is not an id.' });
  return parsed.data;
}

/** The query of an address, single-valued: a key that stands twice is refused, since two readers could choose differently. */
export function parseQuery(schema: z.ZodType | undefined, search: URLSearchParams): unknown {
  const raw: Record<string, string> = {};
  for (const [key, value] of search) {
    if (Object.hasOwn(raw, key) || key === '__proto__')
      throw new ProblemError('malformed', 'The address is ambiguous.', { detail: 'A parameter stands in it twice.' });
    if (!isStorable(value)) throw new ProblemError('malformed', 'The address holds a character that cannot be looked for.');
    raw[key] = value;
  }
  return valid(schema ?? none, raw, 'query');
}

/** The JSON body, read under its cap and parsed; a route without a body schema takes none. */
export async function parseBody(schema: z.ZodType | undefined, request: Request, limit: number): Promise<unknown> {
  if (!schema) {
    if (request.body && (await request.text()).length > 0)
      throw new ProblemError('malformed', 'This address takes no body.', { detail: 'Nothing was changed.' });
    return undefined;
  }
  return valid(schema, await readJsonBody(request, limit), 'body');
}

function valid(schema: z.ZodType, raw: unknown, part: string): unknown {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const path = issue.path.join('.');
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys) fields[path ? `${path}.${key}` : key] ??= 'There is no such field.';
    else fields[path || part] ??= issue.message;
  }
  throw new ProblemError('invalid_input', 'Some fields need attention.', {
    detail: part === 'body' ? 'Nothing was changed.' : 'The address holds a value that is not understood.',
    fields,
  });
}
