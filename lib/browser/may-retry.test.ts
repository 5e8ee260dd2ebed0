import { expect, it } from 'vitest';
import { type ProblemCode, ProblemError, problemStatus } from '#http/problem.ts';
import { mayRetry } from './may-retry.ts';

it('what may be over in a moment is asked twice more; a refusal, a fault and a wait in vain are told at once', () => {
  const again = (Object.keys(problemStatus) as ProblemCode[]).filter((code) => mayRetry(0, new ProblemError(code, 'It did not work.')));
  expect(again.sort()).toEqual(['unavailable', 'upstream_failed']);
  const away = new ProblemError('unavailable', 'It is away.');
  expect([0, 1, 2].map((failures) => mayRetry(failures, away))).toEqual([true, true, false]);
  expect(mayRetry(0, new Error('of our own'))).toBe(false);
});
