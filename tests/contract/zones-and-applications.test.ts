import { describe, expect, it } from 'vitest';
import { Application } from '#contract/applications.ts';
import { Zone } from '#contract/zones.ts';
import {
  activateAnyPolicy,
  allowAll,
  call,
  embedded,
  exactly,
  furnishedZone,
  iso,
  itEmbedded,
  made,
  newApplication,
  newGrant,
  newResource,
  newZone,
  refused,
  slug,
  useControlPlane,
} from './support/control-plane.ts';

useControlPlane();

describe('zones', () => {
  it('are made with defaults, or with every field, and drop what they do not know', async () => {
    const zone = await newZone({ id: 'mine', created_at: '2020-01-01T00:00:00Z', archived_at: '2020-01-01T00:00:00Z', colour: 'red' });
    expect(exactly(Zone, zone)).toBe(true);
    expect(zone).toMatchObject({ org_id: 'default', name: 'Test', dcr_enabled: false, pkce_required: true, login_flow: 'default' });
    expect(zone.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect([zone.created_at, zone.updated_at]).toEqual([expect.stringMatching(iso), zone.created_at]);
    const full = { org_id: 'acme', name: 'Beta', slug: slug(), dcr_enabled: true, pkce_required: false, login_flow: '' };
    expect(await newZone(full)).toMatchObject(full);
    expect(await made(200, 'GET', `/v1/zones/${zone.id}`)).toEqual(zone);
  });

  it('derive their slug from the name', async () => {
    const unique = slug().slice(2);
    const zone = await made<Zone>(201, 'POST', '/v1/zones', { body: { name: `  Zürich 東京 ${unique}!! ` } });
    expect(zone.slug).toBe(`z-rich-${unique}`);
  });

  it('refuse what is not valid, without a list of issues', async () => {
    for (const body of [
      {},
      { name: '' },
      { name: null },
      { name: 'x', slug: '' },
      { name: 'x', slug: 'A' },
      { name: 'x', org_id: '' },
      { name: 'x', dcr_enabled: 'true' },
      [],
      null,
    ])
      expect(await refused('POST', '/v1/zones', { raw: JSON.stringify(body), headers: { 'content-type': 'application/json' } })).toEqual([
        400,
        { error: 'invalid_zone' },
      ]);
  });

  it('are listed newest first, whatever the query says', async () => {
    const [a, b] = [await newZone(), await newZone()];
    const ids = (await made<Zone[]>(200, 'GET', '/v1/zones?limit=1&name=zzz')).map((zone) => zone.id);
    expect(ids.indexOf(b.id)).toBeLessThan(ids.indexOf(a.id));
    expect(ids).toContain(a.id);
  });

  it('change field by field, keep their slug, and move updated_at', async () => {
    const zone = await newZone();
    const renamed = await made<Zone>(200, 'PATCH', `/v1/zones/${zone.id}`, { body: { name: 'Renamed' } });
    expect(renamed).toEqual({ ...zone, name: 'Renamed', updated_at: expect.stringMatching(iso) });
    const fields = { org_id: 'o', name: 'n', slug: slug(), dcr_enabled: true, pkce_required: false, login_flow: 'sso' };
    expect(await made(200, 'PATCH', `/v1/zones/${zone.id}`, { body: fields })).toMatchObject(fields);
    expect((await call('PATCH', `/v1/zones/${zone.id}`, { body: { name: 'n' } })).status).toBe(200);
  });

  it('answer a change that changes nothing before they look for the zone', async () => {
    for (const body of [{}, { colour: 'red', id: 'x' }])
      expect(await refused('PATCH', '/v1/zones/nope', { body })).toEqual([400, { error: 'no_fields' }]);
    expect(await refused('PATCH', '/v1/zones/nope')).toEqual([400, { error: 'invalid_zone' }]);
    expect(await refused('PATCH', '/v1/zones/nope', { body: { name: null } })).toEqual([400, { error: 'invalid_zone' }]);
    expect(await refused('PATCH', '/v1/zones/nope', { body: { name: 'x' } })).toEqual([404, { error: 'zone_not_found' }]);
  });

  it('once archived are gone, while what is in them stays', async () => {
    const { zone, application, resource } = await furnishedZone();
    const grant = await newGrant(zone, { application_id: application, user_id: 'u', resource_id: resource, scopes: ['read'] });
    await made(204, 'DELETE', `/v1/zones/${zone}`);
    for (const method of ['GET', 'DELETE'])
      expect(await refused(method, `/v1/zones/${zone}`), method).toEqual([404, { error: 'zone_not_found' }]);
    expect(await refused('PATCH', `/v1/zones/${zone}`, { body: { name: 'x' } })).toEqual([404, { error: 'zone_not_found' }]);
    expect((await made<Zone[]>(200, 'GET', '/v1/zones')).map(({ id }) => id)).not.toContain(zone);
    expect(await made(200, 'GET', `/v1/zones/${zone}/grants/${grant.id}`)).toEqual(grant);
    expect(await made<unknown[]>(200, 'GET', `/v1/zones/${zone}/applications`)).toHaveLength(1);
    const creations = {
      applications: { name: 'b', registration_method: 'managed' },
      resources: { identifier: 'r', scopes: ['a'] },
      providers: { identifier: 'p' },
      grants: { application_id: application, user_id: 'u', resource_id: resource, scopes: ['read'] },
      policies: { name: 'p', content: allowAll },
      'policy-sets': { name: 'p' },
    };
    for (const [list, body] of Object.entries(creations))
      expect(await refused('POST', `/v1/zones/${zone}/${list}`, { body }), list).toEqual([404, { error: 'zone_not_found' }]);
    await made(201, 'POST', `/v1/zones/${zone}/invitations`, { body: { email: 'a@example.com', role: 'member', invited_by: 'root' } });
    await made(201, 'POST', `/v1/zones/${zone}/teams`, { body: { name: 't' } });
    await made(200, 'PATCH', `/v1/zones/${zone}/applications/${application}`, { body: { name: 'renamed' } });
    await made(204, 'DELETE', `/v1/zones/${zone}/grants/${grant.id}`);
  });

  it('that do not exist have empty lists', async () => {
    for (const list of [
      'applications',
      'resources',
      'providers',
      'grants',
      'policies',
      'policy-sets',
      'invitations',
      'teams',
      'step-up-challenges',
    ])
      expect(await made(200, 'GET', `/v1/zones/nope/${list}`), list).toEqual([]);
    for (const list of ['audit', 'sessions'])
      expect(await made(200, 'GET', `/v1/zones/nope/${list}`), list).toEqual({ rows: [], next_cursor: null });
  });

  itEmbedded('have a slug that is taken, and free again once the zone is archived', async () => {
    const zone = await newZone();
    const conflict = [409, { error: 'zone_slug_conflict' }];
    expect(await refused('POST', '/v1/zones', { body: { name: 'x', slug: zone.slug } })).toEqual(conflict);
    const other = await newZone();
    expect(await refused('PATCH', `/v1/zones/${other.id}`, { body: { slug: zone.slug } })).toEqual(conflict);
    await made(204, 'DELETE', `/v1/zones/${zone.id}`);
    await made(200, 'PATCH', `/v1/zones/${other.id}`, { body: { slug: zone.slug } });
  });
});

describe('applications', () => {
  it('are made with defaults or with every field; the secret is never answered', async () => {
    const { id: zone } = await newZone();
    const plain = await made<Application>(201, 'POST', `/v1/zones/${zone}/applications`, {
      body: { name: 'a', registration_method: 'managed' },
    });
    expect(plain).toMatchObject({ zone_id: zone, credential_type: 'public', traits: [], consent: 'implicit' });
    const full = { name: 'агент 🤖', registration_method: 'managed', credential_type: 'password', traits: ['a b', '', 'x', 'x'] };
    const complete = await newApplication(zone, { ...full, client_secret: 's3cret', consent: true });
    expect(complete).toMatchObject({ ...full, consent: 'required' });
    expect(Object.keys(complete)).toEqual([
      'id',
      'zone_id',
      'name',
      'registration_method',
      'credential_type',
      'traits',
      'consent',
      'created_at',
    ]);
    expect(await made(200, 'GET', `/v1/zones/${zone}/applications/${complete.id}`)).toEqual(complete);
    expect(await newApplication(zone, { name: 'a', consent: false })).toMatchObject({ consent: 'implicit' });
    expect(await newApplication(zone, { registration_method: 'dcr' })).toMatchObject({ registration_method: 'dcr' });
    const list = await made<Application[]>(200, 'GET', `/v1/zones/${zone}/applications`);
    expect(list.map(({ name }) => name)).toEqual(['agent', 'a', full.name, 'a']);
    expect(JSON.stringify(list)).not.toContain('s3cret');
    expect(list.every((row) => exactly(Application, row))).toBe(true);
  });

  it('say field by field what is wrong', async () => {
    const { id: zone } = await newZone();
    const issues = async (body: unknown) => (await refused('POST', `/v1/zones/${zone}/applications`, { body }))[1];
    const method = 'Invalid option: expected one of "managed"|"dcr"';
    const type = 'Invalid option: expected one of "token"|"password"|"public-key"|"url"|"public"';
    expect(await issues({})).toEqual({
      error: 'invalid_body',
      issues: [
        { path: ['name'], message: 'Invalid input: expected string, received undefined' },
        { path: ['registration_method'], message: method },
      ],
    });
    expect(
      await issues({ name: '', registration_method: 'x', credential_type: null, client_secret: '', traits: 'a', consent: 'required' }),
    ).toEqual({
      error: 'invalid_body',
      issues: [
        { path: ['name'], message: 'Too small: expected string to have >=1 characters' },
        { path: ['registration_method'], message: method },
        { path: ['credential_type'], message: type },
        { path: ['client_secret'], message: 'Too small: expected string to have >=1 characters' },
        { path: ['traits'], message: 'Invalid input: expected array, received string' },
        { path: ['consent'], message: 'Invalid input: expected boolean, received string' },
      ],
    });
  });

  it('answer a change with id and name only, and take everything but the registration method', async () => {
    const { id: zone } = await newZone();
    const { id } = await newApplication(zone);
    const path = `/v1/zones/${zone}/applications/${id}`;
    const body = { name: 'n', credential_type: 'url', client_secret: 'new', traits: ['t'], consent: true };
    expect(await made(200, 'PATCH', path, { body })).toEqual({ id, name: 'n' });
    expect(await made(200, 'GET', path)).toMatchObject({ name: 'n', credential_type: 'url', traits: ['t'], consent: 'required' });
    for (const nothing of [{}, { registration_method: 'dcr' }])
      expect(await refused('PATCH', path, { body: nothing })).toEqual([400, { error: 'no_fields' }]);
    expect(await refused('PATCH', path, { body: { registration_method: 'x' } })).toMatchObject([400, { error: 'invalid_body' }]);
    expect(await refused('PATCH', path)).toEqual([
      400,
      { error: 'invalid_body', issues: [{ path: [], message: 'Invalid input: expected object, received undefined' }] },
    ]);
    expect(await refused('PATCH', path, { body: { client_secret: null } })).toMatchObject([400, { issues: [{ path: ['client_secret'] }] }]);
  });

  it('are found only in their zone and until they are archived', async () => {
    const { zone, application } = await furnishedZone();
    const { id: other } = await newZone();
    const missing = [404, { error: 'application_not_found' }];
    expect(await refused('GET', `/v1/zones/${other}/applications/${application}`)).toEqual(missing);
    expect(await refused('PATCH', `/v1/zones/${other}/applications/${application}`, { body: { name: 'x' } })).toEqual(missing);
    expect(await refused('DELETE', `/v1/zones/${other}/applications/${application}`)).toEqual(missing);
    await made(204, 'DELETE', `/v1/zones/${zone}/applications/${application}`);
    for (const method of ['GET', 'DELETE']) expect(await refused(method, `/v1/zones/${zone}/applications/${application}`)).toEqual(missing);
    expect(await made(200, 'GET', `/v1/zones/${zone}/applications`)).toEqual([]);
  });

  it('cannot become public while an active policy names them; a policy that names a public one cannot become active', async () => {
    const { zone, application } = await furnishedZone();
    const path = `/v1/zones/${zone}/applications/${application}`;
    const content = `${allowAll}# for ${application}\n`;
    const policy = await made<{ version: { id: string } }>(201, 'POST', `/v1/zones/${zone}/policies`, { body: { name: 'names', content } });
    const { set } = await activateAnyPolicy(zone);
    const manifest = [{ policy_version_id: policy.version.id }];
    const version = await made<{ id: string }>(201, 'POST', `/v1/zones/${zone}/policy-sets/${set}/versions`, { body: { manifest } });
    await made(202, 'POST', `/v1/zones/${zone}/policy-sets/${set}/activate`, { body: { version_id: version.id } });
    expect(await refused('PATCH', path, { body: { credential_type: 'public' } })).toEqual([
      409,
      { error: 'app_referenced_by_active_policy' },
    ]);
    await made(200, 'PATCH', path, { body: { name: 'still ok' } });
    await made(204, 'DELETE', `/v1/zones/${zone}/policy-sets/${set}`);
    await made(200, 'PATCH', path, { body: { credential_type: 'public' } });
    await made(204, 'DELETE', path);
  });
});

describe('dynamic registration', () => {
  const dcr = (zone: string, body: unknown) => call('POST', `/v1/zones/${zone}/applications/dcr`, { body });

  it('answers with the expiry, without traits and consent, which is "required"', async () => {
    const { id: zone } = await newZone({ dcr_enabled: true });
    const first = (await dcr(zone, { name: 'd', registration_method: 'managed' })).json;
    expect(first).toEqual({
      id: expect.any(String),
      zone_id: zone,
      name: 'd',
      registration_method: 'dcr',
      credential_type: 'public',
      expires_at: null,
      created_at: expect.stringMatching(iso),
    });
    const body = { name: 'e', credential_type: 'token', client_secret: 's', traits: ['t'], expires_in: 3600 };
    const second = (await dcr(zone, body)).json as { id: string; expires_at: string; created_at: string };
    expect(Math.round((Date.parse(second.expires_at) - Date.parse(second.created_at)) / 1000)).toBe(3600);
    const stored = await made(200, 'GET', `/v1/zones/${zone}/applications/${second.id}`);
    expect(stored).toMatchObject({ traits: ['t'], consent: 'required' });
    expect(stored).not.toHaveProperty('expires_at');
  });

  it('validates first, then wants a zone, and one that has it switched on', async () => {
    const { id: zone } = await newZone();
    for (const [expires_in, message] of [
      [0, 'Too small: expected number to be >0'],
      [1.5, 'Invalid input: expected int, received number'],
    ] as const)
      expect((await dcr('nope', { name: 'd', expires_in })).json).toEqual({
        error: 'invalid_body',
        issues: [{ path: ['expires_in'], message }],
      });
    expect(await refused('POST', '/v1/zones/nope/applications/dcr', { body: { name: 'd' } })).toEqual([404, { error: 'zone_not_found' }]);
    expect(await refused('POST', `/v1/zones/${zone}/applications/dcr`, { body: { name: 'd' } })).toEqual([403, { error: 'dcr_disabled' }]);
  });

  itEmbedded('is let through ten times a second and zone', async () => {
    const { id: zone } = await newZone({ dcr_enabled: true });
    const all = await Promise.all(Array.from({ length: 15 }, () => dcr(zone, { name: 'burst' })));
    const late = all.filter(({ status }) => status !== 201);
    expect(late.length).toBeGreaterThan(0);
    for (const { status, json } of late) expect([status, json]).toEqual([429, { error: 'dcr_rate_limit_exceeded' }]);
  });

  itEmbedded('refuses an expiry beyond the last date', async () => {
    const { id: zone } = await newZone({ dcr_enabled: true });
    const answer = await dcr(zone, { name: 'd', expires_in: Number.MAX_SAFE_INTEGER });
    expect([answer.status, answer.json]).toMatchObject([400, { error: 'invalid_body', issues: [{ path: ['expires_in'] }] }]);
    const { id: closed } = await newZone();
    expect((await dcr(closed, { name: 'd', expires_in: Number.MAX_SAFE_INTEGER })).json).toEqual({ error: 'dcr_disabled' });
    const { json } = await dcr(zone, { name: 'd', expires_in: 1e12 });
    expect(json).toMatchObject({ expires_at: expect.stringMatching(/^\+03\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/) });
  });

  itEmbedded('leaves an expired application in the list, where it can get no grant any more', async () => {
    const { id: zone } = await newZone({ dcr_enabled: true });
    const resource = await newResource(zone);
    const { id } = (await dcr(zone, { name: 'd', expires_in: 3600 })).json as { id: string };
    const grant = { application_id: id, user_id: 'u', resource_id: resource.id, scopes: ['read'] };
    await newGrant(zone, grant);
    await embedded().seed.expireApplication(id);
    expect((await call('GET', `/v1/zones/${zone}/applications/${id}`)).status).toBe(200);
    expect(await refused('POST', `/v1/zones/${zone}/grants`, { body: grant })).toEqual([404, { error: 'application_not_found' }]);
  });
});
