import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Problem } from '#http/problem.ts';
import { openConsole, type TestConsole } from '../../../tests/support/console.ts';
import { postCspReport } from './csp-report.ts';
import { takeTurn } from './limits.ts';

let console_: TestConsole;
beforeAll(async () => {
  console_ = await openConsole();
});
afterAll(() => console_.close());

const single = { 'csp-report': { 'effective-directive': 'script-src-elem', 'blocked-uri': 'inline' } };
const several = [
  { type: 'csp-violation', age: 1, url: 'http://localhost:3000/', body: { effectiveDirective: 'img-src', blockedURL: 'data' } },
];
const send = async (body: unknown, headers: Record<string, string> = {}) => {
  const response = await postCspReport(
    new Request('http://localhost:3000/api/csp-report', {
      method: 'POST',
      headers: { 'content-type': 'application/csp-report', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
    { params: Promise.resolve({}) },
  );
  const text = await response.text();
  return { status: response.status, headers: response.headers, code: text && (JSON.parse(text) as Problem).code };
};

it.each<[string, unknown, Record<string, string>]>([
  ['one report', single, {}],
  [
    'one of an older browser',
    { 'csp-report': { 'violated-directive': "img-src 'self'", 'blocked-uri': 'https://evil.example/x?y#z' } },
    {},
  ],
  ['one that tells nothing', { 'csp-report': {} }, {}],
  ['several', several, { 'content-type': 'application/reports+json' }],
  ['several of other kinds', [{ type: 'deprecation', body: { id: 1 } }], { 'content-type': 'application/reports+json' }],
  ['one of its own page', single, { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:3000', 'sec-fetch-dest': 'report' }],
  ['one with a charset', single, { 'content-type': 'application/csp-report; charset=UTF-8' }],
])('takes %s, and answers nothing', async (_what, body, headers) => {
  const answer = await send(body, headers);
  expect([answer.status, answer.headers.get('cache-control'), answer.headers.get('set-cookie')]).toEqual([204, 'no-store', null]);
});

it.each<[string, unknown, Record<string, string>, number]>([
  ['of another site', single, { 'sec-fetch-site': 'cross-site' }, 403],
  ['of a sibling site', single, { 'sec-fetch-site': 'same-site' }, 403],
  ['of another origin', single, { origin: 'https://evil.example' }, 403],
  ['of an opaque origin', single, { origin: 'null' }, 403],
  ['of another type', single, { 'content-type': 'application/json' }, 415],
  ['of a type that any form can send', single, { 'content-type': 'text/plain' }, 415],
  ['that is compressed', single, { 'content-encoding': 'gzip' }, 415],
  ['that is too large', { ...single, more: 'x'.repeat(17_000) }, {}, 413],
  ['that is no JSON', '{', {}, 400],
  ['that is empty', '', {}, 400],
  ['that is nothing', null, {}, 422],
  ['that is a text', '"x"', {}, 422],
  ['that is no report', { 'csp-report': [] }, {}, 422],
  ['whose parts are none', [null], {}, 422],
])('refuses one %s', async (_what, body, headers, status) => {
  const answer = await send(body, headers);
  expect(answer.status).toBe(status);
  if (status === 415) expect(answer.headers.get('accept')).toBe('application/csp-report, application/reports+json');
});

it('is counted by its address, and not with what people there do', async () => {
  const from = { 'x-forwarded-for': '192.0.2.88' };
  expect((await send(single, from)).status).toBe(204);
  await Promise.allSettled(Array.from({ length: 60 }, () => takeTurn('report', '192.0.2.88')));
  await takeTurn('anonymous', '192.0.2.88');
  const answer = await send(single, from);
  expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([429, true]);
});
