import { and, asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useEmbedded } from '#server/control-plane/embedded.ts';
import { activity } from '#server/database/tables.ts';
import { forgetSnapshots } from '#server/lists/snapshot.ts';
import { type Actor, ask, openConsole, person, type TestConsole } from '../../tests/support/console.ts';
import { makeZone, type TestZone } from '../../tests/support/zone.ts';
import * as api from './api.ts';
import * as server from './server.ts';

let console_: TestConsole;
let zone: TestZone;
let owner: Actor;
let admin: Actor;
let auditor: Actor;
/** Answers like a control plane that cannot do what the embedded one can, while a test wants that. */
let refuse: ((path: string, method: string) => Response | undefined) | undefined;
const params = () => ({ zoneId: zone.id });
const item = (id: string) => ({ ...params(), id });

beforeAll(async () => {
  console_ = await openConsole();
  const { controlPlane } = console_;
  useEmbedded({
    ...controlPlane,
    fetch: async (input, init) => refuse?.(new URL(String(input)).pathname, init?.method ?? 'GET') ?? controlPlane.fetch(input, init),
  });
  zone = await makeZone(controlPlane);
  [owner, admin, auditor] = await Promise.all([
    person(console_, { owner: true }),
    person(console_, { zone: zone.id, role: 'admin' }),
    person(console_, { zone: zone.id, role: 'auditor' }),
  ]);
});
afterAll(() => console_.close());

const newIdentifier = () => `resource://made-${crypto.randomUUID()}`;
const create = (who: Actor | null, body: Record<string, unknown> = {}) =>
  ask(api.createResource, server.postResource, who, {
    params: params(),
    body: { identifier: newIdentifier(), scopes: ['a:read'], prefix: false, ...body } as api.ResourceInput,
  });
const made = async (body: Record<string, unknown> = {}) => {
  const { status, value } = await create(admin, body);
  expect(status).toBe(201);
  return value;
};
const read = (who: Actor, id: string) => ask(api.readResource, server.getResource, who, { params: item(id) });
const change = (who: Actor, id: string, body: Record<string, unknown>, etag: string | null) =>
  ask(api.changeResource, server.patchResource, who, {
    params: item(id),
    body: body as api.ResourceChange,
    ...(etag !== null && { headers: { 'if-match': etag } }),
  });
const etagOf = async (id: string) => (await read(admin, id)).headers.get('etag') ?? '';
const remove = (who: Actor, id: string) => ask(api.deleteResource, server.removeResource, who, { params: item(id) });
const list = (who: Actor, query: Record<string, unknown> = {}) =>
  ask(api.listResources, server.getResources, who, { params: params(), query: query as api.ResourceQuery });
const provider = async (identifier: string) => (await zone.call<{ id: string }>('POST', '/providers', { identifier })).id;

describe('a user and a password in an upstream URL', () => {
  const secret = 'hunter2-needle';
  const upstream = `https://svc:${secret}@inventory.internal:8443/x`;
  it('are refused: everybody who reads the resource would see them', async () => {
    const refused = await create(admin, { upstream_url: upstream });
    expect([refused.status, Object.keys(refused.problem.fields ?? {})]).toEqual([422, ['upstream_url']]);
    expect((await create(admin, { upstream_url: 'https://inventory.internal:8443/x' })).status).toBe(201);
  });
  it('that somebody put there past the console are shown to no auditor, and stand in no file', async () => {
    const { id } = (await zone.call('POST', '/resources', { identifier: newIdentifier(), scopes: ['a:read'], upstream_url: upstream })) as {
      id: string;
    };
    forgetSnapshots();
    expect((await read(admin, id)).value.upstream_url).toBe(upstream);
    expect((await read(auditor, id)).value.upstream_url).toBe('https://hidden@inventory.internal:8443/x');
    const found = async (q: string) =>
      (await ask(api.listResources, server.getResources, auditor, { params: params(), query: { q } })).value.items.map(
        ({ upstream_url: url }) => url,
      );
    expect(await found(id)).toEqual(['https://hidden@inventory.internal:8443/x']);
    expect(await found(secret)).toEqual([]);
    for (const format of ['csv', 'json'] as const) {
      const file = await ask(api.exportResources, server.downloadResources, admin, { params: params(), query: { q: id, format } });
      const text = JSON.stringify(file.value);
      expect([text.includes(id), text.includes(secret)]).toEqual([true, false]);
    }
  });
});

describe('who may', () => {
  it('owners and admins create, change and delete', async () => {
    for (const who of [owner, admin]) {
      const { status, value } = await create(who, { name: 'Inventory' });
      expect([status, value.name]).toEqual([201, 'Inventory']);
      expect((await change(who, value.id, { name: 'Stock' }, await etagOf(value.id))).value.name).toBe('Stock');
      expect((await remove(who, value.id)).status).toBe(204);
      expect((await read(who, value.id)).status).toBe(404);
    }
  });

  it('an auditor reads everything and changes nothing', async () => {
    const { id } = await made();
    expect([(await list(auditor)).status, (await read(auditor, id)).status]).toEqual([200, 200]);
    expect((await ask(api.resourceDependents, server.getResourceDependents, auditor, { params: item(id) })).status).toBe(200);
    expect([(await create(auditor)).status, (await change(auditor, id, { name: 'x' }, await etagOf(id))).status]).toEqual([403, 403]);
    expect((await remove(auditor, id)).status).toBe(403);
    expect((await zone.call<{ id: string }>('GET', `/resources/${id}`)).id).toBe(id);
  });

  it('a member is refused; an admin of another zone and a stranger find nothing', async () => {
    const { id } = await made();
    const other = await makeZone(console_.controlPlane, 'Other');
    const [member, foreign, stranger] = await Promise.all([
      person(console_, { zone: zone.id, role: 'member' }),
      person(console_, { zone: other.id, role: 'admin' }),
      person(console_),
    ]);
    const statuses = async (who: Actor) => [
      (await list(who)).status,
      (await read(who, id)).status,
      (await create(who)).status,
      (await change(who, id, { name: 'x' }, '"x"')).status,
      (await remove(who, id)).status,
    ];
    expect(await statuses(member)).toEqual([403, 403, 403, 403, 403]);
    expect(await statuses(foreign)).toEqual([404, 404, 404, 404, 404]);
    expect(await statuses(stranger)).toEqual([404, 404, 404, 404, 404]);
    expect((await create(null)).status).toBe(401);
    const elsewhere = await ask(api.deleteResource, server.removeResource, foreign, { params: { zoneId: other.id, id } });
    expect(elsewhere.status).toBe(404);
  });
});

describe('create', () => {
  it('takes its name from the identifier, and keeps what was given', async () => {
    const id = await provider('p');
    const identifier = newIdentifier();
    const value = await made({ identifier, upstream_url: 'https://a.internal', prefix: true, credential_provider_id: id });
    expect(value).toMatchObject({
      identifier,
      name: identifier,
      upstream_url: 'https://a.internal',
      prefix: true,
      credential_provider_id: id,
    });
  });

  it.each([
    ['an unknown field', { colour: 'red' }, 'colour'],
    ['no identifier', { identifier: '  ' }, 'identifier'],
    ['blanks in the identifier', { identifier: 'a b' }, 'identifier'],
    ['no scope', { scopes: [] }, 'scopes'],
    ['a scope that could never be granted', { scopes: ['Admin'] }, 'scopes.0'],
    ['a scope twice', { scopes: ['a', 'a'] }, 'scopes'],
    ['an upstream URL that is none', { upstream_url: 'ftp://a' }, 'upstream_url'],
    ['an empty upstream URL', { upstream_url: '' }, 'upstream_url'],
  ])('refuses %s on its field', async (_what, body, field) => {
    const { status, problem } = await create(admin, body);
    expect([status, problem.code, Object.keys(problem.fields)]).toEqual([422, 'invalid_input', [field]]);
  });

  it('says on the Identifier that it is taken, also where the control plane answers 500 for one that a deleted resource had', async () => {
    const { identifier } = await made();
    const twice = await create(admin, { identifier });
    expect([twice.status, twice.problem.code, Object.keys(twice.problem.fields)]).toEqual([409, 'conflict', ['identifier']]);
    refuse = (path, method) =>
      method === 'POST' && path.endsWith('/resources') ? Response.json({ error: 'internal_error' }, { status: 500 }) : undefined;
    const once = await create(admin);
    refuse = undefined;
    expect([once.status, Object.keys(once.problem.fields)]).toEqual([409, ['identifier']]);
  });

  it('says so too of an identifier that somebody took a moment ago in a terminal', async () => {
    await list(admin);
    const identifier = newIdentifier();
    await zone.call('POST', '/resources', { identifier, scopes: ['a'] });
    const { status, problem } = await create(admin, { identifier });
    expect([status, Object.keys(problem.fields)]).toEqual([409, ['identifier']]);
  });

  it('says on the Provider that it does not exist, and makes nothing', async () => {
    const identifier = newIdentifier();
    const { status, problem } = await create(admin, { identifier, credential_provider_id: 'no-such-provider' });
    expect([status, Object.keys(problem.fields)]).toEqual([422, ['credential_provider_id']]);
    expect((await zone.call<{ identifier: string }[]>('GET', '/resources')).some((row) => row.identifier === identifier)).toBe(false);
  });
});

describe('change', () => {
  it('needs the version that was read, and shows the other one when somebody was faster', async () => {
    const { id } = await made({ name: 'First' });
    const etag = await etagOf(id);
    expect((await change(admin, id, { name: 'Mine' }, null)).status).toBe(428);
    expect((await change(owner, id, { name: 'Theirs' }, etag)).status).toBe(200);
    const late = await change(admin, id, { name: 'Mine' }, etag);
    expect(late.status).toBe(412);
    expect(late.problem).toMatchObject({ code: 'stale', current: { value: { name: 'Theirs' } } });
    expect((await change(admin, id, { name: 'Mine' }, late.problem.current?.etag ?? '')).value.name).toBe('Mine');
  });

  it('keeps a scope that can never be granted, and takes no new one', async () => {
    const id = await zone.resource('legacy', ['Old Admin', 'legacy:read']);
    const kept = await change(admin, id, { scopes: ['Old Admin', 'legacy:write'] }, await etagOf(id));
    expect([kept.status, kept.value.scopes]).toEqual([200, ['Old Admin', 'legacy:write']]);
    const added = await change(admin, id, { scopes: ['Old Admin', 'New Admin'] }, await etagOf(id));
    expect([added.status, Object.keys(added.problem.fields)]).toEqual([422, ['scopes']]);
  });

  it('detaches no provider and clears no upstream URL: neither is offered, neither is sent', async () => {
    const { id } = await made({ credential_provider_id: await provider('kept'), upstream_url: 'https://a.internal' });
    const etag = await etagOf(id);
    for (const body of [{ credential_provider_id: null }, { credential_provider_id: '' }, { upstream_url: '' }, { upstream_url: null }])
      expect((await change(admin, id, body, etag)).status).toBe(422);
    expect(await etagOf(id)).toBe(etag);
  });

  it('to an identifier that is taken is refused on its field', async () => {
    const [one, two] = [await made(), await made()];
    const { status, problem } = await change(admin, two.id, { identifier: one.identifier }, await etagOf(two.id));
    expect([status, Object.keys(problem.fields)]).toEqual([409, ['identifier']]);
  });

  it('of nothing, and of fields that there are not, is refused', async () => {
    const { id } = await made();
    const etag = await etagOf(id);
    expect([(await change(admin, id, {}, etag)).status, (await change(admin, id, { zone_id: 'x' }, etag)).status]).toEqual([422, 422]);
  });
});

describe('list and export', () => {
  it('finds by text and provider, by none at all, and says whose provider is gone', async () => {
    const [kept, dropped] = [await provider('kept-one'), await provider('dropped-one')];
    const [one, two] = [await made({ credential_provider_id: kept, name: 'Findable' }), await made({ credential_provider_id: dropped })];
    const bare = await made();
    await zone.call('DELETE', `/providers/${dropped}`);
    // What was done past the console is in the list once it is read anew.
    forgetSnapshots();
    expect((await list(auditor, { provider: dropped })).value.items[0]?.provider_name).toBeNull();
    const ids = async (query: Record<string, unknown>) => (await list(auditor, query)).value.items.map(({ id }) => id);
    expect(await ids({ provider: kept })).toEqual([one.id]);
    expect(await ids({ q: 'findable kept-one' })).toEqual([one.id]);
    expect((await list(auditor, { provider: kept })).value.items[0]?.provider_name).toBe('kept-one');
    const without = await ids({ provider: '-', size: 200 });
    expect(without).toContain(bare.id);
    expect(without).not.toContain(one.id);
    expect(without).not.toContain(two.id);
  });

  it.each([['colour=red'], ['sort=secret'], ['size=201'], ['page=0']])('refuses ?%s', async (search) => {
    const { status, problem } = await list(auditor, Object.fromEntries(new URLSearchParams(search)));
    expect([status, problem.code]).toEqual([422, 'invalid_input']);
  });

  it('exports what matches, and no cell that a spreadsheet would run', async () => {
    const { id } = await made({ name: '=cmd()' });
    const get = (format: 'csv' | 'json') =>
      ask(api.exportResources, server.downloadResources, auditor, { params: params(), query: { q: id, format } });
    const csv = String((await get('csv')).value);
    expect(csv.trimEnd().split('\r\n')).toHaveLength(2);
    expect(csv).toContain("'=cmd()");
    const { value, headers } = await get('json');
    expect((value as api.ResourceRow[]).map((row) => row.id)).toEqual([id]);
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="resources-.*\.json"$/);
  });
});

describe('deletion', () => {
  it('counts the active grants beforehand', async () => {
    const { id } = await made();
    const app = await zone.application('agent');
    for (const user of ['one', 'two'])
      await zone.call('POST', '/grants', { application_id: app, resource_id: id, user_id: user, scopes: ['a:read'] });
    forgetSnapshots();
    expect((await ask(api.resourceDependents, server.getResourceDependents, auditor, { params: item(id) })).value.activeGrants).toBe(2);
  });

  it('of a resource that is not there, nothing is counted', async () => {
    const dependents = (id: string) => ask(api.resourceDependents, server.getResourceDependents, auditor, { params: item(id) });
    const { id } = await made();
    expect([(await dependents(id)).status, (await dependents(id)).value.activeGrants]).toEqual([200, 0]);
    expect((await dependents('01a00000-0000-7000-8000-000000000000')).problem.code).toBe('not_found');
    await remove(admin, id);
    expect((await dependents(id)).status).toBe(404);
  });

  it('shows in the list at once, and of what is not there answers 404', async () => {
    const { id } = await made();
    await list(admin);
    await remove(admin, id);
    expect((await list(admin, { q: id })).value.matched).toBe(0);
    expect((await remove(admin, 'no-such-resource')).status).toBe(404);
  });
});

it('a control plane that is away is a problem that says so, and nothing is remembered of it', async () => {
  const { id } = await made();
  refuse = () => new Response('<html>', { status: 502 });
  const { status, problem } = await read(admin, id);
  refuse = undefined;
  expect([status, problem.code]).toEqual([502, 'upstream_failed']);
  expect((await read(admin, id)).status).toBe(200);
});

it('every change leaves an intent before and an outcome after, refusals included', async () => {
  const resource = await made({ name: 'Logged' });
  await change(admin, resource.id, { name: 'Logged 2' }, await etagOf(resource.id));
  await remove(admin, resource.id);
  await create(admin, { scopes: [] });
  const rows = await console_.store.db
    .select()
    .from(activity)
    .where(and(eq(activity.zoneId, zone.id), eq(activity.actorId, admin.id)))
    .orderBy(asc(activity.seq));
  expect(rows.slice(-6).map(({ kind, action, objectId, outcome }) => [kind, action, objectId, outcome])).toEqual([
    ['intent', 'resource.create', '', ''],
    ['outcome', 'resource.create', resource.id, 'done'],
    ['intent', 'resource.update', resource.id, ''],
    ['outcome', 'resource.update', resource.id, 'done'],
    ['intent', 'resource.delete', resource.id, ''],
    ['outcome', 'resource.delete', resource.id, 'done'],
  ]);
});
