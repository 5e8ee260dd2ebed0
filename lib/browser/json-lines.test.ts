import { expect, it } from 'vitest';
import { diffLines, jsonLines } from './json-lines.ts';

const signs = (before: unknown, after: unknown) =>
  diffLines(jsonLines(before), jsonLines(after)).map(({ sign, text }) => sign + text.trim());

it('does not take another order of keys for a change', () => {
  expect(signs({ a: 1, b: { d: 1, c: 2 } }, { b: { c: 2, d: 1 }, a: 1 }).every((line) => line.startsWith(' '))).toBe(true);
});

it('shows a changed value as its line taken away and its line added, and nothing else', () => {
  expect(signs({ name: 'old', scopes: ['a'] }, { name: 'new', scopes: ['a'] }).filter((line) => !line.startsWith(' '))).toEqual([
    '-"name": "old",',
    '+"name": "new",',
  ]);
});

it('says "replaced" for texts too long to compare, instead of holding the page', () => {
  const many = Array.from({ length: 1_100 }, (_, line) => String(line));
  expect(diffLines(many, many)).toHaveLength(2_200);
});
