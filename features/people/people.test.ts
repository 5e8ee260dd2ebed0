import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listZones } from '#features/zones/api.ts';
import { getZones } from '#features/zones/server.ts';
import { activity, people, sessions } from '#server/database/tables.ts';
import { mayInvite } from '#server/people/parts.ts';
import { setRole } from '#server/people/people.ts';
import { type Actor, ask, openConsole, person, type TestConsole } from '../../tests/support/console.ts';
import { makeZone, type TestZone } from '../../tests/support/zone.ts';
import * as api from './api.ts';
import * as server from './server.ts';

let console_: TestConsole;
let zone: TestZone;
let owner: Actor;
beforeAll(async () => {
  console_ = await openConsole();
});
beforeEach(async () => {
  await console_.truncate();
  zone = await makeZone(console_.controlPlane);
  owner = await person(console_, { owner: true });
});
afterAll(() => console_.close());

const db = () => console_.store.db;
const list = (who: Actor | null, query: api.PersonQuery = {}) => ask(api.listPeople, server.getPeople, who, { query });
const read = (who: Actor, of: { id: string }) => ask(api.readPerson, server.getPerson, who, { params: { personId: of.id } });
const change = (who: Actor, of: { id: string }, body: api.PersonChange, ifMatch: string) =>
  ask(api.changePerson, server.patchPerson, who, { params: { personId: of.id }, body, headers: { 'if-match': ifMatch } });
const etagOf = async (who: Actor, of: { id: string }) => (await read(who, of)).headers.get('etag') ?? '';
const changeNow = async (who: Actor, of: { id: string }, body: api.PersonChange) => change(who, of, body, await etagOf(who, of));
const signOut = (who: Actor, of: { id: string }) => ask(api.signOutPerson, server.postSignOutPerson, who, { params: { personId: of.id } });
/** Anything that asks only for a session. */
const isSignedIn = async (who: Actor) => (await ask(listZones, getZones, who, { query: {} })).status === 200;
const owners = async () =>
  (
    await db()
      .select({ id: people.id })
      .from(people)
      .where(and(eq(people.owner, true), eq(people.active, true)))
  ).map(({ id }) => id);

describe('the list', () => {
  it('has every account with its zones and roles, searched, filtered, sorted and exported', async () => {
    const admin = await person(console_, { zone: zone.id, role: 'admin' });
    await setRole('gone', admin.id, 'auditor');
    const asleep = await person(console_);
    await db().update(people).set({ active: false, name: 'Zoë' }).where(eq(people.id, asleep.id));
    await db().delete(sessions).where(eq(sessions.personId, asleep.id));
    const { value } = await list(owner);
    expect(value.total).toBe(3);
    const row = (of: Actor) => value.items.find(({ personId }) => personId === of.id);
    expect(row(admin)).toMatchObject({ owner: false, active: true, lastSeen: expect.any(String) });
    expect(row(admin)?.zones.map(({ name, role }) => [name, role])).toEqual([
      ['Production', 'admin'],
      [null, 'auditor'],
    ]);
    expect(row(asleep)).toMatchObject({ active: false, lastSeen: null, zones: [] });
    const found = async (query: api.PersonQuery) => (await list(owner, query)).value.items.map(({ personId }) => personId);
    expect(await found({ show: 'owners' })).toEqual([owner.id]);
    expect(await found({ show: 'deactivated' })).toEqual([asleep.id]);
    expect(await found({ q: 'production' })).toEqual([admin.id]);
    expect((await found({ sort: '-zones' }))[0]).toBe(admin.id);
    expect(await found({ sort: '-name', size: 1, page: 1 })).toEqual([asleep.id]);
    expect((await list(owner, { show: 'x' })).status).toBe(422);
    const json = await ask(api.exportPeople, server.downloadPeople, owner, { query: { format: 'json', show: 'active', sort: '-zones' } });
    expect(json.value).toEqual([
      expect.objectContaining({ id: admin.id, zones: 'Production: Zone admin; gone: Auditor' }),
      expect.objectContaining({ id: owner.id, owner: true }),
    ]);
    expect(JSON.stringify([value, json.value])).not.toMatch(/password|hash|version/i);
  });
  it('stands without the control plane; only the names of zones are missing', async () => {
    const admin = await person(console_, { zone: zone.id, role: 'admin' });
    console_.forget();
    console_.between(() => Promise.reject(new Error('away')));
    const { status, value } = await list(owner);
    expect([status, value.total]).toEqual([200, 2]);
    expect((await read(owner, admin)).value.zones).toEqual([{ id: zone.id, name: null, role: 'admin' }]);
    expect((await changeNow(owner, admin, { owner: true })).value.owner).toBe(true);
  });
});

describe('who may', () => {
  it('owners; nobody else, whatever they are in a zone', async () => {
    const target = await person(console_);
    const etag = await etagOf(owner, target);
    const statuses = async (who: Actor) => [
      (await list(who)).status,
      (await ask(api.exportPeople, server.downloadPeople, who, { query: { format: 'csv' } })).status,
      (await read(who, target)).status,
      (await change(who, target, { owner: true }, etag)).status,
      (await signOut(who, target)).status,
    ];
    for (const role of ['admin', 'auditor', 'member'] as const)
      expect(await statuses(await person(console_, { zone: zone.id, role })), role).toEqual([403, 403, 403, 403, 403]);
    expect(await statuses(target)).toEqual([403, 403, 403, 403, 403]);
    expect((await list(null)).status).toBe(401);
    expect(await owners()).toEqual([owner.id]);
    expect(await statuses(owner)).toEqual([200, 200, 200, 200, 201]);
    expect((await read(owner, { id: 'nobody' })).status).toBe(404);
  });
  it('only with known fields and a known version', async () => {
    const target = await person(console_);
    const etag = await etagOf(owner, target);
    expect((await change(owner, target, {}, etag)).status).toBe(422);
    expect((await change(owner, target, { email: 'x@example.test' } as api.PersonChange, etag)).problem.fields).toHaveProperty('email');
    expect((await change(owner, target, { owner: true }, '')).problem.code).toBe('version_required');
    await changeNow(owner, target, { owner: true });
    const late = await change(owner, target, { active: false }, etag);
    expect([late.status, late.problem.current?.value]).toEqual([412, { owner: true, active: true }]);
    expect((await change(owner, target, { active: false }, late.problem.current?.etag ?? '')).value.active).toBe(false);
  });
});

describe('a change counts at once', () => {
  it('a new owner may what owners may, and may not any more at the request after losing it, still signed in', async () => {
    const other = await person(console_, { zone: zone.id, role: 'member' });
    expect((await list(other)).status).toBe(403);
    expect((await changeNow(owner, other, { owner: true })).value).toMatchObject({ owner: true, lastOwner: false });
    expect((await list(other)).status).toBe(200);
    expect((await changeNow(owner, other, { owner: false })).value.owner).toBe(false);
    expect([(await list(other)).status, await isSignedIn(other)]).toEqual([403, true]);
  });
  it('deactivating ends every session and every right; activating gives the rights back, not the sessions', async () => {
    const admin = await person(console_, { zone: zone.id, role: 'admin' });
    expect([await isSignedIn(admin), await mayInvite(db(), zone.id, admin.id)]).toEqual([true, true]);
    expect((await read(owner, admin)).value.lastAdminOf).toEqual([{ id: zone.id, name: 'Production' }]);
    expect((await changeNow(owner, admin, { active: false })).value).toMatchObject({ active: false, sessions: 0, lastAdminOf: [] });
    expect([await isSignedIn(admin), await mayInvite(db(), zone.id, admin.id)]).toEqual([false, false]);
    expect((await changeNow(owner, admin, { owner: true })).problem.code, 'not while it is deactivated').toBe('conflict');
    expect((await changeNow(owner, admin, { active: true })).value.active).toBe(true);
    expect([await isSignedIn(admin), await mayInvite(db(), zone.id, admin.id)]).toEqual([false, true]);
  });
  it('names as left without an admin only zones in which nobody else is an active one', async () => {
    const [one, two] = [await person(console_, { zone: zone.id, role: 'admin' }), await person(console_, { zone: zone.id, role: 'admin' })];
    expect((await read(owner, one)).value.lastAdminOf).toEqual([]);
    await changeNow(owner, two, { active: false });
    expect((await read(owner, one)).value.lastAdminOf).toEqual([{ id: zone.id, name: 'Production' }]);
  });
  it('signing somebody out ends their sessions and nobody else’s', async () => {
    const other = await person(console_);
    expect(await isSignedIn(other)).toBe(true);
    expect((await signOut(owner, other)).value).toEqual({ ended: 1 });
    expect([await isSignedIn(other), await isSignedIn(owner)]).toEqual([false, true]);
  });
  it('is written down for the installation, with who, whom, before and after', async () => {
    const other = await person(console_);
    await changeNow(owner, other, { owner: true });
    await changeNow(owner, other, { owner: false, active: false });
    await signOut(owner, other);
    const rows = await db().select().from(activity).where(eq(activity.zoneId, 'installation')).orderBy(activity.seq);
    expect(rows.map(({ kind, action, objectId, role }) => [kind, action, objectId, role])).toEqual(
      ['person.update', 'person.update', 'person.sign_out'].flatMap((action) => [
        ['intent', action, other.id, 'owner'],
        ['outcome', action, other.id, 'owner'],
      ]),
    );
    expect(rows[1]?.detail).toEqual({
      person: other.email,
      before: { owner: false, active: true },
      after: { owner: true, active: true },
      ended: 0,
    });
    expect(rows[3]?.detail).toMatchObject({ after: { owner: false, active: false }, ended: 1 });
  });
});

describe('the last owner', () => {
  it('keeps the ownership and the account; with another one there, both can go', async () => {
    for (const body of [{ owner: false }, { active: false }, { owner: false, active: false }]) {
      const refused = await changeNow(owner, owner, body);
      expect([refused.status, refused.problem.detail]).toEqual([409, expect.stringContaining('make somebody else an owner first')]);
    }
    expect((await read(owner, owner)).value.lastOwner).toBe(true);
    const asleep = await person(console_, { owner: true });
    await db().update(people).set({ active: false }).where(eq(people.id, asleep.id));
    expect((await changeNow(owner, owner, { owner: false })).status, 'a deactivated owner does not count').toBe(409);
    await changeNow(owner, asleep, { active: true });
    expect((await changeNow(owner, owner, { active: false })).status).toBe(200);
    expect([await owners(), await isSignedIn(owner)]).toEqual([[asleep.id], false]);
  });
  it.each([
    ['the ownership', { owner: false }, { owner: false }],
    ['the account', { active: false }, { active: false }],
    ['one this, one that', { owner: false }, { active: false }],
  ])('remains when two take %s from each other at the same time, in 20 rounds', async (_what, first, second) => {
    await db().delete(people).where(eq(people.id, owner.id));
    for (let round = 0; round < 20; round += 1) {
      const [a, b] = [await person(console_, { owner: true }), await person(console_, { owner: true })];
      const [ofA, ofB] = [await etagOf(b, a), await etagOf(a, b)];
      const answers = await Promise.all([change(a, b, first, ofB), change(b, a, second, ofA)]);
      // Whoever comes second is no owner any more, or not even signed in.
      expect(answers.map(({ status }) => (status === 401 ? 403 : status)).sort(), `round ${round}`).toEqual([200, 403]);
      expect(await owners()).toEqual([answers[0]?.status === 200 ? a.id : b.id]);
      await db().delete(people);
    }
  });
  it('remains when everybody gives up at once', async () => {
    const all = [owner, await person(console_, { owner: true }), await person(console_, { owner: true })];
    const etags = await Promise.all(all.map((of) => etagOf(owner, of)));
    const answers = await Promise.all(all.map((who, i) => change(who, who, { owner: false }, etags[i] ?? '')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 409]);
    expect(await owners()).toHaveLength(1);
  });
});
