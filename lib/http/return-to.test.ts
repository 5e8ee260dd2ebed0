import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { returnTo } from './return-to.ts';

const origin = 'https://console.example';

describe('returnTo', () => {
  it.each(['/zones', '/zones/z1/grants?status=active&q=a+b', '/account'])('keeps %s, a page of the console', (target) =>
    expect(returnTo(target)).toBe(target),
  );
  it.each([
    '//evil.example',
    '/\\evil.example',
    '/%09/evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    '/zones/../..//evil',
    '/zones//evil.example',
    'zones',
    '',
    null,
    { a: 1 },
    '/api/sign-out',
    `/zones/${'a'.repeat(600)}`,
  ])('leads %j nowhere else than home', (target) => expect(returnTo(target)).toBe('/'));
  it('never leaves the origin, whatever comes in', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((s) => `/zones/${s}`),
        ),
        (target) => {
          const result = returnTo(target);
          expect(new URL(result, origin).origin).toBe(origin);
          expect(result.startsWith('//')).toBe(false);
        },
      ),
    ));
});
