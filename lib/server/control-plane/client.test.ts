import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { applicationEndpoints } from '#contract/applications.ts';
import { Grant, grantEndpoints } from '#contract/grants.ts';
import { providerEndpoints } from '#contract/providers.ts';
import type { ProblemError } from '#http/problem.ts';
import { zoneScope } from '../bff/zone.ts';
import { createBreaker } from './breaker.ts';
import { createControlPlane } from './client.ts';
import { httpTransport } from './transport.ts';

const token = 'cat_CANARY_0123456789abcdef';
let server: http.Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())).then(() => (server = undefined)));

/** A control plane that behaves as badly as the test wants, and tells what reached it. */
async function upstream(answer: (request: http.IncomingMessage, response: http.ServerResponse, count: number) => void) {
  const seen: { method: string; target: string; authorization: string | undefined; body: string }[] = [];
  server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      seen.push({ method: request.method ?? '', target: request.url ?? '', authorization: request.headers.authorization, body });
      answer(request, response, seen.length);
    });
  });
  server.keepAliveTimeout = 1;
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const base = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return { seen, controlPlane: createControlPlane({ transport: httpTransport(base), token, breaker: createBreaker(), timeoutMs: 300 }) };
}
const json = (response: http.ServerResponse, body: unknown, status = 200, headers = {}) =>
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    .end(typeof body === 'string' ? body : JSON.stringify(body));
const context = { requestId: 'r1' };
const params = { zoneId: 'z1' };
const row = (id: string, zone = 'z1') => ({
  id,
  zone_id: zone,
  application_id: 'a',
  user_id: 'u',
  resource_id: 'r',
  scopes: ['read'],
  status: 'active',
  created_at: '2026-11-22T05:05:49.177Z',
});
const problem = (work: Promise<unknown>): Promise<ProblemError> =>
  work.then(
    () => Promise.reject(new Error('it was accepted')),
    (error: ProblemError) => error,
  );
const create = { params, body: { application_id: 'a', resource_id: 'r', scopes: ['read'] } };

describe('a list is read whole', () => {
  it.each([
    ['a bare array', (response: http.ServerResponse) => json(response, [row('1'), row('2'), row('3')])],
    [
      'an array with a Link header',
      (response: http.ServerResponse, n: number) =>
        json(
          response,
          n === 1 ? [row('1'), row('2')] : [row('3')],
          200,
          n === 1 ? { link: '</v1/other?cursor=c1&limit=2>; rel="next"' } : {},
        ),
    ],
    [
      '{rows,next_cursor}',
      (response: http.ServerResponse, n: number) =>
        json(response, n === 1 ? { rows: [row('1'), row('2')], next_cursor: 'c1' } : { rows: [row('3')], next_cursor: null }),
    ],
    [
      '{items,next_cursor}',
      (response: http.ServerResponse, n: number) =>
        json(response, n === 1 ? { items: [row('1'), row('2')], next_cursor: 'c1' } : { items: [row('3')], next_cursor: null }),
    ],
  ])('from %s', async (_shape, answer) => {
    const { controlPlane, seen } = await upstream((_request, response, n) => void answer(response, n));
    const rows = await controlPlane.listAll(grantEndpoints.listGrants, Grant, { params }, context);
    expect(rows.map(({ id }) => id)).toEqual(['1', '2', '3']);
    for (const { target } of seen) expect(target).toMatch(/^\/v1\/zones\/z1\/grants/);
    if (seen.length > 1) expect(seen[1]?.target).toContain('cursor=c1');
  });
});

describe('an upstream that misbehaves', () => {
  it.each([
    ['HTML', (r: http.ServerResponse) => r.writeHead(200, { 'content-type': 'text/html' }).end('<h1>502</h1>'), 'upstream_failed'],
    ['truncated JSON', (r: http.ServerResponse) => json(r, '[{"id":"1"'), 'upstream_failed'],
    [
      'a body cut off by the connection',
      (r: http.ServerResponse) =>
        void r.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('[', () => r.destroy()),
      'upstream_failed',
    ],
    ['rows outside the contract', (r: http.ServerResponse) => json(r, [{ id: 1 }]), 'upstream_failed'],
    ['an object where a list belongs', (r: http.ServerResponse) => json(r, { hello: 1 }), 'upstream_failed'],
    ['silence', () => {}, 'upstream_timeout'],
    ['500', (r: http.ServerResponse) => json(r, { error: 'internal_error' }, 500), 'upstream_failed'],
    ['401', (r: http.ServerResponse) => json(r, { error: 'invalid_admin_token' }, 401), 'upstream_refused_token'],
    [
      'another zone of the token',
      (r: http.ServerResponse) => json(r, { error: 'admin_token_zone_mismatch' }, 403),
      'upstream_refused_token',
    ],
    ['a redirect', (r: http.ServerResponse) => r.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), 'upstream_failed'],
  ])('with %s is told as what it is', async (_what, answer, code) => {
    const { controlPlane } = await upstream((_request, response) => void answer(response));
    const error = await problem(controlPlane.listAll(grantEndpoints.listGrants, Grant, { params }, context));
    expect(error.code).toBe(code);
    expect(JSON.stringify([error.message, error.detail])).not.toContain('CANARY');
  });
  it('is asked again for reads when it answers 503 or hangs up, and the answer counts', async () => {
    const { controlPlane, seen } = await upstream((_request, response, n) =>
      n === 1 ? void json(response, {}, 503) : n === 2 ? void response.destroy() : void json(response, [row('1')]),
    );
    expect(await controlPlane.listAll(grantEndpoints.listGrants, Grant, { params }, context)).toHaveLength(1);
    expect(seen).toHaveLength(3);
  });
  it('is never asked twice for a change, and an unknown outcome is called unknown', async () => {
    const { controlPlane, seen } = await upstream((_request, response) => void response.destroy());
    expect((await problem(controlPlane.call(grantEndpoints.createGrant, create, context))).code).toBe('outcome_unknown');
    expect(seen).toHaveLength(1);
  });
  it('that cannot be reached has changed nothing, and that is said', async () => {
    const controlPlane = createControlPlane({
      transport: httpTransport(new URL('http://127.0.0.1:1')),
      token,
      breaker: createBreaker(),
      timeoutMs: 300,
    });
    const error = await problem(controlPlane.call(grantEndpoints.createGrant, create, context));
    expect([error.code, error.detail]).toEqual(['upstream_failed', expect.stringContaining('Nothing was changed')]);
  });
  it('that answers with another zone’s object is not passed on', async () => {
    const { controlPlane } = await upstream((_request, response) => void json(response, row('1', 'z2')));
    const zone = zoneScope(controlPlane, 'z1', context);
    expect((await problem(zone.call(grantEndpoints.getGrant, { params: { id: '1' } }))).code).toBe('upstream_mismatch');
    const mine = await upstream((_request, response) => void json(response, row('1')));
    expect(await zoneScope(mine.controlPlane, 'z1', context).call(grantEndpoints.getGrant, { params: { id: '1' } })).toMatchObject({
      id: '1',
    });
  });
});

describe('a request to the control plane', () => {
  it('carries the token and the request id, and no body type without a body', async () => {
    const headers: http.IncomingHttpHeaders[] = [];
    const { controlPlane } = await upstream((request, response) => {
      headers.push(request.headers);
      response.writeHead(204).end();
    });
    await controlPlane.call(applicationEndpoints.archiveApplication, { params: { ...params, id: 'a1' } }, context);
    expect(headers[0]).toMatchObject({ authorization: `Bearer ${token}`, 'x-request-id': 'r1' });
    expect(headers[0]?.['content-type']).toBeUndefined();
  });
  it.each(['.', '..', '', '../../z2', 'a/b', 'a%2fb', 'a\\b', 'a\u0000', 'a;b?c#d', '…'])(
    'never leaves its template for the id %j',
    async (id) => {
      const { controlPlane, seen } = await upstream((_request, response) => void json(response, {}, 404));
      await problem(controlPlane.call(providerEndpoints.getProvider, { params: { ...params, id } }, context));
      for (const { target } of seen) expect(target).toMatch(/^\/v1\/zones\/z1\/providers\/[^/]+$/);
    },
  );
});

describe('the breaker', () => {
  it('opens after repeated failures, lets a probe through, and closes when it succeeds', () => {
    let now = 0;
    const breaker = createBreaker(() => now);
    for (let i = 0; i < 20; i += 1) breaker.report(true);
    expect(breaker.admit().ok).toBe(false);
    now += 5_001;
    expect(breaker.admit().ok).toBe(true);
    expect(breaker.admit().ok).toBe(false);
    breaker.report(false);
    expect(breaker.admit().ok).toBe(true);
  });
  it('stays closed while most requests succeed', () => {
    const breaker = createBreaker(() => 0);
    for (let i = 0; i < 60; i += 1) breaker.report(i % 3 === 0);
    expect(breaker.admit().ok).toBe(true);
  });
});
