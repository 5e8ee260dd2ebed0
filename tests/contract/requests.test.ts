import { describe, expect, it } from 'vitest';
import { bodyLimit } from '#contract/ids.ts';
import { call, embedded, furnishedZone, itEmbedded, made, newZone, refused, slug, useControlPlane } from './support/control-plane.ts';

useControlPlane();
const json = 'application/json; charset=utf-8';
const unauthorised = [401, { error: 'invalid_admin_token' }];
const notRouted = (method: string, path: string) => [
  404,
  { message: `Route ${method}:${path} not found`, error: 'Not Found', statusCode: 404 },
];

describe('authentication', () => {
  it('refuses missing, wrong, empty, too long and differently spelt tokens', async () => {
    expect(await refused('GET', '/v1/zones', { token: null })).toEqual(unauthorised);
    expect(await refused('GET', '/v1/zones', { token: 'wrong' })).toEqual(unauthorised);
    expect(await refused('GET', '/v1/zones', { token: null, headers: { authorization: 'Bearer    ' } })).toEqual(unauthorised);
    expect(await refused('GET', '/v1/zones', { token: 'x'.repeat(4097) })).toEqual(unauthorised);
    expect(await refused('GET', '/v1/zones', { token: null, headers: { authorization: 'bearer x' } })).toEqual(unauthorised);
    expect(await refused('GET', '/v1/zones', { token: null, headers: { cookie: 'token=x' } })).toEqual(unauthorised);
    expect((await call('GET', '/v1/zones', { token: 'wrong' })).headers['www-authenticate']).toBeUndefined();
  });

  it('asks for a token before it says that a route does not exist, and only under /v1/', async () => {
    expect(await refused('GET', '/v1/nope', { token: null })).toEqual(unauthorised);
    expect(await refused('PUT', '/v1/zones', { token: null })).toEqual(unauthorised);
    expect(await refused('OPTIONS', '/v1/zones', { token: null })).toEqual(unauthorised);
    expect(await refused('GET', '/v1/nope')).toEqual(notRouted('GET', '/v1/nope'));
    expect(await refused('OPTIONS', '/v1/zones')).toEqual(notRouted('OPTIONS', '/v1/zones'));
    expect(await refused('GET', '/v1', { token: null })).toEqual(notRouted('GET', '/v1'));
    expect(await refused('GET', '/nope?a=1', { token: null })).toEqual(notRouted('GET', '/nope?a=1'));
  });

  it('is not got round by an encoded or absolute path', async () => {
    expect((await refused('GET', '/%76%31/zones', { token: null }))[0]).toBe(401);
    expect((await refused('GET', 'http://elsewhere.example/v1/zones', { token: null }))[0]).toBe(401);
  });

  itEmbedded('lets a zone token act in its zone and nowhere else', async () => {
    const { zone } = await furnishedZone();
    const other = await newZone();
    const token = await embedded().seed.token({ zone_id: zone });
    const mismatch = [403, { error: 'admin_token_zone_mismatch' }];
    expect((await call('GET', `/v1/zones/${zone}/grants`, { token })).status).toBe(200);
    expect((await call('GET', `/v1/zones/%${zone.charCodeAt(0).toString(16)}${zone.slice(1)}`, { token })).status).toBe(200);
    expect((await call('PATCH', `/v1/zones/${zone}`, { token, body: { name: 'mine' } })).status).toBe(200);
    for (const path of [
      '/v1/zones',
      `/v1/zones?zone=${zone}`,
      `/v1/zones/${other.id}`,
      `/v1/zones/${zone}x`,
      '/v1/policy-templates',
      '/v1/nope',
      `/v1/${zone}`,
      `/v1//zones/${zone}`,
    ])
      expect(await refused('GET', path, { token }), path).toEqual(mismatch);
    expect(await refused('GET', `/v1/zones/${zone}/nope`, { token })).toEqual(notRouted('GET', `/v1/zones/${zone}/nope`));
    expect((await call('GET', `/v1/zones/${zone}/../${other.id}`, { token })).status).toBe(404);
    await made(204, 'DELETE', `/v1/zones/${zone}`, { token });
    expect((await call('GET', `/v1/zones/${zone}/grants`, { token })).status).toBe(200);
  });

  itEmbedded('refuses a revoked token', async () => {
    expect(await refused('GET', '/v1/zones', { token: await embedded().seed.token({ zone_id: null, revoked: true }) })).toEqual(
      unauthorised,
    );
  });
});

describe('the order of checks', () => {
  it('is body, token, route, path, zone, validation', async () => {
    const broken = { raw: '{"name":', headers: { 'content-type': 'application/json' } };
    const unreadable = [400, { error: 'internal_error' }];
    expect(await refused('POST', '/v1/zones', { ...broken, token: null })).toEqual(unreadable);
    expect(await refused('POST', '/v1/nope', { ...broken, token: null })).toEqual(unreadable);
    expect(await refused('POST', '/v1/zones/a%20b/grants', { token: null, body: {} })).toEqual(unauthorised);
    expect(await refused('POST', '/v1/zones/a%20b/grants', { body: {} })).toEqual([400, { error: 'invalid_params' }]);
    expect(await refused('POST', '/v1/zones/nope/grants', { body: {} })).toEqual([404, { error: 'zone_not_found' }]);
    for (const list of ['applications', 'resources', 'providers', 'policies', 'policy-sets'])
      expect(await refused('POST', `/v1/zones/nope/${list}`, { body: {} }), list).toEqual([404, { error: 'zone_not_found' }]);
    for (const list of ['teams', 'applications/dcr'])
      expect((await refused('POST', `/v1/zones/nope/${list}`, { body: {} }))[0], list).toBe(400);
    expect(await refused('POST', '/v1/zones/nope/policy-sets/nope/versions', { body: {} })).toMatchObject([400, { error: 'invalid_body' }]);
  });
});

describe('a body', () => {
  it('is JSON of any spelling of its type, with a byte order mark if need be, the last of repeated keys counting', async () => {
    const { zone } = await furnishedZone();
    const path = `/v1/zones/${zone}/teams`;
    const team = (raw: string, type: string, more = {}) =>
      made<{ name: string }>(201, 'POST', path, { raw, headers: { 'content-type': type, ...more } });
    expect((await team('{"name":"a"}', 'APPLICATION/JSON')).name).toBe('a');
    expect((await team('{"name":"b"}', 'application/json; charset=utf-8')).name).toBe('b');
    expect((await team('\ufeff{"name":"c"}', 'application/json;')).name).toBe('c');
    expect((await team('{"name":"x","name":"d"}', 'application/json')).name).toBe('d');
    expect((await team('{"name":"e"}', 'application/json', { 'content-encoding': 'gzip' })).name).toBe('e');
    expect((await team('{"name":"\\ud800"}', 'application/json')).name).toBe('\ufffd');
  });

  it('of plain text is a string, which no endpoint takes', async () => {
    const { zone } = await furnishedZone();
    const answer = await refused('POST', `/v1/zones/${zone}/teams`, { raw: '{"name":"x"}', headers: { 'content-type': 'text/plain' } });
    const issues = [{ path: [], message: 'Invalid input: expected object, received string' }];
    expect(answer).toEqual([400, { error: 'invalid_body', issues }]);
  });

  it('of another type, or of none, is refused before anything else', async () => {
    const unsupported = [415, { error: 'internal_error' }];
    for (const type of ['application/x-www-form-urlencoded', 'application/vnd.api+json', 'json', 'text/xml', 'application/jsonx', ''])
      expect(await refused('POST', '/v1/zones', { token: null, raw: '{}', headers: { 'content-type': type } }), type).toEqual(unsupported);
    expect(await refused('POST', '/v1/zones', { token: null, raw: '{}' })).toEqual(unsupported);
    expect((await refused('POST', '/v1/nope', { raw: '{}', headers: { 'content-type': 'text/xml' } }))[0]).toBe(404);
  });

  it('that is empty although JSON was announced, or holds a poisoned key, is 400', async () => {
    const unreadable = [400, { error: 'internal_error' }];
    const { zone } = await furnishedZone();
    const type = { 'content-type': 'application/json' };
    expect(await refused('POST', `/v1/zones/${zone}/teams`, { raw: '', headers: type })).toEqual(unreadable);
    expect(await refused('DELETE', `/v1/zones/${zone}/teams/nope`, { headers: type })).toEqual(unreadable);
    expect(await refused('DELETE', `/v1/zones/${zone}/teams/nope`, { raw: '{}', headers: type })).toEqual([
      404,
      { error: 'team_not_found' },
    ]);
    for (const raw of ['{"__proto__":{}}', '{"a":[{"__proto__":1}]}', '{"constructor":{"prototype":{}}}', '[', '{"a":1}}', "{'a':1}"])
      expect(await refused('POST', `/v1/zones/${zone}/teams`, { raw, headers: type }), raw).toEqual(unreadable);
  });

  it('may be one MiB and not a byte more', async () => {
    const { zone } = await furnishedZone();
    const of = (length: number) => {
      const frame = JSON.stringify({ name: `n${length}`, content: 'package a\n#' });
      return frame.replace('#', `#${'x'.repeat(length - Buffer.byteLength(frame))}`);
    };
    const headers = { 'content-type': 'application/json' };
    expect((await call('POST', `/v1/zones/${zone}/policies`, { raw: of(bodyLimit), headers })).status).toBe(201);
    const over = { raw: of(bodyLimit + 1), headers };
    expect(await refused('POST', `/v1/zones/${zone}/policies`, over)).toEqual([413, { error: 'internal_error' }]);
    expect((await refused('POST', `/v1/zones/${zone}/policies`, { ...over, token: null }))[0]).toBe(413);
  });

  it('of a GET is ignored, however broken', async () => {
    expect((await call('GET', '/v1/zones', { raw: '{', headers: { 'content-type': 'application/json' } })).status).toBe(200);
  });

  it('is asked for again after one that failed on the same connection', async () => {
    const { zone } = await furnishedZone();
    for (let round = 0; round < 3; round += 1) {
      expect((await call('POST', `/v1/zones/${zone}/teams`, { raw: '{', headers: { 'content-type': 'text/xml' } })).status).toBe(415);
      expect((await call('GET', `/v1/zones/${zone}/teams`)).status).toBe(200);
    }
  });

  itEmbedded('with a NUL in a text, a key or a query is 400 with a named code', async () => {
    const { zone } = await furnishedZone();
    const nul = 'a\0b';
    expect(await refused('POST', '/v1/zones', { body: { name: nul, slug: slug() } })).toEqual([400, { error: 'invalid_zone' }]);
    expect(await refused('POST', `/v1/zones/${zone}/teams`, { body: { name: nul } })).toMatchObject([
      400,
      { error: 'invalid_body', issues: [{ path: ['name'] }] },
    ]);
    const members = [{ id: nul, role: '' }];
    expect(await refused('POST', `/v1/zones/${zone}/teams`, { body: { name: 'n', members } })).toMatchObject([
      400,
      { issues: [{ path: ['members', 0, 'id'] }] },
    ]);
    expect((await refused('POST', `/v1/zones/${zone}/providers`, { body: { identifier: 'p', config_json: { [nul]: 1 } } }))[0]).toBe(400);
    expect(await refused('GET', `/v1/zones/${zone}/audit?request_id=a%00b`)).toEqual([400, { error: 'invalid_query' }]);
    expect(await made(201, 'POST', `/v1/zones/${zone}/teams`, { body: { name: 'n', dropped: nul } })).toMatchObject({ name: 'n' });
  });

  itEmbedded('with a value that no index takes, or endless nesting, is 400', async () => {
    const { zone } = await furnishedZone();
    const name = Array.from({ length: 9600 }, (_, at) => String.fromCharCode(33 + ((at * at * 7919) % 9000))).join('');
    expect(await refused('POST', `/v1/zones/${zone}/teams`, { body: { name } })).toEqual([400, { error: 'value_too_long' }]);
    const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
    const raw = `{"identifier":"p","config_json":${deep}}`;
    expect(await refused('POST', `/v1/zones/${zone}/providers`, { raw, headers: { 'content-type': 'application/json' } })).toMatchObject([
      400,
      { error: 'invalid_body' },
    ]);
  });
});

describe('a path', () => {
  it('is matched as it came: case, slashes, dots and encoded slashes count', async () => {
    expect(await refused('GET', '/V1/zones')).toEqual(notRouted('GET', '/V1/zones'));
    expect(await refused('GET', '/v1//zones')).toEqual(notRouted('GET', '/v1//zones'));
    expect(await refused('GET', '/v1/zones/')).toEqual([400, { error: 'invalid_params' }]);
    expect(await refused('GET', '/v1/zones/nope/teams/')).toEqual([400, { error: 'invalid_params' }]);
    expect(await refused('GET', '/v1/zones/nope/')).toEqual(notRouted('GET', '/v1/zones/nope/'));
    expect(await refused('GET', '/v1/zones/a%2Fb')).toEqual([400, { error: 'invalid_params' }]);
    expect(await refused('GET', '/v1/zones/..')).toEqual([404, { error: 'zone_not_found' }]);
    expect(await refused('GET', '/v1/zones/a/../b')).toEqual(notRouted('GET', '/v1/zones/a/../b'));
    expect((await call('GET', '/v1/%7aones')).status).toBe(200);
    expect((await call('GET', '/v1/zones#x')).status).toBe(200);
  });

  it('takes ids of up to 100 characters; a longer one is no route', async () => {
    expect(await refused('GET', `/v1/zones/${'a'.repeat(100)}`)).toEqual([404, { error: 'zone_not_found' }]);
    expect(await refused('GET', `/v1/zones/${'a'.repeat(101)}`)).toEqual(notRouted('GET', `/v1/zones/${'a'.repeat(101)}`));
  });

  it('that cannot be decoded is refused by the router, without a request id', async () => {
    for (const path of ['/v1/zones/%E0%A4%A', '/v1/zones/%', '/v1/zones/%zz?x=1']) {
      const { status, json: body, headers } = await call('GET', path, { token: null });
      const message = `'${path}' is not a valid url component`;
      expect([status, body]).toEqual([400, { error: 'Bad Request', code: 'FST_ERR_BAD_URL', message, statusCode: 400 }]);
      expect([headers['content-type'], headers['x-request-id']]).toEqual(['application/json', undefined]);
    }
    expect((await call('GET', '/v1/zones?x=%zz')).status).toBe(200);
  });

  it('with a method that it does not have is 404, never 405', async () => {
    const { zone } = await furnishedZone();
    for (const [method, path] of [
      ['PUT', `/v1/zones/${zone}`],
      ['PATCH', `/v1/zones/${zone}/grants/x`],
      ['PATCH', `/v1/zones/${zone}/invitations/x`],
      ['GET', `/v1/zones/${zone}/invitations/x`],
      ['GET', `/v1/zones/${zone}/policies/x/versions`],
      ['PATCH', `/v1/zones/${zone}/policies/x`],
      ['GET', `/v1/zones/${zone}/policy-sets/x/versions`],
      ['POST', `/v1/zones/${zone}/policy-sets/x/simulate`],
      ['POST', `/v1/zones/${zone}/step-up-challenges`],
      ['POST', `/v1/zones/${zone}/step-up-challenges/x/deny`],
      ['GET', `/v1/zones/${zone}/sessions/x`],
      ['DELETE', `/v1/zones/${zone}/sessions/x`],
      ['GET', `/v1/zones/${zone}/audit/x`],
      ['GET', '/v1/policy-templates/role-based'],
      ['POST', '/v1/local/bootstrap'],
      ['GET', '/docs'],
      ['GET', '/docs/json'],
    ] as const)
      expect(await refused(method, path), `${method} ${path}`).toEqual(notRouted(method, path));
  });
});

describe('an answer', () => {
  it('carries the request id that came, verbatim, or a new one', async () => {
    for (const id of ['abc-123_.:Z', 'a b <script>', 'r'.repeat(300)])
      expect((await call('GET', '/v1/zones/nope', { headers: { 'x-request-id': id } })).headers['x-request-id']).toBe(id);
    const given = (await call('GET', '/health', { headers: { 'x-request-id': '' } })).headers['x-request-id'];
    expect(given).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const { zone } = await furnishedZone();
    expect((await call('DELETE', `/v1/zones/${zone}`)).headers['x-request-id']).toBeDefined();
  });

  it('is JSON in UTF-8, or nothing at all', async () => {
    const zone = await newZone();
    expect((await call('GET', `/v1/zones/${zone.id}`)).headers['content-type']).toBe(json);
    expect((await call('GET', '/v1/zones/nope')).headers['content-type']).toBe(json);
    const gone = await call('DELETE', `/v1/zones/${zone.id}`);
    expect([gone.status, gone.text, gone.headers['content-type']]).toEqual([204, '', undefined]);
  });

  it('to HEAD has the status and headers of GET and no body', async () => {
    const { zone } = await furnishedZone();
    for (const [path, status] of [
      ['/v1/zones', 200],
      [`/v1/zones/${zone}/teams`, 200],
      ['/v1/zones/nope', 404],
      ['/health', 200],
    ] as const) {
      const answer = await call('HEAD', path);
      expect([answer.status, answer.text, answer.headers['content-type']], path).toEqual([status, '', json]);
    }
  });

  it('knows nothing of other origins, caching, conditions or overridden methods', async () => {
    const { zone } = await furnishedZone();
    const headers = { origin: 'https://elsewhere.example', 'if-none-match': '*', 'accept-encoding': 'gzip, br' };
    const answer = await call('GET', `/v1/zones/${zone}/teams`, { headers });
    expect(answer.status).toBe(200);
    for (const name of ['access-control-allow-origin', 'etag', 'content-encoding', 'cache-control'])
      expect(answer.headers[name], name).toBeUndefined();
    const body = { name: 'twice' };
    const overridden = await call('POST', `/v1/zones/${zone}/providers`, {
      body: { identifier: 'x', ...body },
      headers: { 'x-http-method-override': 'GET', 'idempotency-key': 'k' },
    });
    expect(overridden.status).toBe(201);
  });

  it('keeps the connection for 72 seconds', async () => {
    expect((await call('GET', '/health')).headers['keep-alive']).toBe('timeout=72');
  });
});

describe('health', () => {
  it('needs no token and minds no wrong one', async () => {
    for (const token of [null, 'wrong']) expect(await refused('GET', '/health', { token })).toEqual([200, { ok: true }]);
  });

  itEmbedded('counts how often it is asked whether it is ready', async () => {
    const ask = () => embedded().handle({ method: 'GET', target: '/ready', headers: {}, body: new Uint8Array(), address: 'one' });
    // A new minute may begin meanwhile, which doubles what is let through.
    let admitted = 0;
    let answer = await ask();
    while (answer.status === 200 && admitted < 240) {
      admitted += 1;
      answer = await ask();
    }
    expect([answer.status, answer.body]).toEqual([429, '{"error":"rate_limited"}']);
    expect(admitted).toBeGreaterThanOrEqual(120);
    const elsewhere = await embedded().handle({ method: 'GET', target: '/ready', headers: {}, body: new Uint8Array(), address: 'two' });
    expect(elsewhere.status).toBe(200);
  });
});
