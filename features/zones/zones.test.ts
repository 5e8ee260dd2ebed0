import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Actor, ask, openConsole, person, type TestConsole } from '../../tests/support/console.ts';
import { archiveZone, changeZone, createZone, exportZones, listZones, overviewZone, readZone } from './api.ts';
import { deleteZone, downloadZones, getOverview, getZone, getZones, patchZone, postZone } from './server.ts';

let console_: TestConsole;
let owner: Actor;
beforeAll(async () => {
  console_ = await openConsole();
});
beforeEach(async () => {
  await console_.truncate();
  owner = await person(console_, { owner: true });
});
afterAll(() => console_.close());

const create = (name: string, slug?: string) => ask(createZone, postZone, owner, { body: { name, ...(slug && { slug }) } });
const list = async (who: Actor, query = {}) => (await ask(listZones, getZones, who, { query })).value;

describe('zones', () => {
  it('show at once after they are made, found by name and slug, sorted as asked', async () => {
    await list(owner);
    await create('Production', 'acme-production');
    await create('Staging', 'acme-staging');
    expect((await list(owner)).items.map(({ name }) => name)).toEqual(['Production', 'Staging']);
    expect((await list(owner, { sort: '-name' })).items.map(({ name }) => name)).toEqual(['Staging', 'Production']);
    expect(await list(owner, { q: 'acme STAG' })).toMatchObject({ matched: 1, total: 2 });
  });
  it('refuse a slug that another one has, on its field, and take another', async () => {
    await create('Production', 'acme');
    const again = await create('Production', 'acme');
    expect([again.status, again.problem.code, Object.keys(again.problem.fields)]).toEqual([409, 'conflict', ['slug']]);
    expect((await create('Production', 'acme-2')).status).toBe(201);
  });
  it.each(['Acme', 'a b', '-a', 'a--b', 'ü', ''])('refuse the slug %j before anything is asked', async (slug) => {
    const answer = await ask(createZone, postZone, owner, { body: { name: 'x', slug } });
    expect([answer.status, Object.keys(answer.problem.fields)]).toEqual([422, ['slug']]);
  });
  it('are listed with the role that one has there, and only where one has one', async () => {
    const { id } = (await create('Production', 'p')).value;
    await create('Secret', 's');
    const auditor = await person(console_, { zone: id, role: 'auditor' });
    expect((await list(auditor)).items.map(({ name, role }) => [name, role])).toEqual([['Production', 'auditor']]);
    expect((await list(owner)).items.map(({ role }) => role)).toEqual(['owner', 'owner']);
  });
  it('are edited against the version that the form was filled from', async () => {
    const { id } = (await create('Production', 'p')).value;
    const etag = (await ask(readZone, getZone, owner, { params: { zoneId: id } })).headers.get('etag') ?? '';
    const change = (body: { name?: string; slug?: string; pkce_required?: boolean }, ifMatch: string) =>
      ask(changeZone, patchZone, owner, { params: { zoneId: id }, body, headers: { 'if-match': ifMatch } });
    const first = await change({ name: 'Renamed', pkce_required: false }, etag);
    expect(first.value).toMatchObject({ name: 'Renamed', slug: 'p', pkce_required: false });
    const late = await change({ name: 'Late' }, etag);
    expect([late.status, late.problem.current?.value]).toEqual([412, expect.objectContaining({ name: 'Renamed' })]);
    expect((await change({}, first.headers.get('etag') ?? '')).status).toBe(422);
    await create('Other', 'taken');
    expect((await change({ slug: 'taken' }, first.headers.get('etag') ?? '')).problem).toMatchObject({
      code: 'conflict',
      fields: { slug: expect.any(String) },
    });
  });
  it('disappear when archived', async () => {
    const { id } = (await create('Production', 'p')).value;
    expect((await ask(archiveZone, deleteZone, owner, { params: { zoneId: id } })).status).toBe(204);
    expect((await list(owner)).items).toEqual([]);
    expect((await ask(readZone, getZone, owner, { params: { zoneId: id } })).problem.code).toBe('not_found');
  });
  it('tell where they stand', async () => {
    const { id } = (await create('Production', 'p')).value;
    expect((await ask(overviewZone, getOverview, owner, { params: { zoneId: id } })).value).toMatchObject({
      applications: 0,
      resources: 0,
      providers: 0,
      grants: 0,
      activeSets: 0,
    });
  });
  it('are exported as one may see them, in a file that names itself', async () => {
    const { id } = (await create('=cmd()', 'formula')).value;
    await create('Secret', 's');
    const admin = await person(console_, { zone: id, role: 'admin' });
    const csv = await ask(exportZones, downloadZones, admin, { query: { format: 'csv' } });
    expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename="zones-[\d-]+\.csv"$/);
    expect(String(csv.value).trim().split('\r\n')).toHaveLength(2);
    expect(String(csv.value)).toContain("'=cmd()");
    const json = await ask(exportZones, downloadZones, owner, { query: { format: 'json' } });
    expect((json.value as { name: string }[]).map(({ name }) => name).sort()).toEqual(['=cmd()', 'Secret']);
  });
});
