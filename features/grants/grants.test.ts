import { and, asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useEmbedded } from '#server/control-plane/embedded.ts';
import { activity } from '#server/database/tables.ts';
import { type Actor, ask, openConsole, person, type TestConsole } from '../../tests/support/console.ts';
import { makeZone, type TestZone } from '../../tests/support/zone.ts';
import * as api from './api.ts';
import * as server from './server.ts';

let console_: TestConsole;
let zone: TestZone;
let app: string;
let payments: string;
let owner: Actor;
let admin: Actor;
let auditor: Actor;
/** Answers like a control plane that cannot do what the embedded one can, while a test wants that. */
let refuse: ((path: string, method: string) => Response | undefined) | undefined;
const params = () => ({ zoneId: zone.id });
const read = 'payment:read';
const submit = 'payment:submit';

beforeAll(async () => {
  console_ = await openConsole();
  const { controlPlane } = console_;
  useEmbedded({
    ...controlPlane,
    fetch: async (input, init) => refuse?.(new URL(String(input)).pathname, init?.method ?? 'GET') ?? controlPlane.fetch(input, init),
  });
  zone = await makeZone(controlPlane);
  [app, payments] = [await zone.application('payments-agent'), await zone.resource('payments', [read, submit, 'Payment:Admin'])];
  await zone.allow();
  [owner, admin, auditor] = await Promise.all([
    person(console_, { owner: true }),
    person(console_, { zone: zone.id, role: 'admin' }),
    person(console_, { zone: zone.id, role: 'auditor' }),
  ]);
});
afterAll(() => console_.close());

const create = (who: Actor | null, body: Partial<api.GrantInput> & Record<string, unknown> = {}) =>
  ask(api.createGrant, server.postGrant, who, {
    params: params(),
    body: { application_id: app, resource_id: payments, scopes: [read], ...body } as api.GrantInput,
  });
const revoke = (who: Actor, id: string) => ask(api.revokeGrant, server.removeGrant, who, { params: { ...params(), id } });
const change = (who: Actor | null, id: string, scopes: string[], zoneId = zone.id) =>
  ask(api.changeScopes, server.postScopes, who, { params: { zoneId, id }, body: { scopes } });
const statusOf = async (id: string) => (await zone.call<{ status: string }>('GET', `/grants/${id}`)).status;
const list = (who: Actor, query: Record<string, unknown> = {}) =>
  ask(api.listGrants, server.getGrants, who, { params: params(), query: query as api.GrantQuery });
const preview = (who: Actor, id: string) => ask(api.previewRevocation, server.getRevocation, who, { params: { ...params(), id } });
/** A grant for a user of its own, so that no test is a duplicate of another. */
const newUser = () => `person-${crypto.randomUUID()}`;
const made = async (body: Partial<api.GrantInput> = {}) => {
  const { status, value } = await create(admin, { user_id: newUser(), ...body });
  expect(status).toBe(201);
  return value;
};

describe('the same grant asked for at the same moment', () => {
  it('is made once, and the others are told that it covers this already', async () => {
    const user = newUser();
    const all = await Promise.all(Array.from({ length: 5 }, () => create(admin, { user_id: user })));
    expect(all.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect((await list(auditor, { user })).value.items).toHaveLength(1);
    expect((await create(admin, { user_id: user, duplicate: true })).status).toBe(201);
  });
});

describe('who may', () => {
  it('owners and admins create and revoke; the answer has the names of what is joined', async () => {
    for (const who of [owner, admin]) {
      const { status, value } = await create(who, { user_id: newUser() });
      expect([status, value.status, value.application, value.resource, value.resource_identifier]).toEqual([
        201,
        'active',
        'payments-agent',
        'payments',
        'resource://payments',
      ]);
      expect((await revoke(who, value.id)).value.grant.status).toBe('revoked');
    }
  });

  it('an auditor reads everything and changes nothing, where an admin can', async () => {
    const grant = await made();
    expect((await list(auditor)).status).toBe(200);
    expect((await ask(api.readGrant, server.getGrant, auditor, { params: { ...params(), id: grant.id } })).value.id).toBe(grant.id);
    expect((await preview(auditor, grant.id)).status).toBe(200);
    expect([(await create(auditor)).status, (await create(auditor)).problem.code]).toEqual([403, 'forbidden']);
    expect((await revoke(auditor, grant.id)).status).toBe(403);
    expect((await change(auditor, grant.id, [submit])).status).toBe(403);
    expect(await statusOf(grant.id)).toBe('active');
    const { value } = await change(admin, grant.id, [submit]);
    expect((await revoke(admin, value.grant.id)).status).toBe(200);
  });

  it('a member of the zone is refused; an admin of another zone and a stranger find nothing', async () => {
    const grant = await made();
    const other = await makeZone(console_.controlPlane, 'Other');
    const [member, foreign, stranger] = await Promise.all([
      person(console_, { zone: zone.id, role: 'member' }),
      person(console_, { zone: other.id, role: 'admin' }),
      person(console_),
    ]);
    const statuses = async (who: Actor) => [
      (await list(who)).status,
      (await create(who)).status,
      (await preview(who, grant.id)).status,
      (await revoke(who, grant.id)).status,
      (await change(who, grant.id, [submit])).status,
    ];
    expect(await statuses(member)).toEqual([403, 403, 403, 403, 403]);
    expect(await statuses(foreign)).toEqual([404, 404, 404, 404, 404]);
    expect(await statuses(stranger)).toEqual([404, 404, 404, 404, 404]);
    expect([(await create(null)).status, (await change(null, grant.id, [submit])).status]).toEqual([401, 401]);
    // In the own zone the grant of another is not there either.
    const elsewhere = await ask(api.revokeGrant, server.removeGrant, foreign, { params: { zoneId: other.id, id: grant.id } });
    expect([elsewhere.status, (await change(foreign, grant.id, [submit], other.id)).status]).toEqual([404, 404]);
    expect((await zone.call<{ status: string }>('GET', `/grants/${grant.id}`)).status).toBe('active');
  });
});

describe('create', () => {
  it('without a user it is for everyone, and an exchange of any subject is covered', async () => {
    const ledger = await zone.resource('ledger', ['entry:read']);
    const { status, value } = await create(admin, { resource_id: ledger, scopes: ['entry:read'] });
    expect([status, value.user_id]).toEqual([201, null]);
    expect(await zone.exchange(app, 'resource://ledger', 'entry:read')).toBe(200);
    expect(await zone.exchange(app, 'resource://ledger', 'entry:read', 'anyone')).toBe(200);
  });

  it('says on the User field when a control plane needs a user', async () => {
    const said = { error: 'invalid_body', issues: [{ path: ['user_id'], message: 'Invalid input: expected string, received undefined' }] };
    refuse = (path, method) => (method === 'POST' && path.endsWith('/grants') ? Response.json(said, { status: 400 }) : undefined);
    const { status, problem } = await create(admin, { scopes: [submit] });
    refuse = undefined;
    expect([status, problem.code, problem.fields]).toEqual([
      422,
      'invalid_input',
      { user_id: 'This control plane needs a user for every grant.' },
    ]);
  });

  it('refuses a scope that the resource does not have, and names it', async () => {
    const { status, problem } = await create(admin, { scopes: [read, 'payment:refund'], user_id: newUser() });
    expect([status, problem.fields]).toEqual([422, { scopes: 'payments does not have payment:refund.' }]);
  });

  it('refuses a scope that the resource lost a moment ago, although the console still remembers it', async () => {
    const fleeting = await zone.resource('fleeting', ['a:read', 'a:write']);
    await ask(api.listGrants, server.getGrants, admin, { params: params(), query: {} });
    await zone.call('PATCH', `/resources/${fleeting}`, { scopes: ['a:read'] });
    const { status, problem } = await create(admin, { resource_id: fleeting, scopes: ['a:write'] });
    expect([status, problem.code]).toEqual([422, 'invalid_input']);
    expect(problem.fields.scopes).toBeTruthy();
  });

  it.each([
    ['an unknown field', { colour: 'red' }, 'colour'],
    ['no scope', { scopes: [] }, 'scopes'],
    ['a scope that no grant can hold', { scopes: ['Payment:Admin'] }, 'scopes.0'],
    ['a scope twice', { scopes: [read, read] }, 'scopes'],
    ['a blank user', { user_id: '  ' }, 'user_id'],
    ['a dot segment for an id', { application_id: '..' }, 'application_id'],
    ['text for the list', { scopes: 'payment:read' }, 'scopes'],
  ])('refuses %s on its field', async (_what, body, field) => {
    const { status, problem } = await create(admin, body as Partial<api.GrantInput>);
    expect([status, problem.code, Object.keys(problem.fields)]).toEqual([422, 'invalid_input', [field]]);
  });

  it('says on their fields that the application or the resource is gone', async () => {
    const [retired, dropped] = [await zone.application('retired'), await zone.resource('dropped', ['x:read'])];
    await zone.call('DELETE', `/applications/${retired}`);
    await zone.call('DELETE', `/resources/${dropped}`);
    expect(Object.keys((await create(admin, { application_id: retired, user_id: newUser() })).problem.fields)).toEqual(['application_id']);
    expect(Object.keys((await create(admin, { resource_id: dropped, scopes: ['x:read'] })).problem.fields)).toEqual(['resource_id']);
  });

  it('warns of a duplicate beforehand, refuses it, and makes it when the person insists', async () => {
    const user = newUser();
    const first = await made({ user_id: user, scopes: [read, submit] });
    const similar = await ask(api.similarGrants, server.getSimilarGrants, admin, {
      params: params(),
      query: { application: app, resource: payments, user, scopes: read },
    });
    expect(similar.value.same.map(({ id }) => id)).toEqual([first.id]);
    const refused = await create(admin, { user_id: user });
    expect([refused.status, refused.problem.code, Object.keys(refused.problem.fields)]).toEqual([409, 'conflict', ['duplicate']]);
    const insisted = await create(admin, { user_id: user, duplicate: true });
    expect(insisted.status).toBe(201);
    expect(insisted.value.id).not.toBe(first.id);
  });

  it('takes more scopes, other users and revoked twins for no duplicates', async () => {
    const user = newUser();
    const first = await made({ user_id: user });
    expect((await create(admin, { user_id: user, scopes: [read, submit] })).status).toBe(201);
    expect((await create(admin, { user_id: newUser() })).status).toBe(201);
    const other = newUser();
    const twin = await made({ user_id: other });
    await revoke(admin, twin.id);
    expect((await create(admin, { user_id: other })).status).toBe(201);
    expect(first.status).toBe('active');
  });
});

describe('list and export', () => {
  it('opens on active grants, filters by what they join and by user, finds by text, and tells how many there are', async () => {
    const lone = await zone.application('lone-agent');
    const [mine, everyones, old] = [
      await made({ application_id: lone, user_id: 'user-of-lone' }),
      (await create(admin, { application_id: lone, scopes: [submit] })).value,
      await made({ application_id: lone, user_id: 'user-of-old' }),
    ];
    await revoke(admin, old.id);
    const ids = async (query: Record<string, unknown>) => (await list(auditor, query)).value.items.map(({ id }) => id).sort();
    const sorted = (...grants: api.GrantRow[]) => grants.map(({ id }) => id).sort();
    expect(await ids({ application: lone })).toEqual(sorted(mine, everyones));
    expect(await ids({ application: lone, status: 'any' })).toEqual(sorted(mine, everyones, old));
    expect(await ids({ application: lone, status: 'revoked' })).toEqual(sorted(old));
    expect(await ids({ application: lone, user: '-' })).toEqual(sorted(everyones));
    expect(await ids({ user: 'user-of-lone' })).toEqual(sorted(mine));
    expect(await ids({ q: `${lone} SUBMIT` })).toEqual(sorted(everyones));
    expect(await ids({ application: lone, resource: 'another' })).toEqual([]);
    const page = (await list(auditor, { application: lone, size: 1, page: 2, sort: 'user' })).value;
    expect([page.items.length, page.matched, page.total > 2]).toEqual([1, 2, true]);
  });

  it.each([['status=gone'], ['colour=red'], ['sort=secret'], ['size=201'], ['page=0']])('refuses ?%s', async (search) => {
    const { status, problem } = await list(auditor, Object.fromEntries(new URLSearchParams(search)));
    expect([status, problem.code]).toEqual([422, 'invalid_input']);
  });

  it('exports everything that matches, not a page, and no cell that a spreadsheet would run', async () => {
    const bulk = await zone.application('=bulk()');
    const { id: zone_id } = zone;
    await console_.controlPlane.seed.grants({ zone_id, application_id: bulk, resource_id: payments, scopes: [read], count: 230 });
    const fresh = await openList(bulk);
    expect(fresh.matched).toBe(230);
    const get = (format: 'csv' | 'json') =>
      ask(api.exportGrants, server.downloadGrants, auditor, { params: params(), query: { application: bulk, format } });
    const csv = String((await get('csv')).value);
    expect(csv.trimEnd().split('\r\n')).toHaveLength(231);
    expect(csv).toContain("'=bulk()");
    const { value, headers } = await get('json');
    expect((value as unknown[]).length).toBe(230);
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="grants-.*\.json"$/);
  });

  /** Reads the list until it knows what was put into the control plane past the console; a list may be some seconds behind. */
  async function openList(application: string) {
    return expect
      .poll(async () => (await list(auditor, { application })).value, { timeout: 15_000 })
      .toMatchObject({ matched: 230 })
      .then(async () => (await list(auditor, { application })).value);
  }
});

describe('revoke', () => {
  it('names beforehand the sessions that may end, and afterwards those that did', async () => {
    const user = newUser();
    const grant = await made({ user_id: user });
    expect(await zone.exchange(app, 'resource://payments', read, user)).toBe(200);
    expect(await zone.exchange(app, 'resource://payments', read, user)).toBe(200);
    const before = (await preview(admin, grant.id)).value;
    expect([before.subject, before.sessions?.length, before.more]).toEqual([user, 2, false]);
    const { value } = await revoke(admin, grant.id);
    expect(value.ended?.map(({ id }) => id).sort()).toEqual(before.sessions?.map(({ id }) => id).sort());
    expect(await zone.exchange(app, 'resource://payments', read, user)).toBe(403);
  });

  it('ends the application’s own sessions for a grant without user, and says so', async () => {
    const lone = await zone.application('acts-alone');
    const { value: grant } = await create(admin, { application_id: lone });
    expect(await zone.exchange(lone, 'resource://payments', read)).toBe(200);
    expect((await preview(admin, grant.id)).value.subject).toBe(lone);
    expect((await revoke(admin, grant.id)).value.ended).toHaveLength(1);
  });

  it('counts no session that had run out, although its status stays active', async () => {
    const user = newUser();
    const grant = await made({ user_id: user });
    await console_.controlPlane.seed.sessions([{ zone_id: zone.id, subject_id: user, expires_at: '2020-01-01T00:00:00Z' }]);
    expect((await preview(admin, grant.id)).value.sessions).toEqual([]);
    expect((await revoke(admin, grant.id)).value.ended).toEqual([]);
  });

  it('says that it is not known where the sessions cannot be read, and revokes all the same', async () => {
    const grant = await made();
    refuse = (path) => (path.endsWith('/sessions') ? new Response('<html>', { status: 500 }) : undefined);
    const before = (await preview(admin, grant.id)).value;
    const { status, value } = await revoke(admin, grant.id);
    refuse = undefined;
    expect([before.sessions, status, value.ended]).toEqual([null, 200, null]);
    expect((await zone.call<{ status: string }>('GET', `/grants/${grant.id}`)).status).toBe('revoked');
  });

  it('says which scopes go on, because another grant covers them', async () => {
    const lone = await zone.application('covered-twice');
    const { value: everyones } = await create(admin, { application_id: lone, scopes: [read] });
    const users = await made({ application_id: lone, scopes: [read, submit], user_id: newUser() });
    expect((await preview(admin, users.id)).value).toMatchObject({ covered: [read], single: 0 });
    expect((await preview(admin, everyones.id)).value).toMatchObject({ covered: [], single: 1 });
  });

  it('shows in the list at once', async () => {
    const grant = await made();
    await list(admin);
    await revoke(admin, grant.id);
    expect((await list(admin, { user: grant.user_id })).value.matched).toBe(0);
    expect((await list(admin, { user: grant.user_id, status: 'revoked' })).value.items.map(({ id }) => id)).toEqual([grant.id]);
  });

  it('of a grant that is not there answers 404 and changes nothing', async () => {
    expect((await revoke(admin, 'no-such-grant')).status).toBe(404);
  });
});

describe('names that cannot be read', () => {
  it('are told as not known, and not as of things that are gone', async () => {
    const [id, grant] = [await zone.application('soon-gone'), await made()];
    const doomed = await made({ application_id: id });
    await zone.call('DELETE', `/applications/${id}`);
    const rows = async () => {
      console_.forget();
      const { items } = (await list(admin, { status: 'any', size: 200 })).value;
      return [grant, doomed].map((one) => items.find((row) => row.id === one.id)).map((row) => [row?.application, row?.named]);
    };
    expect(await rows()).toEqual([
      ['payments-agent', true],
      [null, true],
    ]);
    refuse = (path) => (path.endsWith('/applications') ? new Response('<html>', { status: 500 }) : undefined);
    const unknown = await rows();
    refuse = undefined;
    expect(unknown).toEqual([
      [null, false],
      [null, false],
    ]);
  });
});

describe('change scopes', () => {
  it('is not left half-way by somebody who leaves in the middle of it', async () => {
    const old = await made();
    const leaving = new AbortController();
    refuse = (path, method) => {
      if (method === 'GET' && path.endsWith('/sessions')) leaving.abort();
      return undefined;
    };
    const request = new Request(`http://localhost:3000/api/zones/${zone.id}/grants/${old.id}/scopes`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', cookie: admin.cookie },
      body: JSON.stringify({ scopes: [submit] }),
      signal: leaving.signal,
    });
    const answer = await server.postScopes(request, { params: Promise.resolve({ zoneId: zone.id, id: old.id }) });
    refuse = undefined;
    expect([leaving.signal.aborted, answer.status, await statusOf(old.id)]).toEqual([true, 201, 'revoked']);
  });

  it('makes a grant with them for the same user, revokes the old one, and says which sessions ended', async () => {
    const user = newUser();
    const old = await made({ user_id: user, scopes: [read] });
    await list(admin);
    expect(await zone.exchange(app, 'resource://payments', read, user)).toBe(200);
    expect(await zone.exchange(app, 'resource://payments', submit, user)).toBe(403);
    const { status, value } = await change(admin, old.id, [submit]);
    expect([status, value.left]).toEqual([201, null]);
    expect(value.grant).toMatchObject({ ...old, id: value.grant.id, scopes: [submit], created_at: value.grant.created_at });
    expect([value.grant.id === old.id, value.revoked?.grant.id, value.revoked?.grant.status]).toEqual([false, old.id, 'revoked']);
    expect(value.revoked?.ended?.map(({ subject_id: subject }) => subject)).toEqual([user]);
    expect([await statusOf(old.id), await statusOf(value.grant.id)]).toEqual(['revoked', 'active']);
    expect((await list(admin, { user })).value.items.map(({ id }) => id)).toEqual([value.grant.id]);
    expect(await zone.exchange(app, 'resource://payments', read, user)).toBe(403);
    expect(await zone.exchange(app, 'resource://payments', submit, user)).toBe(200);
    const rows = await console_.store.db.select().from(activity).where(eq(activity.objectId, old.id)).orderBy(asc(activity.seq));
    expect(rows.slice(1).map(({ kind, action, outcome, detail }) => [kind, action, outcome, detail])).toEqual([
      ['intent', 'grant.change_scopes', '', { scopes: [submit] }],
      ['outcome', 'grant.change_scopes', 'done', { made: value.grant.id, subject: user, ended: 1 }],
    ]);
  });

  it('keeps a grant without user one without, and takes fewer scopes for no duplicate of itself', async () => {
    const lone = await zone.application('narrowed');
    const { value: old } = await create(admin, { application_id: lone, scopes: [read, submit] });
    const { value } = await change(admin, old.id, [read]);
    expect([value.grant.user_id, value.grant.scopes, await statusOf(old.id)]).toEqual([null, [read], 'revoked']);
  });

  it('leaves the old grant as it is when the new one cannot be made', async () => {
    const old = await made();
    refuse = (path, method) => (path.endsWith('/grants') && method === 'POST' ? new Response('<html>', { status: 500 }) : undefined);
    const { problem } = await change(admin, old.id, [submit]);
    refuse = undefined;
    expect([problem.code, await statusOf(old.id)]).toEqual(['upstream_failed', 'active']);
    expect((await change(admin, old.id, [submit])).status).toBe(201);
  });

  it('says that both stand when the old one cannot be revoked, and that one can be revoked afterwards', async () => {
    const old = await made();
    refuse = (_path, method) => (method === 'DELETE' ? new Response('<html>', { status: 500 }) : undefined);
    const { status, value } = await change(admin, old.id, [submit]);
    refuse = undefined;
    expect([status, value.revoked, value.left]).toEqual([201, null, 'The control plane answered with an error.']);
    expect([await statusOf(old.id), await statusOf(value.grant.id)]).toEqual(['active', 'active']);
    expect((await revoke(admin, old.id)).status).toBe(200);
  });

  it('refuses what would change nothing, what the resource does not have, and what is over', async () => {
    const old = await made({ scopes: [read, submit] });
    const fields = async (scopes: string[]) => {
      const { status, problem } = await change(admin, old.id, scopes);
      return [status, Object.keys(problem.fields)];
    };
    for (const scopes of [[submit, read], [], ['payment:refund'], [read, read]]) expect(await fields(scopes)).toEqual([422, ['scopes']]);
    const twin = await made({ user_id: old.user_id ?? '', scopes: [read, submit], duplicate: true });
    const covered = await change(admin, old.id, [read]);
    expect([covered.problem.code, covered.problem.detail]).toEqual(['conflict', expect.stringContaining('Revoke this grant instead')]);
    expect(await statusOf(old.id)).toBe('active');
    await revoke(admin, twin.id);
    expect((await change(admin, old.id, [read])).status).toBe(201);
    const over = await change(admin, old.id, [submit]);
    expect([over.problem.code, over.problem.detail]).toEqual(['conflict', expect.stringContaining('Create a new one')]);
    expect((await change(admin, 'no-such-grant', [read])).status).toBe(404);
  });

  it('happens once when two do it at the same moment, and a revocation beside it is not undone', async () => {
    const old = await made({ scopes: [read, submit] });
    const answers = await Promise.all([change(admin, old.id, [read]), change(owner, old.id, [submit])]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const won = answers.find(({ status }) => status === 201)?.value.grant.id;
    expect((await list(admin, { user: old.user_id })).value.items.map(({ id }) => id)).toEqual([won]);
    const other = await made({ scopes: [read] });
    await revoke(admin, other.id);
    expect((await change(admin, other.id, [submit])).problem.code).toBe('conflict');
    expect((await list(admin, { user: other.user_id })).value.items).toEqual([]);
  });
});

it('every change leaves an intent before and an outcome after, refusals included', async () => {
  const user = newUser();
  const grant = await made({ user_id: user });
  await revoke(admin, grant.id);
  await create(admin, { user_id: user, scopes: ['payment:refund'] });
  const rows = await console_.store.db
    .select()
    .from(activity)
    .where(and(eq(activity.zoneId, zone.id), eq(activity.actorId, admin.id)))
    .orderBy(asc(activity.seq));
  expect(rows.slice(-6).map(({ kind, action, objectId, outcome, role }) => [kind, action, objectId, outcome, role])).toEqual([
    ['intent', 'grant.create', '', '', 'admin'],
    ['outcome', 'grant.create', grant.id, 'done', 'admin'],
    ['intent', 'grant.revoke', grant.id, '', 'admin'],
    ['outcome', 'grant.revoke', grant.id, 'done', 'admin'],
    ['intent', 'grant.create', '', '', 'admin'],
    ['outcome', 'grant.create', '', 'invalid_input', 'admin'],
  ]);
  expect(rows.at(-6)?.detail).toMatchObject({ application: app, resource: payments, user, scopes: [read] });
});
