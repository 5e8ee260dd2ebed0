import { expect, it } from 'vitest';
import { dropTrustHeaders } from './headers.mjs';
import { clientAddress, isPlainTarget, isRouterState } from './request.mjs';

it.each(['/', '/zones/z1/grants?q=a%20b&sort=-name', '/zones/%C3%A9', '/zones/a..b/...', '/a?x=%2F..%2F', '/a?x=1+2'])(
  'a plain address goes on: %s',
  (target) => {
    expect(isPlainTarget(target)).toBe(true);
  },
);

it.each([
  '',
  '*',
  'localhost',
  'http://localhost:3000/',
  '//evil.example/',
  '/%',
  '/%zz',
  '/%c3',
  '/a?x=%zz',
  '/a%2fb',
  '/a%5Cb',
  '/a\\b',
  '/a%00b',
  '/a%0d%0ab',
  '/a%7f',
  '/.',
  '/..',
  '/a/../b',
  '/a/%2e%2e/b',
  '/a/.%2E',
  '/a#b',
  `/${'a'.repeat(8192)}`,
])('an address that could mean something else is refused: %s', (target) => {
  expect(isPlainTarget(target)).toBe(false);
});

it.each<[number, string | undefined, string, string, string]>([
  [0, undefined, '10.0.0.9', '10.0.0.9', 'nobody in front: the socket'],
  [0, '6.6.6.6', '10.0.0.9', '10.0.0.9', 'nobody in front: what a client claims is not believed'],
  [1, '6.6.6.6, 203.0.113.7', '10.0.0.9', '203.0.113.7', 'one proxy: what it saw'],
  [2, '6.6.6.6, 203.0.113.7, 10.0.0.8', '10.0.0.9', '203.0.113.7', 'two proxies: what the outer one saw'],
  [2, '6.6.6.6', '10.0.0.9', '10.0.0.9', 'somebody came past a proxy: the socket'],
  [1, undefined, '10.0.0.9', '10.0.0.9', 'the proxy says nothing: the socket'],
  [1, 'unknown', '10.0.0.9', '10.0.0.9', 'no address: the socket'],
  [1, '::ffff:203.0.113.7', '10.0.0.9', '203.0.113.7', 'IPv4 in IPv6 is IPv4'],
  [1, ' 2001:db8::1 ', '10.0.0.9', '2001:db8::1', 'IPv6'],
  [0, undefined, '::ffff:10.0.0.9', '10.0.0.9', 'a socket that listens on both'],
])('with %i proxies, %s over %s is %s (%s)', (hops, chain, socket, expected, _why) => {
  expect(clientAddress(chain, socket, hops)).toBe(expected);
});

it('what only this process may say is taken out of a request, and nothing else', () => {
  const headers: Record<string, string> = {
    host: 'h',
    cookie: 'c',
    accept: 'a',
    origin: 'o',
    'if-match': 'i',
    'sec-fetch-site': 's',
    rsc: '1',
    'x-forwarded': 'kept',
  };
  const claims = [
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'x-real-ip',
    'forwarded',
    'x-request-id',
    'x-nonce',
    'content-security-policy',
  ]
    .concat([
      'x-middleware-subrequest',
      'x-nextjs-data',
      'x-now-route-matches',
      'x-matched-path',
      'x-invoke-path',
      'next-resume',
      'next-action',
    ])
    .concat(['content-security-policy-report-only', 'x-prerender-revalidate', 'x-http-method-override', 'x-original-url', 'x-rewrite-url']);
  const request = { ...headers, ...Object.fromEntries(claims.map((name) => [name, 'claimed'])) };
  dropTrustHeaders(request);
  expect(request).toEqual(headers);
});

it('a router state is a list or absent', () => {
  expect([undefined, '%5B%22%22%5D', '[]'].map(isRouterState)).toEqual([true, true, true]);
  expect(['', '{}', '%zz', 'nonsense', '%'].map(isRouterState)).toEqual([false, false, false, false, false]);
});
