import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ZoneRole } from '#access/permission.ts';
import { signIn } from '#features/account/api.ts';
import { postSignIn } from '#features/account/server.ts';
import { activity, memberships, people, sessions } from '#server/database/tables.ts';
import { setRole } from '#server/people/people.ts';
import { hashPassword } from '#server/session/passwords.ts';
import { type Actor, ask, openConsole, person, type TestConsole } from '../../tests/support/console.ts';
import { makeZone, type TestZone } from '../../tests/support/zone.ts';
import * as api from './api.ts';
import * as server from './server.ts';

let console_: TestConsole;
let zone: TestZone;
let owner: Actor;
let admin: Actor;
beforeAll(async () => {
  console_ = await openConsole();
});
beforeEach(async () => {
  await console_.truncate();
  zone = await makeZone(console_.controlPlane);
  [owner, admin] = [await person(console_, { owner: true }), await person(console_, { zone: zone.id, role: 'admin' })];
});
afterAll(() => console_.close());

const db = () => console_.store.db;
const inZone = (role: ZoneRole) => person(console_, { zone: zone.id, role });
const one = (of: { id: string }) => ({ zoneId: zone.id, personId: of.id });
const list = (who: Actor | null, query: api.MemberQuery = {}) =>
  ask(api.listMembers, server.getMembers, who, { params: { zoneId: zone.id }, query });
const read = (who: Actor, of: { id: string }) => ask(api.readMember, server.getMember, who, { params: one(of) });
const etagOfRole = async (of: { id: string }) => (await read(owner, of)).headers.get('etag') ?? '';
const change = (who: Actor, of: { id: string }, role: ZoneRole, ifMatch: string) =>
  ask(api.changeMember, server.patchMember, who, { params: one(of), body: { role }, headers: { 'if-match': ifMatch } });
const changeNow = async (who: Actor, of: { id: string }, role: ZoneRole) => change(who, of, role, await etagOfRole(of));
const remove = (who: Actor, of: { id: string }) => ask(api.removeMember, server.deleteMember, who, { params: one(of) });
const signOut = (who: Actor, of: { id: string }) => ask(api.signOutMember, server.postSignOutMember, who, { params: one(of) });
const admins = async () =>
  (
    await db()
      .select({ id: memberships.personId })
      .from(memberships)
      .where(and(eq(memberships.zoneId, zone.id), eq(memberships.role, 'admin')))
  ).map(({ id }) => id);

describe('the list', () => {
  it('tells who has which part, when they were here last, and how many active grants name them', async () => {
    const member = await inZone('member');
    const silent = await inZone('auditor');
    await db().delete(sessions).where(eq(sessions.personId, silent.id));
    const [application, resource] = [await zone.application('agent'), await zone.resource('payments', ['payments:read'])];
    const grant = (user?: string) =>
      zone.call<{ id: string }>('POST', '/grants', {
        application_id: application,
        resource_id: resource,
        scopes: ['payments:read'],
        ...(user && { user_id: user }),
      });
    await grant(`user-${member.id}`);
    await grant();
    const revoked = await grant(`user-${member.id}`);
    await grant(`user-${member.id}`);
    await zone.call('DELETE', `/grants/${revoked.id}`);
    const { value } = await list(admin);
    expect(value).toMatchObject({ matched: 3, total: 3 });
    const row = (of: Actor) => value.items.find(({ personId }) => personId === of.id);
    expect(row(member)).toMatchObject({ role: 'member', grants: 2, active: true, owner: false, subjectId: `user-${member.id}` });
    expect(row(admin)).toMatchObject({ role: 'admin', grants: 0, lastSeen: expect.any(String) });
    expect(row(silent)?.lastSeen).toBeNull();
    expect(row(owner), 'who owns the installation has no part of their own').toBeUndefined();
    const { value: detail } = await read(admin, member);
    expect(detail.grantList?.map((one_) => [one_.application, one_.resource, one_.scopes])).toEqual([
      ['agent', 'payments', ['payments:read']],
      ['agent', 'payments', ['payments:read']],
    ]);
    expect([detail.sessions, detail.lastAdmin, (await read(admin, admin)).value.lastAdmin]).toEqual([1, false, true]);
  });
  it('remembers when somebody was here whose session has ended since', async () => {
    const member = await inZone('member');
    const at = new Date('2026-01-02T03:04:05Z');
    await db().update(sessions).set({ lastSeen: at, revokedAt: sql`now()` }).where(eq(sessions.personId, member.id));
    expect((await read(admin, member)).value).toMatchObject({ lastSeen: at.toISOString(), sessions: 0 });
  });
  it('stands without the control plane; only what it would tell is unknown', async () => {
    const member = await inZone('member');
    console_.between(() => Promise.reject(new Error('away')));
    const { status, value } = await list(admin);
    expect([status, value.total, value.items.map(({ grants }) => grants)]).toEqual([200, 2, [null, null]]);
    expect((await read(admin, member)).value).toMatchObject({ grants: null, grantList: null });
    expect((await remove(admin, member)).status, 'a removal does not depend on it').toBe(204);
  });
  it('does not wait for a control plane that never answers', async () => {
    console_.between(() => new Promise(() => {}));
    expect((await list(admin)).value.items.map(({ grants }) => grants)).toEqual([null]);
  });
  it('is searched, filtered by role, sorted, cut into pages and exported', async () => {
    const [auditor, member] = [await inZone('auditor'), await inZone('member')];
    await db().update(people).set({ name: 'Zoë', email: 'zoe@example.test' }).where(eq(people.id, auditor.id));
    await db().update(people).set({ name: '=cmd()' }).where(eq(people.id, member.id));
    expect((await list(admin, { q: 'zoe@' })).value.items.map(({ personId }) => personId)).toEqual([auditor.id]);
    expect((await list(admin, { role: 'member' })).value.items.map(({ personId }) => personId)).toEqual([member.id]);
    expect((await list(admin, { sort: 'role' })).value.items.map(({ role }) => role)).toEqual(['admin', 'auditor', 'member']);
    expect((await list(admin, { sort: '-role', size: 1, page: 2 })).value.items.map(({ role }) => role)).toEqual(['auditor']);
    expect((await list(admin, { role: 'owner' })).status).toBe(422);
    expect((await list(admin, { sort: 'password' })).status).toBe(422);
    const exported = (format: 'csv' | 'json') =>
      ask(api.exportMembers, server.downloadMembers, admin, { params: { zoneId: zone.id }, query: { format, role: 'member' } });
    expect(String((await exported('csv')).value)).toContain("'=cmd()");
    expect((await exported('json')).value).toEqual([
      expect.objectContaining({ id: member.id, role: 'member', active_grants: 0, subject_id: `user-${member.id}` }),
    ]);
    expect(JSON.stringify((await list(admin)).value)).not.toMatch(/password|hash|version/i);
  });
});

describe('who may', () => {
  it('owners and admins change, an auditor reads, a member is refused, another zone’s admin and strangers find nothing', async () => {
    const [auditor, member, target] = [await inZone('auditor'), await inZone('member'), await inZone('member')];
    const other = await makeZone(console_.controlPlane, 'Other');
    const foreign = await person(console_, { zone: other.id, role: 'admin' });
    const etag = await etagOfRole(target);
    const statuses = async (who: Actor) => [
      (await list(who)).status,
      (await read(who, target)).status,
      (await change(who, target, 'auditor', etag)).status,
      (await signOut(who, target)).status,
      (await remove(who, target)).status,
    ];
    expect(await statuses(auditor)).toEqual([200, 200, 403, 403, 403]);
    expect(await statuses(member)).toEqual([403, 403, 403, 403, 403]);
    expect(await statuses(foreign)).toEqual([404, 404, 404, 404, 404]);
    expect(await statuses(await person(console_))).toEqual([404, 404, 404, 404, 404]);
    expect((await list(null)).status).toBe(401);
    expect((await read(owner, target)).value.role).toBe('member');
    expect(await statuses(admin)).toEqual([200, 200, 200, 201, 204]);
    await setRole(zone.id, target.id, 'member');
    expect(await statuses(owner)).toEqual([200, 200, 200, 201, 204]);
  });
  it('nobody finds a person here who has no part in this zone', async () => {
    const other = await makeZone(console_.controlPlane, 'Other');
    const foreign = await person(console_, { zone: other.id, role: 'member' });
    expect([
      (await read(admin, foreign)).status,
      (await change(admin, foreign, 'admin', '"any"')).status,
      (await signOut(admin, foreign)).status,
      (await remove(admin, foreign)).status,
      (await remove(owner, owner)).status,
    ]).toEqual([404, 404, 404, 404, 404]);
    expect(await db().select().from(memberships).where(eq(memberships.personId, foreign.id))).toHaveLength(1);
  });
  it('an admin does nothing to an owner of the installation; an owner does', async () => {
    const other = await person(console_, { owner: true });
    await setRole(zone.id, other.id, 'auditor');
    expect((await list(admin)).value.items.find(({ personId }) => personId === other.id)?.owner).toBe(true);
    expect([
      (await changeNow(admin, other, 'member')).status,
      (await signOut(admin, other)).status,
      (await remove(admin, other)).status,
    ]).toEqual([403, 403, 403]);
    expect((await list(other)).status, 'nothing ended').toBe(200);
    expect([(await changeNow(owner, other, 'member')).status, (await remove(owner, other)).status]).toEqual([200, 204]);
  });
  it('only with known roles and a known version', async () => {
    const member = await inZone('member');
    const etag = await etagOfRole(member);
    const body = (given: object, headers: Record<string, string> = { 'if-match': etag }) =>
      ask(api.changeMember, server.patchMember, admin, { params: one(member), body: given as { role: ZoneRole }, headers });
    expect((await body({ role: 'owner' })).status).toBe(422);
    expect((await body({ role: 'admin', owner: true })).problem.fields).toHaveProperty('owner');
    expect((await body({ role: 'admin' }, {})).problem.code).toBe('version_required');
    await changeNow(owner, member, 'auditor');
    const late = await body({ role: 'admin' });
    expect([late.status, late.problem.current?.value]).toEqual([412, { role: 'auditor' }]);
    expect((await change(admin, member, 'admin', late.problem.current?.etag ?? '')).value.role).toBe('admin');
  });
});

describe('a change counts at once', () => {
  it('a demoted admin is refused at the next request, and was allowed before', async () => {
    const second = await inZone('admin');
    const target = await inZone('member');
    expect((await changeNow(second, target, 'auditor')).status).toBe(200);
    expect((await changeNow(admin, second, 'auditor')).status).toBe(200);
    expect([(await list(second)).status, (await changeNow(second, target, 'member')).status]).toEqual([200, 403]);
    expect((await changeNow(admin, second, 'admin')).status).toBe(200);
    expect((await changeNow(second, target, 'member')).status).toBe(200);
  });
  it('a removed person’s cookie is refused at once, in other zones too, and a new sign-in works without this zone', async () => {
    const other = await makeZone(console_.controlPlane, 'Other');
    const member = await inZone('auditor');
    await setRole(other.id, member.id, 'auditor');
    const password = 'nine slow barges at dusk';
    await db()
      .update(people)
      .set({ passwordHash: await hashPassword(password) })
      .where(eq(people.id, member.id));
    expect((await list(member)).status).toBe(200);
    expect((await remove(admin, member)).status).toBe(204);
    expect((await list(member)).status).toBe(401);
    const rows = await db().select().from(sessions).where(eq(sessions.personId, member.id));
    expect(rows.every(({ revokedAt }) => revokedAt !== null)).toBe(true);
    const again = await ask(signIn, postSignIn, null, { body: { email: member.email, password } });
    const cookie = again.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    expect((await list({ ...member, cookie })).status).toBe(404);
    const there = await ask(api.listMembers, server.getMembers, { ...member, cookie }, { params: { zoneId: other.id }, query: {} });
    expect(there.status).toBe(200);
  });
  it('signing a member out ends every session of theirs and nobody else’s', async () => {
    const member = await inZone('auditor');
    expect((await list(member)).status).toBe(200);
    expect((await signOut(admin, member)).value).toEqual({ ended: 1 });
    expect([(await list(member)).status, (await list(admin)).status]).toEqual([401, 200]);
    expect((await signOut(admin, member)).value).toEqual({ ended: 0 });
    expect((await read(admin, member)).value).toMatchObject({ role: 'auditor', sessions: 0 });
  });
  it('is written down with who, whom, and the role before and after', async () => {
    const member = await inZone('member');
    await changeNow(admin, member, 'auditor');
    await signOut(admin, member);
    await remove(admin, member);
    await remove(admin, member);
    const rows = await db().select().from(activity).where(eq(activity.zoneId, zone.id)).orderBy(activity.seq);
    expect(rows.map(({ kind, action, outcome }) => [kind, action, outcome])).toEqual([
      ['intent', 'member.role', ''],
      ['outcome', 'member.role', 'done'],
      ['intent', 'member.sign_out', ''],
      ['outcome', 'member.sign_out', 'done'],
      ['intent', 'member.remove', ''],
      ['outcome', 'member.remove', 'done'],
      ['intent', 'member.remove', ''],
      ['outcome', 'member.remove', 'not_found'],
    ]);
    expect(new Set(rows.map(({ objectId, actorId }) => `${objectId} ${actorId}`))).toEqual(new Set([`${member.id} ${admin.id}`]));
    expect(rows[1]?.detail).toEqual({ person: member.email, before: { role: 'member' }, after: { role: 'auditor' } });
    expect(rows[5]?.detail).toMatchObject({ before: { role: 'auditor' }, after: null });
  });
});

describe('the last admin', () => {
  it('is neither demoted nor removed, by nobody; with another one there, both work and admins may leave', async () => {
    for (const who of [admin, owner]) {
      const demoted = await changeNow(who, admin, 'member');
      expect([demoted.status, demoted.problem.code, demoted.problem.detail]).toEqual([
        409,
        'conflict',
        expect.stringContaining('somebody else a zone admin first'),
      ]);
      expect((await remove(who, admin)).status).toBe(409);
    }
    expect((await list(admin)).status, 'nothing ended').toBe(200);
    const second = await inZone('admin');
    expect((await changeNow(admin, second, 'auditor')).status).toBe(200);
    await changeNow(admin, second, 'admin');
    expect((await remove(admin, admin)).status).toBe(204);
    expect(await admins()).toEqual([second.id]);
    expect((await list(admin)).status).toBe(401);
  });
  it('is not somebody whose account is deactivated, nor an owner without that role', async () => {
    const asleep = await inZone('admin');
    await db().update(people).set({ active: false }).where(eq(people.id, asleep.id));
    expect((await remove(owner, admin)).status).toBe(409);
    expect((await remove(owner, asleep)).status).toBe(204);
    await setRole(zone.id, owner.id, 'admin');
    expect((await remove(owner, admin)).status).toBe(204);
    expect((await changeNow(owner, owner, 'member')).status).toBe(409);
  });
  it('remains when two demote each other at the same time: one wins, in 20 rounds', async () => {
    for (let round = 0; round < 20; round += 1) {
      const [a, b] = [await inZone('admin'), await inZone('admin')];
      await db().delete(memberships).where(eq(memberships.personId, admin.id));
      const [ofA, ofB] = [await etagOfRole(a), await etagOfRole(b)];
      const answers = await Promise.all([change(a, b, 'member', ofB), change(b, a, 'member', ofA)]);
      expect(answers.map(({ status }) => status).sort(), `round ${round}`).toEqual([200, 403]);
      const [left, ...others] = await admins();
      expect([others.length, left]).toEqual([0, answers[0]?.status === 200 ? a.id : b.id]);
      await db().delete(memberships).where(eq(memberships.zoneId, zone.id));
    }
  });
  it('remains when an owner demotes and removes all three at once, and when they remove each other in a ring', async () => {
    for (let round = 0; round < 10; round += 1) {
      await db().delete(memberships).where(eq(memberships.zoneId, zone.id));
      const three = [await inZone('admin'), await inZone('admin'), await inZone('admin')];
      const etags = await Promise.all(three.map(etagOfRole));
      const answers = await Promise.all(
        three.map((of, i) => ((i + round) % 2 === 0 ? remove(owner, of) : change(owner, of, 'auditor', etags[i] ?? ''))),
      );
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(1);
      expect(await admins()).toHaveLength(1);

      await db().delete(memberships).where(eq(memberships.zoneId, zone.id));
      const ring = [await inZone('admin'), await inZone('admin'), await inZone('admin')];
      await Promise.all(ring.map((who, i) => remove(who, ring[(i + 1) % 3] ?? who)));
      expect((await admins()).length).toBeGreaterThanOrEqual(1);
    }
  });
});
