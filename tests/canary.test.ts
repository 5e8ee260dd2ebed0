import { expect, it } from 'vitest';
import { secretsIn } from './support/canary.ts';

it.each([
  ['plain', (s: string) => `{"error":"Bearer ${s}"}`],
  ['in a URL', (s: string) => `?error=${encodeURIComponent(s)}`],
  ['as hex', (s: string) => Buffer.from(s).toString('hex').toUpperCase()],
  ['as base64 anywhere in a text', (s: string) => Buffer.from(`{"token":"${s}","x":1}`).toString('base64')],
  ['as base64url', (s: string) => Buffer.from(`ab${s}cd`).toString('base64url')],
  ['backwards', (s: string) => [...s].reverse().join('')],
])('a canary is found %s', (_, hide) => {
  const secret = 'canary/+?token-5b7f0e';
  expect(secretsIn(hide(secret), ['another-secret', secret])).toEqual([secret]);
});

it('nothing is found where nothing is', () => {
  expect(secretsIn('Bearer something', ['canary-5b7f0e'])).toEqual([]);
});
