import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { expect, it } from 'vitest';
import type { AuditEvent } from '#contract/audit.ts';
import type { Session } from '#contract/sessions.ts';
import { Jwks, MandateClaims, TokenResponse, tokenExchangeGrantType } from '#contract/token-endpoint.ts';
import {
  activateAnyPolicy,
  call,
  describeEmbedded,
  embedded,
  furnishedZone,
  made,
  newApplication,
  newGrant,
  newResource,
  newZone,
  useControlPlane,
} from './support/control-plane.ts';

useControlPlane();
const accessToken = 'urn:ietf:params:oauth:token-type:access_token';
type Fields = Record<string, string | string[] | undefined>;

/** A zone in which everything is allowed, and its token requests. */
async function setting() {
  const ids = await furnishedZone();
  const policy = await activateAnyPolicy(ids.zone);
  const grant = await newGrant(ids.zone, { application_id: ids.application, resource_id: ids.resource, scopes: ['read', 'write'] });
  const usual: Fields = {
    zone_id: ids.zone,
    application_id: ids.application,
    client_secret: 'a right secret',
    resource: 'resource://calendar',
    scope: 'read',
  };
  const exchange = (change: Fields = {}, headers: Record<string, string> = {}) => {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...usual, ...change })) for (const one of [value ?? []].flat()) form.append(name, one);
    return call('POST', '/oauth/2/token', {
      token: null,
      raw: form.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  };
  const granted = async (change: Fields = {}) => {
    const answer = await exchange(change);
    expect(answer.status, answer.text).toBe(200);
    const response = TokenResponse.parse(answer.json);
    return { response, claims: MandateClaims.parse(decodeJwt(response.access_token)) };
  };
  const denied = async (change: Fields = {}) => {
    const { status, json } = await exchange(change);
    return [status, (json as { error: string }).error];
  };
  const audit = async (query = '') => (await made<{ rows: AuditEvent[] }>(200, 'GET', `/v1/zones/${ids.zone}/audit${query}`)).rows;
  const detail = (requestId: string) => made<AuditEvent[]>(200, 'GET', `/v1/zones/${ids.zone}/audit/by-request/${requestId}`);
  const sessions = async () => (await made<{ rows: Session[] }>(200, 'GET', `/v1/zones/${ids.zone}/sessions`)).rows;
  const revoke = (id = grant.id) => made(204, 'DELETE', `/v1/zones/${ids.zone}/grants/${id}`);
  return { ...ids, ...policy, grant: grant.id, exchange, granted, denied, audit, detail, sessions, revoke };
}
const ambientToken = (token: string): Fields => ({ subject_token: token, subject_token_type: accessToken });

it('reading is no exchange', async () => {
  expect((await call('GET', '/oauth/2/token', { token: null })).status).toBe(404);
});

describeEmbedded('an exchange', () => {
  it('without a subject token gives an ambient token and opens a session', async () => {
    const { zone, application, granted, sessions } = await setting();
    const { response, claims } = await granted();
    expect(response).toMatchObject({
      token_type: 'Bearer',
      expires_in: 900,
      scope: 'read',
      issued_token_type: accessToken,
      target_resources: ['resource://calendar'],
    });
    expect(response.upstreams).toEqual({
      'resource://calendar': { url: null, auth_mode: 'caracal_jwt', auth_header: 'Authorization', auth_scheme: 'Bearer' },
    });
    expect(claims).toMatchObject({
      use: 'ambient',
      sub: application,
      sub_type: 'application',
      client_id: application,
      zone_id: zone,
      target: ['resource://calendar'],
      scope: 'read',
    });
    expect(claims.aud).toBe(claims.iss);
    expect(claims.exp - claims.iat).toBe(900);
    const [session] = await sessions();
    expect(session).toMatchObject({
      id: claims.sid,
      session_type: 'application',
      subject_id: application,
      status: 'active',
      parent_id: null,
    });
    expect(Math.abs(Date.parse(session?.expires_at ?? '') / 1000 - claims.exp)).toBeLessThanOrEqual(1);
  });

  it('with an ambient token gives a mandate for one call in the same session', async () => {
    const { granted, sessions, application } = await setting();
    const ambient = await granted({ ttl_seconds: '3600' });
    const { response, claims } = await granted({
      ...ambientToken(ambient.response.access_token),
      scope: 'read write',
      grant_type: tokenExchangeGrantType,
    });
    expect(claims).toMatchObject({
      use: 'per_call',
      sid: ambient.claims.sid,
      sub: application,
      aud: ['resource://calendar'],
      scope: 'read write',
    });
    expect(response.expires_in).toBe(900);
    expect(await sessions()).toHaveLength(1);
  });

  it('for a user says so, and uses grants of that user and of everyone', async () => {
    const { zone, application, resource, granted, denied, revoke, sessions } = await setting();
    const { claims } = await granted({ subject_id: 'user-1' });
    expect(claims).toMatchObject({ sub: 'user-1', sub_type: 'user', client_id: application });
    expect((await sessions())[0]).toMatchObject({ session_type: 'user', subject_id: 'user-1' });
    await revoke();
    await newGrant(zone, { application_id: application, resource_id: resource, user_id: 'user-1', scopes: ['read'] });
    await granted({ subject_id: 'user-1' });
    expect(await denied({ subject_id: 'user-2' })).toEqual([403, 'access_denied']);
    expect(await denied()).toEqual([403, 'access_denied']);
  });

  it('gives signatures that the published keys verify', async () => {
    const { zone, granted } = await setting();
    const { response } = await granted();
    const answer = await call('GET', `/.well-known/jwks.json?zone_id=${zone}`, { token: null });
    expect(answer.headers['cache-control']).toBe('public, max-age=300, must-revalidate');
    const { keys } = Jwks.parse(answer.json);
    expect(JSON.stringify(keys)).not.toContain('"d"');
    const { protectedHeader } = await jwtVerify(response.access_token, createLocalJWKSet({ keys }), { algorithms: ['ES256'] });
    expect(protectedHeader.kid).toBe(keys[0]?.kid);
    expect((await call('GET', '/.well-known/jwks.json', { token: null })).status).toBe(400);
    expect((await call('GET', '/.well-known/jwks.json?zone_id=nope', { token: null })).status).toBe(404);
  });

  it('for several resources returns those that are granted, and audits all', async () => {
    const { zone, application, exchange, audit, denied } = await setting();
    const files = await newResource(zone, { identifier: 'resource://files', scopes: ['read'], upstream_url: 'https://files.example.com/' });
    await newResource(zone, { identifier: 'resource://mail', scopes: ['read'] });
    await newResource(zone, { identifier: 'resource://other', scopes: ['send'] });
    await newGrant(zone, { application_id: application, resource_id: files.id, scopes: ['read'] });
    const resource = [
      'resource://nope',
      'resource://files',
      'resource://mail',
      'resource://calendar',
      'resource://other',
      'resource://files',
    ];
    const answer = TokenResponse.parse((await exchange({ resource }, { 'x-request-id': 'several' })).json);
    expect(answer.target_resources).toEqual(['resource://files', 'resource://calendar']);
    expect(answer.upstreams['resource://files']?.url).toBe('https://files.example.com/');
    const rows = (await audit('?request_id=several')).map((row) => [
      (row.metadata_json as { resource: string }).resource,
      row.decision,
      row.evaluation_status,
    ]);
    expect(rows.reverse()).toEqual([
      ['resource://nope', 'deny', 'resource_not_found'],
      ['resource://files', 'allow', 'complete'],
      ['resource://mail', 'deny', 'complete'],
      ['resource://calendar', 'allow', 'complete'],
      ['resource://other', 'deny', 'scope_mismatch'],
    ]);
    expect(await denied({ resource: ['resource://nope', 'resource://mail'] })).toEqual([403, 'access_denied']);
  });

  it('without scopes gives what is granted', async () => {
    const { zone, granted, revoke, application, resource, denied } = await setting();
    expect((await granted({ scope: undefined })).response.scope).toBe('read write');
    await revoke();
    await newGrant(zone, { application_id: application, resource_id: resource, scopes: ['write'] });
    expect((await granted({ scope: '' })).claims.scope).toBe('write');
    expect(await denied({ scope: 'read write' })).toEqual([403, 'access_denied']);
  });
});

describeEmbedded('client authentication', () => {
  it('refuses a wrong secret, and what is public, unknown, archived, expired or elsewhere, without a trace in the audit', async () => {
    const { zone, application, denied, audit } = await setting();
    const { id: other } = await newZone();
    const open = await newApplication(zone, { credential_type: 'public', client_secret: 'a right secret' });
    const bare = await newApplication(zone, {});
    const gone = await newApplication(zone, { client_secret: 'a right secret' });
    const old = await newApplication(zone, { client_secret: 'a right secret' });
    await made(204, 'DELETE', `/v1/zones/${zone}/applications/${gone.id}`);
    await embedded().seed.expireApplication(old.id);
    const changes: Fields[] = [
      { client_secret: 'wrong' },
      { zone_id: other },
      { zone_id: 'nope' },
      ...[open, bare, gone, old].map(({ id }) => ({ application_id: id })),
      { application_id: 'nope' },
    ];
    for (const change of changes) expect(await denied(change), JSON.stringify(change)).toEqual([401, 'access_denied']);
    expect(await audit()).toEqual([]);
    await made(204, 'DELETE', `/v1/zones/${zone}`);
    expect(await denied({ application_id: application })).toEqual([401, 'access_denied']);
  });

  it('follows a changed secret at once, also one that was just verified', async () => {
    const { zone, application, granted, denied } = await setting();
    await granted();
    await made(200, 'PATCH', `/v1/zones/${zone}/applications/${application}`, { body: { client_secret: 'another' } });
    expect(await denied()).toEqual([401, 'access_denied']);
    await granted({ client_secret: 'another' });
  });
});

describeEmbedded('a request that is malformed', () => {
  it('is 400 invalid_token, and goes before client authentication', async () => {
    const { denied, exchange } = await setting();
    const changes: Fields[] = [
      { resource: undefined },
      { resource: '' },
      { zone_id: undefined },
      { application_id: undefined },
      { client_secret: undefined },
      { client_secret: ['a', 'b'] },
      { grant_type: 'client_credentials' },
      { ttl_seconds: '0' },
      { ttl_seconds: 'x' },
      { ttl_seconds: '-1' },
      { ttl_seconds: '3601' },
      { subject_token: 'x' },
      { subject_token_type: accessToken },
      { subject_token: 'x', subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' },
      { ...ambientToken('x'), ttl_seconds: '901' },
      { resource: Array.from({ length: 65 }, (_, at) => `resource://${at}`) },
      { scope: 'a\0' },
      ...[
        'client_assertion',
        'client_assertion_type',
        'actor_token',
        'agent_session_id',
        'delegation_edge_id',
        'challenge_id',
        'challenge_response',
        'audience',
        'foo',
      ].map((name) => ({ [name]: 'x' })),
    ];
    for (const change of changes)
      expect(await denied({ client_secret: 'wrong', ...change }), JSON.stringify(change)).toEqual([400, 'invalid_token']);
    expect((await call('POST', '/oauth/2/token', { token: null, body: {} })).status).toBe(400);
    expect((await exchange({ scope: 'x'.repeat(65_536) })).status).toBe(413);
    expect((await call('GET', '/oauth/2/token', { token: null })).status).toBe(404);
  });

  it('says what is wrong, with the request id, and is not kept', async () => {
    const { exchange } = await setting();
    const { json, headers } = await exchange({ actor_token: 'x' }, { 'x-request-id': 'mine' });
    expect(json).toEqual({ error: 'invalid_token', error_description: 'The field "actor_token" is not supported.', requestId: 'mine' });
    expect([headers['x-request-id'], headers['cache-control'], headers['content-type']]).toEqual([
      'mine',
      'no-store',
      'application/json; charset=utf-8',
    ]);
  });
});

describeEmbedded('a denial', () => {
  it('is audited with what was missing', async () => {
    const { zone, application, resource, exchange, detail, revoke, set, version } = await setting();
    await made(204, 'DELETE', `/v1/zones/${zone}/policy-sets/${set}`);
    const deny = async (id: string, change: Fields = {}) => {
      const { status, json } = await exchange(change, { 'x-request-id': id });
      expect([status, json]).toMatchObject([403, { error: 'access_denied', error_description: expect.any(String), requestId: id }]);
      return (await detail(id))[0]?.diagnostics_json;
    };
    const rego = { rego: 'not_evaluated' };
    expect(await deny('no-set')).toEqual([{ policy_set: 'none_active' }, rego]);
    await revoke();
    expect(await deny('neither')).toEqual([{ grant: 'none' }, { policy_set: 'none_active' }, rego]);
    await newGrant(zone, { application_id: application, resource_id: resource, scopes: ['read'] });
    const [policy] = await made<{ id: string }[]>(200, 'GET', `/v1/zones/${zone}/policies`);
    await made(204, 'DELETE', `/v1/zones/${zone}/policies/${policy?.id}`);
    const again = await activateAnyPolicy(zone);
    expect(again.version).not.toBe(version);
    expect(await deny('scopes', { scope: 'read write' })).toEqual([{ grant: 'scopes_missing', scopes: ['write'] }, rego]);
    expect(await deny('unknown', { resource: 'resource://nope' })).toEqual([{ resource: 'not_found' }, rego]);
    expect(await deny('mismatch', { scope: 'read fly' })).toEqual([{ resource: 'scopes_unknown', scopes: ['fly'] }, rego]);
  });

  it('and an allowance name application, subject, resource and scopes', async () => {
    const { application, resource, exchange, detail, grant, set, version } = await setting();
    await exchange({ scope: 'write read', subject_id: 'user-1' }, { 'x-request-id': 'yes' });
    const [row] = await detail('yes');
    expect(row).toMatchObject({
      event_type: 'token_exchange',
      decision: 'allow',
      evaluation_status: 'complete',
      policy_set_id: set,
      policy_set_version_id: version,
      manifest_sha: expect.stringMatching(/^[0-9a-f]{64}$/),
      metadata_json: {
        principal_id: application,
        subject_id: 'user-1',
        resource: 'resource://calendar',
        resource_id: resource,
        requested_scopes: ['write', 'read'],
      },
      diagnostics_json: [{ grant: 'covers', grants: [grant] }, { rego: 'not_evaluated' }],
    });
  });
});

describeEmbedded('a session', () => {
  it('that a revoked grant ended is refused, and so is everything else of that grant', async () => {
    const { granted, exchange, denied, revoke, detail } = await setting();
    const { response } = await granted();
    await revoke();
    const answer = await exchange(ambientToken(response.access_token), { 'x-request-id': 'after' });
    expect([answer.status, answer.json]).toMatchObject([403, { error: 'access_denied', error_description: 'The session is not active.' }]);
    expect((await detail('after'))[0]).toMatchObject({
      decision: 'deny',
      evaluation_status: 'exchange_denied',
      diagnostics_json: [{ session: 'revoked' }, { rego: 'not_evaluated' }],
    });
    expect(await denied()).toEqual([403, 'access_denied']);
  });

  it('can be gone on with by its application and for its subject only', async () => {
    const { zone, application, resource, granted, denied } = await setting();
    const { claims } = await granted();
    expect((await granted({ session_id: claims.sid })).claims.sid).toBe(claims.sid);
    expect(await denied({ session_id: 'nope' })).toEqual([403, 'access_denied']);
    expect(await denied({ session_id: claims.sid, subject_id: 'user-1' })).toEqual([403, 'access_denied']);
    const other = await newApplication(zone, { client_secret: 'another' });
    await newGrant(zone, { application_id: other.id, resource_id: resource, scopes: ['read'] });
    expect(await denied({ application_id: other.id, client_secret: 'another', session_id: claims.sid, subject_id: application })).toEqual([
      403,
      'access_denied',
    ]);
  });
});

describeEmbedded('a subject token', () => {
  it('is refused when it is garbage, of one call, of another zone, or changed', async () => {
    const { granted, denied, exchange, detail } = await setting();
    const elsewhere = await setting();
    const ambient = (await granted()).response.access_token;
    const perCall = (await granted(ambientToken(ambient))).response.access_token;
    const foreign = (await elsewhere.granted()).response.access_token;
    const [head, body = '', signature] = ambient.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    const forged = [head, Buffer.from(JSON.stringify({ ...claims, sub: 'admin' })).toString('base64url'), signature].join('.');
    const unsigned = [Buffer.from('{"alg":"none"}').toString('base64url'), body, ''].join('.');
    for (const token of ['x', perCall, foreign, forged, unsigned])
      expect(await denied(ambientToken(token))).toEqual([401, 'invalid_token']);
    await exchange(ambientToken('x'), { 'x-request-id': 'bad' });
    expect((await detail('bad'))[0]).toMatchObject({
      decision: 'deny',
      evaluation_status: 'exchange_denied',
      metadata_json: { subject_id: null },
    });
  });

  it('says for whom the application acts; nothing else may', async () => {
    const { granted, denied } = await setting();
    const { response } = await granted({ subject_id: 'user-1' });
    const token = ambientToken(response.access_token);
    expect((await granted(token)).claims).toMatchObject({ sub: 'user-1', sub_type: 'user' });
    await granted({ ...token, subject_id: 'user-1' });
    expect(await denied({ ...token, subject_id: 'user-2' })).toEqual([400, 'invalid_token']);
  });
});

describeEmbedded('a hundred exchanges at once', () => {
  it('all answer, each with its own audit row and session', async () => {
    const { granted, audit, sessions } = await setting();
    const all = await Promise.all(Array.from({ length: 100 }, () => granted()));
    expect(new Set(all.map(({ claims }) => claims.jti)).size).toBe(100);
    expect(await audit('?limit=1000')).toHaveLength(100);
    expect(new Set((await sessions()).map(({ id }) => id)).size).toBe(100);
  });
});
