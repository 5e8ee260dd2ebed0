import { and, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { takeTurn } from '#server/bff/limits.ts';
import { activity, attempts, people, sessions } from '#server/database/tables.ts';
import { hashPassword } from '#server/session/passwords.ts';
import { beginSession } from '#server/session/session.ts';
import { type Actor, ask, openConsole, person, type TestConsole } from '../../tests/support/console.ts';
import { readHealth } from '../health/api.ts';
import { getHealth } from '../health/server.ts';
import * as api from './api.ts';
import { deviceOf } from './device.ts';
import * as server from './server.ts';

const current = 'otters juggle seven violins';
const next = 'eleven lanterns above a frozen canal';
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';

let console_: TestConsole;
let known: string;
let mia: Actor;
let other: Actor;
const db = () => console_.store.db;

beforeAll(async () => {
  console_ = await openConsole();
  known = await hashPassword(current);
});
beforeEach(async () => {
  await console_.truncate();
  [mia, other] = await Promise.all([person(console_), person(console_)]);
  await db().update(people).set({ passwordHash: known });
});
afterAll(() => console_.close());

const cookieOf = (line: string | null) => (line ?? '').split(';', 1)[0] ?? '';
const again = async (who: Actor, userAgent = firefox, address = '192.0.2.7'): Promise<Actor> => ({
  ...who,
  cookie: cookieOf(await beginSession({ id: who.id, sessionVersion: 1 }, { address, userAgent })),
});
const signedIn = async (who: Actor) => (await ask(api.readViewer, server.getViewer, who, {})).status === 200;
const change = (who: Actor | null, body: Partial<{ current: string; next: string }> & Record<string, unknown> = {}) =>
  ask(api.changePassword, server.postPassword, who, { body: { current, next, ...body } });
const signInWith = async (who: Actor, password: string) =>
  (await ask(api.signIn, server.postSignIn, null, { body: { email: who.email, password } })).status;
const list = async (who: Actor) => (await ask(api.listOwnSessions, server.getOwnSessions, who, {})).value;
const end = (who: Actor | null, id: string) => ask(api.endOwnSession, server.deleteOwnSession, who, { params: { id } });
const rename = (who: Actor | null, name: string, ifMatch?: string) =>
  ask(api.changeAccount, server.patchAccount, who, { body: { name }, ...(ifMatch && { headers: { 'if-match': ifMatch } }) });
const account = (who: Actor | null) => ask(api.readAccount, server.getAccount, who, {});
const deeds = (action: string) =>
  db()
    .select({ kind: activity.kind, outcome: activity.outcome, actorId: activity.actorId, detail: activity.detail })
    .from(activity)
    .where(and(eq(activity.zoneId, 'installation'), eq(activity.action, action)))
    .orderBy(activity.seq);

describe('the profile', () => {
  it('is what the person has: name, address and subject id, with a version of what can be changed', async () => {
    const { status, value, headers } = await account(mia);
    expect([status, value.email, value.subjectId]).toEqual([200, mia.email, `user-${mia.id}`]);
    expect(headers.get('etag')).toBe(server.ownAccount({ person: { ...value, id: '' }, owner: false, zones: new Map(), idHash: '' }).etag);
    expect((await account(null)).status).toBe(401);
  });

  it('takes a new name against its version, for nobody but the person, and writes it down', async () => {
    const etag = (await account(mia)).headers.get('etag') ?? '';
    expect((await rename(null, 'Nobody', etag)).status).toBe(401);
    expect((await rename(mia, 'Mia Visser')).problem.code).toBe('version_required');
    const saved = await rename(mia, '  Mia Visser ', etag);
    expect([saved.status, saved.value.name]).toEqual([200, 'Mia Visser']);
    expect((await account(mia)).value.name).toBe('Mia Visser');
    expect((await account(mia)).headers.get('etag')).toBe(saved.headers.get('etag'));
    expect((await account(other)).value.name).not.toBe('Mia Visser');
    expect(await deeds('account.profile')).toMatchObject([
      { kind: 'intent', actorId: mia.id, detail: { changed: ['name'] } },
      { kind: 'outcome', outcome: 'done' },
    ]);
  });

  it('refuses a change of a version that is not the last one, and says what stands now', async () => {
    const etag = (await account(mia)).headers.get('etag') ?? '';
    await rename(mia, 'From another window', etag);
    const late = await rename(mia, 'From this window', etag);
    expect([late.status, late.problem.code]).toEqual([412, 'stale']);
    expect(late.problem.current?.value).toEqual({ name: 'From another window' });
    expect((await rename(mia, 'From this window', late.problem.current?.etag)).status).toBe(200);
  });

  it.each([
    ['no name', { name: ' ' }, 'name'],
    ['a name that is too long', { name: 'x'.repeat(101) }, 'name'],
    ['another address', { name: 'Mia', email: 'eve@example.test' }, 'email'],
    ['the rights of an owner', { name: 'Mia', owner: true }, 'owner'],
  ])('refuses %s on its field, and changes nothing', async (_what, body, field) => {
    const etag = (await account(mia)).headers.get('etag') ?? '';
    const { status, problem } = await ask(api.changeAccount, server.patchAccount, mia, { body, headers: { 'if-match': etag } });
    expect([status, Object.keys(problem.fields)]).toEqual([422, [field]]);
    expect((await account(mia)).headers.get('etag')).toBe(etag);
  });
});

describe('small choices', () => {
  const put = (who: Actor | null, body: unknown) => ask(api.savePreference, server.putPreference, who, { body: body as never });
  const kept = async (who: Actor) => (await ask(api.readPreferences, server.getPreferences, who, {})).value.values;

  it('are kept for the person alone, and taken back with null, as often as somebody likes', async () => {
    for (const value of [['name'], 'wide', true, false, '', []]) {
      expect((await put(mia, { key: 'columns.grants', value })).status).toBe(204);
      expect(await kept(mia)).toEqual({ 'columns.grants': value });
    }
    expect(await kept(other)).toEqual({});
    await put(other, { key: 'columns.grants', value: 'theirs' });
    for (const _ of [1, 2]) expect((await put(mia, { key: 'columns.grants', value: null })).status).toBe(204);
    expect([await kept(mia), await kept(other)]).toEqual([{}, { 'columns.grants': 'theirs' }]);
    expect((await put(null, { key: 'columns.grants', value: null })).status).toBe(401);
  });

  it('are a hundred at most, also when they come at once; those that are kept can be changed and taken back', async () => {
    const answers = await Promise.all(Array.from({ length: 105 }, (_, n) => put(mia, { key: `list.${n}`, value: true })));
    const refused = answers.filter(({ status }) => status !== 204);
    expect(refused.map(({ status, problem }) => [status, problem.code, Object.keys(problem.fields)])).toEqual(
      Array.from({ length: 5 }, () => [422, 'invalid_input', ['key']]),
    );
    const [one = ''] = Object.keys(await kept(mia));
    expect(Object.keys(await kept(mia))).toHaveLength(100);
    expect((await put(mia, { key: one, value: 'other' })).status).toBe(204);
    expect((await put(other, { key: 'list.new', value: true })).status).toBe(204);
    expect((await put(mia, { key: one, value: null })).status).toBe(204);
    expect((await put(mia, { key: 'list.new', value: true })).status).toBe(204);
  });

  it('of no other shape are kept: every JSON is answered with a problem of the sender or is one of them', async () => {
    const strange = [null, true, 0, 'text', [], {}, { key: 'a' }, { value: 'a' }, { key: null, value: null }, { key: 'a', value: {} }];
    const more = [1, 1.5, [null], [1], [['a']], { a: 'a' }, 'x'.repeat(201), Array(41).fill('a'), ['x'.repeat(61)], '\0', '\ud800'];
    const keys = ['', 'A', 'a b', '__proto__', 'constructor ', 'x'.repeat(61), 1, ['a'], {}];
    const bodies = [...strange, ...more.map((value) => ({ key: 'a', value })), ...keys.map((key) => ({ key, value: true }))];
    for (const body of bodies) expect([body, (await put(mia, body)).status]).toEqual([body, 422]);
    expect((await put(mia, { key: 'constructor', value: 'x', more: 1 })).status).toBe(422);
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (key, value) => {
        for (const body of [value, { key, value }, { key: 'a', value }]) expect([204, 400, 422]).toContain((await put(mia, body)).status);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the password', () => {
  it('changes with the current one: every other session ends, this browser goes on in a new one', async () => {
    const [second, third, theirs] = await Promise.all([again(mia), again(mia), again(other)]);
    const { status, value, headers } = await change(mia);
    expect([status, value]).toEqual([201, { ended: 2 }]);
    const mine = { ...mia, cookie: cookieOf(headers.get('set-cookie')) };
    expect(headers.get('set-cookie')).toMatch(/; Secure; HttpOnly; SameSite=Strict/);
    expect(mine.cookie).not.toBe(mia.cookie);
    expect(await Promise.all([mine, mia, second, third, other, theirs].map(signedIn))).toEqual([true, false, false, false, true, true]);
    expect((await list(mine)).items.map((one) => one.current)).toEqual([true]);
    expect([await signInWith(mia, current), await signInWith(mia, next)]).toEqual([401, 200]);
    expect(await deeds('account.password')).toMatchObject([
      { kind: 'intent', detail: {} },
      { kind: 'outcome', outcome: 'done', detail: { ended: 2 } },
    ]);
  });

  it('stays as it is when the current one is wrong, and the guess is counted with those of the sign-in', async () => {
    const second = await again(mia);
    const { status, problem } = await change(mia, { current: 'not my password at all' });
    expect([status, problem.code, problem.fields]).toEqual([422, 'invalid_input', { current: 'This is not your current password.' }]);
    expect(await db().select({ key: attempts.key, failures: attempts.failures }).from(attempts)).toEqual([
      { key: `account:${mia.email}`, failures: 1 },
    ]);
    expect(await Promise.all([mia, second].map(signedIn))).toEqual([true, true]);
    expect([await signInWith(mia, next), await signInWith(mia, current)]).toEqual([401, 200]);
  });

  it('cannot be guessed by somebody at an open browser: after a few guesses each waits longer, also when they come at once', async () => {
    const guesses = await Promise.all(Array.from({ length: 10 }, (_, n) => change(mia, { current: `a guess, number ${n}` })));
    const statuses = guesses.map(({ status }) => status);
    expect(statuses.filter((status) => status === 422).length).toBeLessThanOrEqual(5);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(5);
    // Even the right one has to wait, here and at the sign-in; another account does not.
    await db()
      .update(attempts)
      .set({ nextAt: new Date(Date.now() + 60_000) });
    expect((await change(mia)).status).toBe(429);
    expect(await signInWith(mia, current)).toBe(429);
    expect((await change(other)).status).toBe(201);
  });

  it('forgets the failures of the account once the right one was given', async () => {
    await change(mia, { current: 'not my password at all' });
    expect((await change(mia)).status).toBe(201);
    expect(await db().select().from(attempts)).toEqual([]);
  });

  it.each([
    ['a short one', 'short one', /at least 15/],
    ['one that is easy to guess', 'passwordpassword', /easy to guess/],
    ['the current one', current, /differs from the current/],
  ])('refuses %s as the new one, and counts no attempt', async (_what, weak, message) => {
    const { status, problem } = await change(mia, { next: weak });
    expect([status, Object.keys(problem.fields)]).toEqual([422, ['next']]);
    expect(problem.fields.next).toMatch(message);
    expect(await db().select().from(attempts)).toEqual([]);
    expect(await signedIn(mia)).toBe(true);
  });

  it("refuses one made of the person's own name or address", async () => {
    await db().update(people).set({ name: 'Wilhelmina Oosterbroek' }).where(eq(people.id, mia.id));
    for (const weak of ['wilhelminaoosterbroek', `${mia.email}!1`]) {
      const { problem } = await change(mia, { next: weak });
      expect(problem.fields.next, weak).toMatch(/easy to guess/);
    }
  });

  it('changes once when two browsers change it at the same moment', async () => {
    const second = await again(mia);
    const answers = await Promise.all([change(mia), change(second, { next: 'thirteen umbrellas in a quiet harbour' })]);
    expect(answers.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(1);
    expect(answers.map(({ status }) => status).filter((status) => status === 401 || status === 409)).toHaveLength(1);
  });

  it('is not verified for anybody without a session', async () => {
    expect((await change(null)).status).toBe(401);
    expect(await db().select().from(attempts)).toEqual([]);
  });
});

describe('sessions', () => {
  it('are listed in words for the person alone, the asking one first, without those that are over', async () => {
    const second = await again(mia);
    await Promise.all([again(other), again(mia, 'over', '192.0.2.9')]);
    await db()
      .update(sessions)
      .set({ lastSeen: new Date(Date.now() - 31 * 60_000) })
      .where(eq(sessions.userAgent, 'over'));
    const { items, total } = await list(mia);
    expect(items.map(({ current: here, device, address }) => [here, device, address])).toEqual([
      [true, 'Unknown browser', '127.0.0.1'],
      [false, 'Firefox on Windows', '192.0.2.7'],
    ]);
    expect(total).toBe(2);
    // What names a session opens nothing: it is not in the cookie.
    for (const { id } of items) expect(`${mia.cookie} ${second.cookie}`).not.toContain(id);
    expect((await ask(api.listOwnSessions, server.getOwnSessions, null, {})).status).toBe(401);
  });

  it.each([
    ['unused for 31 minutes', { lastSeen: 31 }],
    ['12 hours and a minute old', { createdAt: 12 * 60 + 1 }],
  ])('that are %s cannot be ended any more, those before that can', async (_age, minutes) => {
    await again(mia);
    const id = (await list(mia)).items.find((one) => !one.current)?.id ?? '';
    const set = (by: number) =>
      db()
        .update(sessions)
        .set(Object.fromEntries(Object.entries(minutes).map(([column, n]) => [column, new Date(Date.now() - (n + by) * 60_000)])))
        .where(eq(sessions.idHash, id));
    await set(0);
    expect((await end(mia, id)).status).toBe(404);
    await set(-2);
    expect((await end(mia, id)).status).toBe(204);
  });

  it('can be ended one by one: that browser is refused at its next request, the others go on', async () => {
    const [second, third] = [await again(mia), await again(mia, 'third')];
    const id = (await list(mia)).items.find(({ device }) => device === 'Firefox on Windows')?.id ?? '';
    const { status, headers } = await end(mia, id);
    expect([status, headers.get('set-cookie')]).toEqual([204, null]);
    expect(await Promise.all([mia, second, third].map(signedIn))).toEqual([true, false, true]);
    expect((await end(mia, id)).status).toBe(404);
    expect(await deeds('account.session_end')).toMatchObject([
      { kind: 'intent' },
      { kind: 'outcome', outcome: 'done' },
      { kind: 'intent' },
      { kind: 'outcome', outcome: 'not_found' },
    ]);
  });

  it('of another person cannot be ended, not by an owner either', async () => {
    const [second, owner] = [await again(other), await person(console_, { owner: true })];
    const id = (await list(second)).items[0]?.id ?? '';
    for (const who of [mia, owner]) expect((await end(who, id)).problem.code).toBe('not_found');
    expect((await end(null, id)).status).toBe(401);
    expect(await signedIn(second)).toBe(true);
    expect((await end(other, id)).status).toBe(204);
    expect(await signedIn(second)).toBe(false);
  });

  it('end with the cookie when it is the asking one', async () => {
    const id = (await list(mia)).items[0]?.id ?? '';
    expect((await end(mia, id)).headers.get('set-cookie')).toContain('Max-Age=0');
    expect(await signedIn(mia)).toBe(false);
  });

  it('everywhere else end at once: this one stays, and nobody else is signed out', async () => {
    const others = [await again(mia), await again(mia), await again(mia)];
    const { status, value } = await ask(api.endOtherSessions, server.postEndOthers, mia, {});
    expect([status, value]).toEqual([201, { ended: 3 }]);
    expect(await Promise.all([mia, other, ...others].map(signedIn))).toEqual([true, true, false, false, false]);
    expect((await ask(api.endOtherSessions, server.postEndOthers, mia, {})).value).toEqual({ ended: 0 });
    expect((await ask(api.endOtherSessions, server.postEndOthers, null, {})).status).toBe(401);
  });
});

it.each([
  [firefox, 'Firefox on Windows'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/141.0.0.0 Safari/537.36', 'Chrome on Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    'Safari on macOS',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0 Mobile/15E148 Safari/604.1',
    'Chrome on iPhone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15; SM-S928B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
    'Samsung Internet on Android',
  ],
  ['Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36', 'Chrome on ChromeOS'],
  ['something (X11; Linux)', 'Unknown browser on Linux'],
  ['curl/8.14.1', 'Unknown browser'],
  ['', 'Unknown browser'],
])('the browser %j is called %j', (userAgent, words) => expect(deviceOf(userAgent)).toBe(words));

describe('an address from which too much came', () => {
  const headers = { 'x-forwarded-for': '192.0.2.77' };
  const leave = (who: Actor | null) => ask(api.signOut, server.postSignOut, who, { headers });

  it('keeps nobody from leaving, and no watcher from looking', async () => {
    await Promise.allSettled(Array.from({ length: 301 }, () => takeTurn('anonymous', '192.0.2.77')));
    const refused = await ask(api.signIn, server.postSignIn, null, { body: { email: mia.email, password: current }, headers });
    expect([refused.status, refused.problem.code]).toEqual([429, 'too_many_requests']);
    expect((await leave(null)).status).toBe(429);
    expect((await ask(readHealth, getHealth, null, { headers })).status).toBe(200);
    expect([await signedIn(mia), (await leave(mia)).status, await signedIn(mia)]).toEqual([true, 204, false]);
    // Its session has ended: whoever still has the cookie is nobody.
    expect((await leave(mia)).status).toBe(429);
    expect(await signedIn(other)).toBe(true);
  });
});
