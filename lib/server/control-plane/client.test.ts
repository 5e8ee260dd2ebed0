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
async function upstream(answer: (request: http.IncomingMessage, response: http.ServerResponse, count: number) => void, timeoutMs = 300) {
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
  return { base, seen, controlPlane: createControlPlane({ transport: httpTransport(base), token, timeoutMs }) };
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
      'an array with several Links, of which one is the next page among others',
      (response: http.ServerResponse, n: number) =>
        json(
          response,
          n === 1 ? [row('1'), row('2')] : [row('3')],
          200,
          n === 1
            ? { link: '</v1/x?cursor=c0>; rel="prev", </v1/x?cursor=c1>; title="1, 2"; Rel = "last next"' }
            : { link: '</v1/x>; rel=first' },
        ),
    ],
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

describe('a list that goes on is never taken for whole', () => {
  const read = async (answer: (response: http.ServerResponse, n: number) => void) => {
    const { controlPlane, seen } = await upstream((_request, response, n) => void answer(response, n), 5_000);
    return { seen, read: controlPlane.listAll(grantEndpoints.listGrants, Grant, { params }, context) };
  };
  it.each([
    [
      'a Link to a next page without a cursor',
      (r: http.ServerResponse) => json(r, [row('1')], 200, { link: '</v1/other?page=2>; rel="next"' }),
    ],
    ['a Link that is no address', (r: http.ServerResponse) => json(r, [row('1')], 200, { link: '<http://[bad?cursor=c1>; rel="next"' })],
    ['a cursor that is no text', (r: http.ServerResponse) => json(r, { rows: [row('1')], next_cursor: 5 })],
    ['the same cursor again', (r: http.ServerResponse) => json(r, { rows: [row('1')], next_cursor: 'c1' })],
  ])('with %s it is refused', async (_what, answer) => {
    expect((await problem((await read(answer)).read)).code).toBe('upstream_failed');
  });
  it('an empty page in its middle is not its end, and a Link to another relation is none', async () => {
    const { read: rows, seen } = await read((r, n) =>
      n < 3
        ? json(r, { rows: n === 1 ? [row('1')] : [], next_cursor: `c${n}` })
        : json(r, [row('2')], 200, { link: '</v1/x?page=1>; rel="prev"' }),
    );
    expect([(await rows).map(({ id }) => id), seen.length]).toEqual([['1', '2'], 3]);
  });
  it('is read up to 64 MiB over all its pages, not each', async () => {
    const big = { ...row('1'), user_id: 'u'.repeat(9 * 1024 * 1024) };
    const { read: rows, seen } = await read((r, n) => json(r, { rows: [big], next_cursor: `c${n}` }));
    const error = await problem(rows);
    expect([error.code, error.message, seen.length]).toEqual(['upstream_failed', expect.stringContaining('too large'), 8]);
  });
});

describe('a zone at which the control plane hangs', () => {
  const grants = (controlPlane: Awaited<ReturnType<typeof upstream>>['controlPlane'], zoneId: string) =>
    controlPlane.listAll(grantEndpoints.listGrants, Grant, { params: { zoneId } }, context);

  it('does not take the connections of the others, is not asked for long, and they are', async () => {
    const { controlPlane, seen } = await upstream((request, response) => {
      if (!request.url?.includes('/z1/')) json(response, [row('1', 'z2')]);
    });
    const stuck = Array.from({ length: 200 }, () => problem(grants(controlPlane, 'z1')));
    expect(await grants(controlPlane, 'z2')).toHaveLength(1);
    expect(seen.filter(({ target }) => target.includes('/z1/')).length).toBeLessThanOrEqual(16);
    expect(new Set((await Promise.all(stuck)).map(({ code }) => code))).toEqual(new Set(['upstream_timeout']));
    while ((await problem(grants(controlPlane, 'z1'))).code === 'upstream_timeout');
    expect((await problem(grants(controlPlane, 'z1'))).code).toBe('unavailable');
    // Another list of the same zone has not failed yet.
    const other = controlPlane.call(providerEndpoints.getProvider, { params: { zoneId: 'z1', id: 'p' } }, context);
    expect((await problem(other)).code).toBe('upstream_timeout');
    expect(await grants(controlPlane, 'z2')).toHaveLength(1);
  });
  it('keeps nobody from the others when the control plane is back after it could not be reached', async () => {
    let clock = 0;
    let away = true;
    const { base } = await upstream((request, response) => {
      if (!request.url?.includes('/z1/')) json(response, [row('1', 'z2')]);
    });
    const [dead, live] = [httpTransport(new URL('http://127.0.0.1:1')), httpTransport(base)];
    const controlPlane = createControlPlane({ transport: (asked) => (away ? dead : live)(asked), token, timeoutMs: 300, now: () => clock });
    while ((await problem(grants(controlPlane, 'z2'))).code !== 'unavailable');
    away = false;
    clock += 6_000;
    // The one request that is let through meets the zone at which it hangs: somebody is there all the same.
    expect((await problem(grants(controlPlane, 'z1'))).code).toBe('upstream_timeout');
    expect(await grants(controlPlane, 'z2')).toHaveLength(1);
  });
  it('says of a change that waited in vain that nothing was changed', async () => {
    const { controlPlane } = await upstream(() => {});
    const change = (signal?: AbortSignal) => problem(controlPlane.call(grantEndpoints.createGrant, create, { ...context, signal }));
    const asked = Array.from({ length: 16 }, () => change());
    const waiting = Array.from({ length: 4 }, () => change(AbortSignal.timeout(100)));
    for (const error of await Promise.all(waiting))
      expect([error.code, error.detail]).toEqual(['upstream_timeout', 'Nothing was changed.']);
    for (const error of await Promise.all(asked)) expect(error.code).toBe('outcome_unknown');
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
    [
      'a day that does not exist',
      (r: http.ServerResponse) => json(r, [{ ...row('1'), created_at: '2026-13-40T00:00:00.000Z' }]),
      'upstream_failed',
    ],
    ['a refusal of what it was asked', (r: http.ServerResponse) => json(r, { error: 'invalid_request' }, 400), 'upstream_failed'],
    ['a conflict with a reading', (r: http.ServerResponse) => json(r, { error: 'zone_slug_conflict' }, 409), 'upstream_failed'],
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
  it.each([
    ['a page', (r: http.ServerResponse) => r.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>')],
    ['nothing', (r: http.ServerResponse) => r.writeHead(200, { 'content-length': '0' }).end()],
    ['a promise', (r: http.ServerResponse) => json(r, {}, 202)],
  ])('and answers a deletion with %s has not confirmed it; with 204 it has', async (_what, answer) => {
    const { controlPlane } = await upstream((_request, response, n) => void (n === 1 ? answer(response) : response.writeHead(204).end()));
    const revoke = () => controlPlane.call(grantEndpoints.revokeGrant, { params: { ...params, id: 'g1' } }, context);
    const error = await problem(revoke());
    expect([error.code, error.detail]).toEqual(['upstream_failed', expect.stringContaining('may have been made')]);
    expect(await revoke()).toBeUndefined();
  });
  it('is told apart from a person’s mistake only where somebody typed something', async () => {
    const { controlPlane } = await upstream((_request, response) => void json(response, { error: 'invalid_request' }, 400));
    expect((await problem(controlPlane.call(grantEndpoints.createGrant, create, context))).code).toBe('invalid_input');
    expect((await problem(controlPlane.call(grantEndpoints.getGrant, { params: { ...params, id: 'g1' } }, context))).code).toBe(
      'upstream_failed',
    );
  });
  it('with something deeper than anything means is outside the contract; with what is deep it is taken', async () => {
    const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    const provider = (config: string) =>
      `{"id":"p","zone_id":"z1","name":"p","identifier":"provider://p","kind":null,"owner_type":"zone","client_id":null,"config_json":${config},"secret_config_keys":[],"created_at":"2026-11-22T05:05:49.177Z","updated_at":"2026-11-22T05:05:49.177Z"}`;
    const { controlPlane } = await upstream((_request, response, n) => void json(response, provider(deep([90, 101, 20_000][n - 1] ?? 1))));
    const get = () => controlPlane.call(providerEndpoints.getProvider, { params: { ...params, id: 'p' } }, context);
    expect((await get()).id).toBe('p');
    expect([(await problem(get())).code, (await problem(get())).code]).toEqual(['upstream_failed', 'upstream_failed']);
  });
  it('that cannot be reached has changed nothing, and that is said', async () => {
    const controlPlane = createControlPlane({
      transport: httpTransport(new URL('http://127.0.0.1:1')),
      token,
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
