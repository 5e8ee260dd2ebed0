import { describe, expect, it } from 'vitest';
import { Grant } from '#contract/grants.ts';
import { Invitation } from '#contract/invitations.ts';
import type { Session } from '#contract/sessions.ts';
import { Team } from '#contract/teams.ts';
import {
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
  useControlPlane,
} from './support/control-plane.ts';

useControlPlane();

describe('grants', () => {
  const setting = async () => {
    const { zone, application, resource } = await furnishedZone();
    return {
      zone,
      path: `/v1/zones/${zone}/grants`,
      body: { application_id: application, user_id: 'user-1', resource_id: resource, scopes: ['read'] },
    };
  };

  it('are made as they are written, any number of times, and drop what they do not know', async () => {
    const { zone, path, body } = await setting();
    const grant = await newGrant(zone, { ...body, expires_at: '2030-01-01T00:00:00Z', provider_id: 'nope', status: 'revoked', id: 'mine' });
    expect(exactly(Grant, grant)).toBe(true);
    expect(grant).toEqual({ ...body, id: expect.any(String), zone_id: zone, status: 'active', created_at: expect.stringMatching(iso) });
    const again = await newGrant(zone, body);
    const verbatim = await newGrant(zone, { ...body, user_id: 'ユーザー🤖 "x" <b>\\', scopes: ['write', 'read', 'read'] });
    expect(verbatim).toMatchObject({ user_id: 'ユーザー🤖 "x" <b>\\', scopes: ['write', 'read', 'read'] });
    const long = await newGrant(zone, { ...body, user_id: 'u'.repeat(10_000) });
    expect(await made(200, 'GET', path)).toEqual([long, verbatim, again, grant]);
    expect(await made(200, 'GET', `${path}?limit=1&status=active&user_id=x`)).toHaveLength(4);
    expect(await made(200, 'GET', `${path}/${verbatim.id}`)).toEqual(verbatim);
  });

  it('say field by field what is wrong', async () => {
    const { path, body } = await setting();
    const issues = async (change: object) =>
      ((await refused('POST', path, { body: { ...body, ...change } }))[1] as { issues: unknown }).issues;
    const pattern = 'Invalid string: must match pattern /^[a-z0-9:_./-]+$/';
    expect(await issues({ scopes: [] })).toEqual([{ path: ['scopes'], message: 'Too small: expected array to have >=1 items' }]);
    expect(await issues({ scopes: [''] })).toEqual([
      { path: ['scopes', 0], message: 'Too small: expected string to have >=1 characters' },
      { path: ['scopes', 0], message: pattern },
    ]);
    expect(await issues({ scopes: ['read', 'Admin'] })).toEqual([{ path: ['scopes', 1], message: pattern }]);
    expect(await issues({ scopes: ['s'.repeat(201)] })).toEqual([
      { path: ['scopes', 0], message: 'Too big: expected string to have <=200 characters' },
    ]);
    expect(await issues({ scopes: Array(65).fill('read') })).toEqual([
      { path: ['scopes'], message: 'Too big: expected array to have <=64 items' },
    ]);
    expect(await issues({ application_id: '', user_id: '', resource_id: '' })).toMatchObject([
      { path: ['application_id'] },
      { path: ['user_id'] },
      { path: ['resource_id'] },
    ]);
    expect(await issues({ user_id: null })).toEqual([{ path: ['user_id'], message: 'Invalid input: expected string, received null' }]);
    expect((await call('POST', path, { body: { ...body, scopes: Array(64).fill('read') } })).status).toBe(201);
  });

  it('look for the application, then the resource, then the scopes, in their zone', async () => {
    const { zone, path, body } = await setting();
    const { id: other } = await newZone();
    const foreignApp = await newApplication(other);
    const foreignResource = await newResource(other);
    const create = (change: object) => refused('POST', path, { body: { ...body, ...change } });
    for (const application_id of ['nope', foreignApp.id])
      expect(await create({ application_id, resource_id: 'nope' })).toEqual([404, { error: 'application_not_found' }]);
    for (const resource_id of ['nope', foreignResource.id, 'resource://calendar'])
      expect(await create({ resource_id, scopes: ['x'] })).toEqual([404, { error: 'resource_not_found' }]);
    for (const scopes of [['read', 'delete'], ['s'.repeat(200)]])
      expect(await create({ scopes })).toEqual([403, { error: 'grant_scopes_exceed_resource' }]);
    const gone = await newApplication(zone);
    await made(204, 'DELETE', `/v1/zones/${zone}/applications/${gone.id}`);
    expect(await create({ application_id: gone.id })).toEqual([404, { error: 'application_not_found' }]);
    await made(204, 'DELETE', `/v1/zones/${zone}/resources/${body.resource_id}`);
    expect(await create({})).toEqual([404, { error: 'resource_not_found' }]);
  });

  it('stay as they are when application, resource or scope goes', async () => {
    const { zone, path, body } = await setting();
    const grant = await newGrant(zone, body);
    await made(200, 'PATCH', `/v1/zones/${zone}/resources/${body.resource_id}`, { body: { scopes: ['write'] } });
    await made(204, 'DELETE', `/v1/zones/${zone}/resources/${body.resource_id}`);
    await made(204, 'DELETE', `/v1/zones/${zone}/applications/${body.application_id}`);
    expect(await made(200, 'GET', path)).toEqual([grant]);
  });

  it('once revoked stay in the list, and can be revoked again', async () => {
    const { zone, path, body } = await setting();
    const { id: other } = await newZone();
    const [grant, twin] = [await newGrant(zone, body), await newGrant(zone, body)];
    const missing = [404, { error: 'grant_not_found' }];
    for (const method of ['GET', 'DELETE']) {
      expect(await refused(method, `/v1/zones/${other}/grants/${grant.id}`)).toEqual(missing);
      expect(await refused(method, `${path}/nope`)).toEqual(missing);
    }
    for (let round = 0; round < 2; round += 1) await made(204, 'DELETE', `${path}/${grant.id}`);
    expect(await made(200, 'GET', path)).toEqual([twin, { ...grant, status: 'revoked' }]);
  });

  itEmbedded('may be for everyone: without a user', async () => {
    const { zone, path, body } = await setting();
    const { user_id: _left, ...everyone } = body;
    const grant = await newGrant(zone, everyone);
    expect(grant.user_id).toBeNull();
    expect(await made(200, 'GET', path)).toEqual([grant]);
  });

  itEmbedded('end the active sessions of their user in the zone when they are revoked, each time', async () => {
    const { zone, path, body } = await setting();
    const { id: other } = await newZone();
    const grant = await newGrant(zone, body);
    const { seed } = embedded();
    await seed.sessions([
      { zone_id: zone, id: 's1', subject_id: 'user-1' },
      { zone_id: zone, id: 's2', subject_id: 'user-1', session_type: 'application', expires_at: '2020-01-01T00:00:00Z' },
      { zone_id: zone, id: 's3', subject_id: 'user-1', status: 'expired' },
      { zone_id: zone, id: 's4', subject_id: 'user-2' },
      { zone_id: zone, id: 's5', subject_id: body.application_id },
      { zone_id: other, id: 's6', subject_id: 'user-1' },
    ]);
    const statuses = async (of: string) =>
      Object.fromEntries(
        (await made<{ rows: Session[] }>(200, 'GET', `/v1/zones/${of}/sessions`)).rows.map(({ id, status }) => [id, status]),
      );
    await made(204, 'DELETE', `${path}/${grant.id}`);
    expect(await statuses(zone)).toEqual({ s1: 'revoked', s2: 'revoked', s3: 'expired', s4: 'active', s5: 'active' });
    expect(await statuses(other)).toEqual({ s6: 'active' });
    await seed.sessions([{ zone_id: zone, id: 's7', subject_id: 'user-1' }]);
    await made(204, 'DELETE', `${path}/${grant.id}`);
    expect(await statuses(zone)).toMatchObject({ s7: 'revoked', s4: 'active' });
  });

  itEmbedded('for everyone end the sessions of the application itself', async () => {
    const { zone, path, body } = await setting();
    const { user_id: _left, ...everyone } = body;
    const grant = await newGrant(zone, everyone);
    await embedded().seed.sessions([
      { zone_id: zone, id: 'own', subject_id: body.application_id, session_type: 'application' },
      { zone_id: zone, id: 'user', subject_id: 'user-1' },
    ]);
    await made(204, 'DELETE', `${path}/${grant.id}`);
    const { rows } = await made<{ rows: Session[] }>(200, 'GET', `/v1/zones/${zone}/sessions?status=active`);
    expect(rows.map(({ id }) => id)).toEqual(['user']);
  });

  itEmbedded('are all listed once, in order, however many there are', async () => {
    const { zone, path, body } = await setting();
    await embedded().seed.grants({ zone_id: zone, ...body, count: 12_345 });
    const newest = await newGrant(zone, body);
    const list = await made<Grant[]>(200, 'GET', path);
    expect(list).toHaveLength(12_346);
    expect(new Set(list.map(({ id }) => id)).size).toBe(12_346);
    expect(list[0]).toEqual(newest);
    expect(list.every(({ created_at }, at) => at === 0 || created_at <= (list[at - 1]?.created_at ?? ''))).toBe(true);
    expect(list.every((row) => Grant.safeParse(row).success)).toBe(true);
  });
});

describe('invitations', () => {
  const body = { email: 'ada@example.com', role: 'admin', invited_by: 'root@example.com' };
  const invite = (zone: string, change: object = {}) =>
    made<Invitation>(201, 'POST', `/v1/zones/${zone}/invitations`, { body: { ...body, ...change } });

  it('end after seven days, or when they are told to, even in the past', async () => {
    const { id: zone } = await newZone();
    const usual = await invite(zone, { id: 'mine', accepted_at: '2020-01-01T00:00:00Z', token: 'x' });
    expect(exactly(Invitation, usual)).toBe(true);
    expect(usual).toMatchObject({ ...body, zone_id: zone, accepted_at: null });
    expect(Math.round((Date.parse(usual.expires_at) - Date.parse(usual.created_at)) / 86_400_000)).toBe(7);
    const given = {
      '2030-01-02T03:04:05Z': '2030-01-02T03:04:05.000Z',
      '2030-01-02T03:04:05.123956789Z': '2030-01-02T03:04:05.123Z',
      '2030-01-02T03:04Z': '2030-01-02T03:04:00.000Z',
      '2001-01-01T00:00:00Z': '2001-01-01T00:00:00.000Z',
    };
    for (const [expires_at, kept] of Object.entries(given)) expect((await invite(zone, { expires_at })).expires_at).toBe(kept);
    expect(await made<unknown[]>(200, 'GET', `/v1/zones/${zone}/invitations`)).toHaveLength(5);
  });

  it('keep address, role and inviter as they came', async () => {
    const { id: zone } = await newZone();
    const odd = { email: 'Ada.B+tag@Example.COM', role: 'wizard 🧙', invited_by: ' ' };
    expect(await invite(zone, odd)).toMatchObject(odd);
  });

  it('refuse what is not valid, without a list of issues', async () => {
    const { id: zone } = await newZone();
    for (const change of [
      { email: 'x' },
      { email: ' a@example.com' },
      { email: 'adá@exämple.com' },
      { role: '' },
      { invited_by: '' },
      { invited_by: undefined },
      { expires_at: null },
      { expires_at: '2030-01-01' },
      { expires_at: '2030-01-02T03:04:05+01:00' },
      { expires_at: '2030-02-30T00:00:00Z' },
    ])
      expect(await refused('POST', `/v1/zones/${zone}/invitations`, { body: { ...body, ...change } }), JSON.stringify(change)).toEqual([
        400,
        { error: 'invalid_invitation' },
      ]);
  });

  it('are removed when they are cancelled', async () => {
    const { id: zone } = await newZone();
    const { id: other } = await newZone();
    const { id } = await invite(zone);
    const missing = [404, { error: 'invitation_not_found' }];
    expect(await refused('DELETE', `/v1/zones/${other}/invitations/${id}`)).toEqual(missing);
    await made(204, 'DELETE', `/v1/zones/${zone}/invitations/${id}`);
    expect(await refused('DELETE', `/v1/zones/${zone}/invitations/${id}`)).toEqual(missing);
    expect(await made(200, 'GET', `/v1/zones/${zone}/invitations`)).toEqual([]);
  });

  itEmbedded('cannot be cancelled once accepted, and need a zone', async () => {
    const { id: zone } = await newZone();
    const { id } = await invite(zone);
    await embedded().seed.acceptInvitation(id);
    expect(await refused('DELETE', `/v1/zones/${zone}/invitations/${id}`)).toEqual([404, { error: 'invitation_not_found' }]);
    expect(await made<Invitation[]>(200, 'GET', `/v1/zones/${zone}/invitations`)).toMatchObject([
      { accepted_at: expect.stringMatching(iso) },
    ]);
    expect(await refused('POST', '/v1/zones/nope/invitations', { body })).toEqual([404, { error: 'zone_not_found' }]);
    expect(await refused('POST', '/v1/zones/nope/invitations', { body: {} })).toEqual([400, { error: 'invalid_invitation' }]);
    expect(await refused('POST', `/v1/zones/${zone}/invitations`, { body: { ...body, expires_at: '0000-01-01T00:00:00Z' } })).toMatchObject(
      [400, { error: 'invalid_value' }],
    );
  });
});

describe('teams', () => {
  const newTeam = (zone: string, body: object) => made<Team>(201, 'POST', `/v1/zones/${zone}/teams`, { body });

  it('take members and answer members_json, by name', async () => {
    const { id: zone } = await newZone();
    const ops = await newTeam(zone, { name: 'ops' });
    expect(exactly(Team, ops)).toBe(true);
    expect(ops).toMatchObject({ name: 'ops', members_json: [] });
    const members = [
      { id: 'u1', role: 'lead', extra: 1 },
      { id: '', role: '' },
      { id: 'u1', role: 'x' },
    ];
    expect((await newTeam(zone, { name: 'dev', members })).members_json).toEqual([
      { id: 'u1', role: 'lead' },
      { id: '', role: '' },
      { id: 'u1', role: 'x' },
    ]);
    expect((await made<Team[]>(200, 'GET', `/v1/zones/${zone}/teams`)).map(({ name }) => name)).toEqual(['dev', 'ops']);
  });

  it('change name and members, members as a whole', async () => {
    const { id: zone } = await newZone();
    const team = await newTeam(zone, { name: 'ops', members: [{ id: 'u', role: 'r' }] });
    const path = `/v1/zones/${zone}/teams/${team.id}`;
    expect(await made(200, 'PATCH', path, { body: { name: 'ops2' } })).toEqual({
      ...team,
      name: 'ops2',
      updated_at: expect.stringMatching(iso),
    });
    expect(await made(200, 'PATCH', path, { body: { members: [] } })).toMatchObject({ members_json: [] });
    expect(await refused('PATCH', path, { body: {} })).toEqual([400, { error: 'no_fields' }]);
    expect(await refused('PATCH', path, { body: { members: null } })).toMatchObject([400, { issues: [{ path: ['members'] }] }]);
    expect(await refused('POST', `/v1/zones/${zone}/teams`, { body: { name: 'x', members: [{ id: 'u' }] } })).toEqual([
      400,
      { error: 'invalid_body', issues: [{ path: ['members', 0, 'role'], message: 'Invalid input: expected string, received undefined' }] },
    ]);
  });

  it('are really deleted', async () => {
    const { id: zone } = await newZone();
    const team = await newTeam(zone, { name: 'ops' });
    await made(204, 'DELETE', `/v1/zones/${zone}/teams/${team.id}`);
    for (const [method, options] of [
      ['GET', {}],
      ['DELETE', {}],
      ['PATCH', { body: { name: 'x' } }],
    ] as const)
      expect(await refused(method, `/v1/zones/${zone}/teams/${team.id}`, options)).toEqual([404, { error: 'team_not_found' }]);
    await newTeam(zone, { name: 'ops' });
  });

  itEmbedded('have a name that is taken in their zone, and need one', async () => {
    const { id: zone } = await newZone();
    await newTeam(zone, { name: 'ops' });
    const { id } = await newTeam(zone, { name: 'dev' });
    const conflict = [409, { error: 'team_name_conflict' }];
    expect(await refused('POST', `/v1/zones/${zone}/teams`, { body: { name: 'ops' } })).toEqual(conflict);
    expect(await refused('PATCH', `/v1/zones/${zone}/teams/${id}`, { body: { name: 'ops' } })).toEqual(conflict);
    expect(await refused('POST', '/v1/zones/nope/teams', { body: { name: 'x' } })).toEqual([404, { error: 'zone_not_found' }]);
  });
});
