import { expect, it } from 'vitest';
import { type Problem, type ProblemCode, ProblemError, problemStatus } from '#http/problem.ts';
import { answerProblem } from './answer.ts';

const answerOf = async (code: ProblemCode, retryAfter?: number) => {
  const error = new ProblemError(code, 'It did not work.', retryAfter === undefined ? {} : { retryAfter });
  const response = answerProblem(error, crypto.randomUUID(), { method: 'GET', path: '/api/x' });
  const { retryAfter: told } = (await response.json()) as Problem;
  return { status: response.status, header: response.headers.get('retry-after'), told };
};

it.each(Object.entries(problemStatus) as [ProblemCode, number][])('%s (%i) says when to come back if it asks to', async (code, status) => {
  const again = status === 429 || status === 503;
  expect(await answerOf(code)).toEqual({ status, header: again ? '5' : null, told: again ? 5 : undefined });
});

it.each([
  [30, '30'],
  [1.2, '2'],
  [0, '1'],
])('what whoever refused said is what counts: %f s', async (seconds, header) => {
  expect(await answerOf('unavailable', seconds)).toEqual({ status: 503, header, told: seconds });
});
