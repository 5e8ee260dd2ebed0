import 'server-only';
import { ProblemError } from '#http/problem.ts';
import { brand } from './route.ts';

/** Every address under /api that nothing else answers. */
export const unknownAddress = brand('GET', 'unknown', async () => {
  throw new ProblemError('not_found', 'There is no such address.', { detail: 'Nothing was changed.' });
});
