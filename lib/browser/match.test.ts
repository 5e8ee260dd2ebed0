import { expect, it } from 'vitest';
import { matchScore } from './match.ts';

it('prefers the name itself, then its beginning, a word of it, its inside, its letters', () => {
  const scores = ['grants', 'grants import', 'all grants', 'migrants', 'group rants'].map((name) => matchScore(name, 'grants'));
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect(new Set(scores).size).toBe(5);
});

it('does not find what is not there', () => {
  expect(matchScore('grants', 'gx')).toBe(0);
  expect(matchScore('grants', 'stnarg')).toBe(0);
});

it('takes nothing typed as an answer of everything', () => {
  expect(matchScore('anything', '')).toBe(1);
});
