import 'server-only';
import { ProblemError } from '#http/problem.ts';
import { type BffHandler, brand } from './route.ts';

const all = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
type Verb = (typeof all)[number];
type Verbs = Record<Verb, BffHandler>;

/** All seven verbs of one address: the given handlers, HEAD by GET's, and 405 with `Allow` for the rest. */
export function verbs(...handlers: BffHandler[]): Verbs {
  const byMethod = new Map<string, BffHandler>(handlers.map((handler) => [handler.method, handler]));
  const get = byMethod.get('GET');
  if (get) byMethod.set('HEAD', get);
  const allow = [...byMethod.keys()].join(', ');
  const refused = brand('GET', 'any', async (request) => {
    const error = new ProblemError('method_not_allowed', 'This address does not take this method.', {
      detail: `Nothing was changed. ${request.method} is not among ${allow || 'what it takes'}.`,
    });
    throw Object.assign(error, { allow });
  });
  return Object.fromEntries(all.map((verb) => [verb, byMethod.get(verb) ?? refused])) as Verbs;
}
