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
/** Bodies of the changes that reached the control plane. */
const sent: Record<string, unknown>[] = [];
const needle = 'hunter2-needle';
const params = () => ({ zoneId: zone.id });
const item = (id: string) => ({ ...params(), id });

beforeAll(async () => {
  console_ = await openConsole();
  const { controlPlane } = console_;
  useEmbedded({
    ...controlPlane,
    fetch: async (input, init) => {
      if (init?.method === 'PATCH') sent.push(JSON.parse(String(init.body)));
      return controlPlane.fetch(input, init);
    },
  });
  zone = await makeZone(controlPlane);
  [owner, admin, auditor] = await Promise.all([
    person(console_, { owner: true }),
    person(console_, { zone: zone.id, role: 'admin' }),
    person(console_, { zone: zone.id, role: 'auditor' }),
  ]);
});
afterAll(() => console_.close());

const oauth = { token_url: 'https://a.example/token', client_id: 'caracal', client_secret: needle, scopes: ['openid'] };
const create = (who: Actor | null, body: Record<string, unknown> = {}) =>
  ask(api.createProvider, server.postProvider, who, {
    params: params(),
    body: { identifier: 'google', kind: 'oauth2', client_id: 'caracal', config_json: oauth, ...body } as api.ProviderInput,
  });
const made = async (body: Record<string, unknown> = {}) => {
  const { status, value } = await create(admin, body);
  expect(status).toBe(201);
  return value;
};
const read = (who: Actor, id: string) => ask(api.readProvider, server.getProvider, who, { params: item(id) });
const etagOf = async (id: string) => (await read(admin, id)).headers.get('etag') ?? '';
const change = async (who: Actor, id: string, body: Record<string, unknown>, etag?: string | null) => {
  const match = etag === undefined ? await etagOf(id) : etag;
  return ask(api.changeProvider, server.patchProvider, who, {
    params: item(id),
    body: body as api.ProviderChange,
    ...(match !== null && { headers: { 'if-match': match } }),
  });
};
const remove = (who: Actor, id: string) => ask(api.deleteProvider, server.removeProvider, who, { params: item(id) });
const list = (who: Actor, query: Record<string, unknown> = {}) =>
  ask(api.listProviders, server.getProviders, who, { params: params(), query: query as api.ProviderQuery });

describe('who may', () => {
  it('owners and admins create, change and delete', async () => {
    for (const who of [owner, admin]) {
      const { status, value } = await create(who);
      expect([status, value.kind, value.client_id, value.secret_config_keys]).toEqual([
        201,
        'oauth2',
        'caracal',
        ['client_secret', 'token_url'],
      ]);
      expect((await change(who, value.id, { name: 'Renamed' })).value.name).toBe('Renamed');
      expect((await remove(who, value.id)).status).toBe(204);
      expect((await read(who, value.id)).status).toBe(404);
    }
  });

  it('an auditor reads everything but what is sealed, and changes nothing', async () => {
    const { id } = await made();
    const seen = [await list(auditor), await read(auditor, id)];
    expect(seen.map(({ status }) => status)).toEqual([200, 200]);
    expect(JSON.stringify(seen.map(({ value }) => value))).not.toContain(needle);
    expect([(await create(auditor)).status, (await change(auditor, id, { name: 'x' })).status, (await remove(auditor, id)).status]).toEqual(
      [403, 403, 403],
    );
    expect((await zone.call<{ name: string }>('GET', `/providers/${id}`)).name).toBe('google');
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
  });
});

describe('create', () => {
  it.each([
    ['oidc', { issuer: 'https://a.example', client_id: 'c', client_secret: needle, audience: 'api' }, ['client_secret']],
    ['apikey', { api_key: needle, header_name: 'X-API-Key' }, ['api_key']],
    ['workload', { trust_domain: 'a', private_key: { kty: 'EC', d: needle } }, ['private_key']],
  ])('seals what is secret of the kind %s, and answers without it', async (kind, config_json, sealed) => {
    const { value } = await create(admin, { kind, config_json, client_id: undefined });
    expect([value.kind, value.secret_config_keys]).toEqual([kind, sealed]);
    expect(JSON.stringify(value)).not.toContain(needle);
  });

  it.each([
    ['an unknown field', { owner_type: 'platform' }, 'owner_type'],
    ['no identifier', { identifier: ' ' }, 'identifier'],
    ['a kind that there is not', { kind: 'saml' }, 'kind'],
    ['a kind inside the configuration', { config_json: { kind: 'saml' } }, 'config_json.kind'],
    ['a secret below the top level', { config_json: { nested: { client_secret: 'x' } } }, 'config_json'],
    ['a list for the configuration', { config_json: [] }, 'config_json'],
  ])('refuses %s on its field', async (_what, body, field) => {
    const { status, problem } = await create(admin, body);
    expect([status, problem.code, Object.keys(problem.fields)]).toEqual([422, 'invalid_input', [field]]);
  });
});

describe('no edit drops a sealed value', () => {
  it('a new name sends no configuration and no kind, and keeps what is sealed', async () => {
    const { id } = await made();
    const { value } = await change(admin, id, { name: 'New', identifier: 'new' });
    expect(sent.at(-1)).toEqual({ name: 'New', identifier: 'new' });
    expect(value.secret_config_keys).toEqual(['client_secret', 'token_url']);
  });

  it('a configuration without every sealed value is refused before the control plane is asked', async () => {
    const { id } = await made();
    const before = sent.length;
    for (const [config_json, missing] of [
      [{ scopes: ['x'] }, ['client_secret', 'token_url']],
      [{ client_secret: 'a' }, ['token_url']],
      [{ client_secret: '', token_url: 'https://a' }, ['client_secret']],
      [{ client_secret: null, token_url: 'https://a' }, ['client_secret']],
      [{}, ['client_secret', 'token_url']],
    ] as const) {
      const { status, problem } = await change(admin, id, { config_json });
      expect([status, Object.keys(problem.fields)]).toEqual([422, missing.map((key) => `config_json.${key}`)]);
    }
    expect(sent.length).toBe(before);
    expect((await read(admin, id)).value.secret_config_keys).toEqual(['client_secret', 'token_url']);
  });

  it('the kind is never taken in a change', async () => {
    const { id } = await made();
    const { status, problem } = await change(admin, id, { kind: 'oidc' });
    expect(status).toBe(422);
    expect(problem.fields).toHaveProperty('kind');
  });

  it('with every sealed value the configuration changes, and keys that are left out stay', async () => {
    const { id } = await made();
    const { status, value } = await change(admin, id, {
      client_id: 'other',
      config_json: { client_id: 'other', client_secret: 'new', token_url: 'https://b.example' },
    });
    expect([status, value.client_id, value.secret_config_keys]).toEqual([200, 'other', ['client_secret', 'token_url']]);
    expect(value.config_json).toEqual({ kind: 'oauth2', client_id: 'other', scopes: ['openid'] });
  });

  it('needs the version that was read: what somebody sealed in between is asked for too', async () => {
    const { id } = await made();
    const etag = await etagOf(id);
    expect((await change(admin, id, { name: 'x' }, null)).status).toBe(428);
    const sealed = { ...oauth, password: 'more' };
    expect((await change(owner, id, { config_json: sealed }, etag)).status).toBe(200);
    const late = await change(admin, id, { config_json: oauth }, etag);
    expect(late.status).toBe(412);
    expect(late.problem).toMatchObject({ current: { value: { secret_config_keys: ['client_secret', 'password', 'token_url'] } } });
    const again = await change(admin, id, { config_json: oauth }, late.problem.current?.etag ?? '');
    expect([again.status, Object.keys(again.problem.fields)]).toEqual([422, ['config_json.password']]);
  });
});

describe('list, export and deletion', () => {
  it('filters by kind, finds by text, and counts the resources that use each', async () => {
    const { id } = await made({ identifier: 'counted', kind: 'apikey', config_json: { api_key: 'x' }, client_id: undefined });
    await zone.call('POST', '/resources', { identifier: 'resource://uses', scopes: ['a'], credential_provider_id: id });
    forgetSnapshots();
    const { items } = (await list(auditor, { q: 'counted', kind: 'apikey' })).value;
    expect(items.map((row) => [row.id, row.resources])).toEqual([[id, 1]]);
    expect((await list(auditor, { q: 'counted', kind: 'oidc' })).value.matched).toBe(0);
    expect((await list(auditor, { kind: 'saml' })).status).toBe(422);
    const { value } = await ask(api.providerDependents, server.getProviderDependents, auditor, { params: item(id) });
    expect(value.resources.map(({ identifier }) => identifier)).toEqual(['resource://uses']);
  });

  it('of a provider that is not there, nothing is said to depend on nothing', async () => {
    const dependents = (id: string) => ask(api.providerDependents, server.getProviderDependents, auditor, { params: item(id) });
    const { id } = await made();
    expect([(await dependents(id)).status, (await dependents(id)).value.resources]).toEqual([200, []]);
    expect((await dependents('01a00000-0000-7000-8000-000000000000')).problem.code).toBe('not_found');
    await remove(admin, id);
    expect((await dependents(id)).status).toBe(404);
  });

  it('shows an auditor, and puts into no file, a secret that somebody put below the top level past the console', async () => {
    const { id } = (await zone.call('POST', '/providers', {
      identifier: 'nested',
      kind: 'workload',
      config_json: { issuer: 'https://a.example', oauth: { client_secret: needle } },
    })) as { id: string };
    forgetSnapshots();
    expect((await read(admin, id)).value.config_json).toMatchObject({ oauth: { client_secret: needle } });
    expect((await read(auditor, id)).value.config_json).toMatchObject({
      issuer: 'https://a.example',
      oauth: { client_secret: '[hidden]' },
    });
    const listed = await ask(api.listProviders, server.getProviders, auditor, { params: params(), query: { q: id } });
    expect(listed.value.items).toHaveLength(1);
    expect(JSON.stringify(listed.value)).not.toContain(needle);
    for (const who of [admin, auditor])
      for (const format of ['csv', 'json'] as const) {
        const file = await ask(api.exportProviders, server.downloadProviders, who, { params: params(), query: { q: id, format } });
        const text = JSON.stringify(file.value);
        expect([text.includes(id), text.includes(needle)]).toEqual([true, false]);
      }
  });
  it('exports no sealed value, and no cell that a spreadsheet would run', async () => {
    const { id } = await made({ name: '@sum' });
    const get = (format: 'csv' | 'json') =>
      ask(api.exportProviders, server.downloadProviders, auditor, { params: params(), query: { q: id, format } });
    const [csv, json] = [String((await get('csv')).value), (await get('json')).value];
    expect(csv).toContain("'@sum");
    expect(csv + JSON.stringify(json)).not.toContain(needle);
  });

  it('of one that is used goes through, leaves the resource naming it, and shows in the list at once', async () => {
    const { id } = await made();
    const resource = await zone.call<{ id: string }>('POST', '/resources', {
      identifier: 'resource://left',
      scopes: ['a'],
      credential_provider_id: id,
    });
    expect((await remove(admin, id)).status).toBe(204);
    expect((await list(admin, { q: id })).value.matched).toBe(0);
    expect((await zone.call<{ credential_provider_id: string }>('GET', `/resources/${resource.id}`)).credential_provider_id).toBe(id);
  });
});

it('every change leaves an intent before and an outcome after, with the names of keys and never a value', async () => {
  const provider = await made();
  await change(admin, provider.id, { config_json: oauth });
  await change(admin, provider.id, { config_json: { scopes: [] } });
  await remove(admin, provider.id);
  const rows = await console_.store.db
    .select()
    .from(activity)
    .where(and(eq(activity.zoneId, zone.id), eq(activity.actorId, admin.id)))
    .orderBy(asc(activity.seq));
  expect(rows.slice(-8).map(({ kind, action, objectId, outcome }) => [kind, action, objectId, outcome])).toEqual([
    ['intent', 'provider.create', '', ''],
    ['outcome', 'provider.create', provider.id, 'done'],
    ['intent', 'provider.update', provider.id, ''],
    ['outcome', 'provider.update', provider.id, 'done'],
    ['intent', 'provider.update', provider.id, ''],
    ['outcome', 'provider.update', provider.id, 'invalid_input'],
    ['intent', 'provider.delete', provider.id, ''],
    ['outcome', 'provider.delete', provider.id, 'done'],
  ]);
  expect(JSON.stringify(rows)).not.toContain(needle);
  expect(JSON.stringify(rows.slice(-8))).toContain('client_secret');
});
