import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readViewer, setUp, signIn, signOut } from '#features/account/api.ts';
import { getViewer, postSetUp, postSignIn, postSignOut } from '#features/account/server.ts';
import { people, sessions } from '#server/database/tables.ts';
import { newSetupLink } from '#server/people/setup.ts';
import { ask, openConsole, person, type TestConsole } from '../../../tests/support/console.ts';
import { addressAttempts, countAttempt, refundAttempt } from './attempts.ts';

let console_: TestConsole;
beforeAll(async () => {
  console_ = await openConsole();
});
beforeEach(() => console_.truncate());
afterAll(() => console_.close());

const password = 'otters juggle seven violins';
const cookieOf = (headers: Headers) => ({ id: '', email: '', cookie: (headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '' });
const owner = async () => {
  const token = new URL((await newSetupLink()) ?? '').hash.slice(1);
  const answer = await ask(setUp, postSetUp, null, { body: { token, name: 'Ada', email: 'Ada@Example.test', password } });
  expect(answer.status).toBe(200);
  return cookieOf(answer.headers);
};

describe('set-up', () => {
  it('creates one owner by the printed link, who is then signed in', async () => {
    const ada = await owner();
    const viewer = await ask(readViewer, getViewer, ada, {});
    expect(viewer.value).toMatchObject({ name: 'Ada', email: 'Ada@Example.test', owner: true });
  });
  it('refuses an unknown link, and any link once an owner exists', async () => {
    const body = { name: 'Eve', email: 'eve@example.test', password };
    expect((await ask(setUp, postSetUp, null, { body: { ...body, token: 'x'.repeat(43) } })).problem.code).toBe('forbidden');
    const token = new URL((await newSetupLink()) ?? '').hash.slice(1);
    await owner();
    expect((await ask(setUp, postSetUp, null, { body: { ...body, token } })).problem.code).toBe('gone');
    expect(await newSetupLink()).toBeUndefined();
  });
  it('creates exactly one owner when two finish at once', async () => {
    const token = new URL((await newSetupLink()) ?? '').hash.slice(1);
    const both = await Promise.all(
      ['a', 'b'].map((n) => ask(setUp, postSetUp, null, { body: { token, name: n, email: `${n}@example.test`, password } })),
    );
    expect(both.map((a) => a.status).sort()).toEqual([200, 410]);
  });
  it.each([
    ['short one', /at least 15/],
    ['passwordpassword', /easy to guess/],
    ['ada@example.test!', /easy to guess/],
  ])('refuses the password %j on its field', async (weak, message) => {
    const token = new URL((await newSetupLink()) ?? '').hash.slice(1);
    const answer = await ask(setUp, postSetUp, null, { body: { token, name: 'Ada', email: 'ada@example.test', password: weak } });
    expect(answer.status).toBe(422);
    expect(answer.problem.fields.password).toMatch(message);
  });
});

describe('sign-in', () => {
  it('takes the address in any letter case', async () => {
    await owner();
    const answer = await ask(signIn, postSignIn, null, { body: { email: ' ADA@example.TEST ', password } });
    expect(answer.status).toBe(200);
    expect((await ask(readViewer, getViewer, cookieOf(answer.headers), {})).status).toBe(200);
  });
  it('answers alike for an unknown address, a wrong password and a disabled account', async () => {
    await owner();
    const unknown = await ask(signIn, postSignIn, null, { body: { email: 'nobody@example.test', password } });
    const wrong = await ask(signIn, postSignIn, null, { body: { email: 'ada@example.test', password: 'something else entirely' } });
    await console_.store.db.update(people).set({ active: false });
    const disabled = await ask(signIn, postSignIn, null, { body: { email: 'ada@example.test', password } });
    const bare = ({ problem }: typeof unknown) => ({ ...problem, requestId: '' });
    expect(bare(wrong)).toEqual(bare(unknown));
    expect(bare(disabled)).toEqual(bare(unknown));
    expect(unknown.status).toBe(401);
  });
  it('lets a few guesses through and then makes each wait longer, also when they come at once', async () => {
    const guesses = await Promise.all(
      Array.from({ length: 12 }, () =>
        ask(signIn, postSignIn, null, { body: { email: 'ada@example.test', password: 'wrong wrong wrong' } }),
      ),
    );
    const verified = guesses.filter((g) => g.status === 401).length;
    expect(verified).toBeGreaterThan(0);
    expect(verified).toBeLessThanOrEqual(5);
    const refused = guesses.find((g) => g.status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
  it('never waits for successes, however many come from one address', async () => {
    const address = addressAttempts('192.0.2.7');
    for (let i = 0; i < 60; i += 1) {
      await countAttempt([address]);
      await refundAttempt(address);
    }
    // Failures of the same address do count.
    const failing = async () => {
      for (let i = 0; i < 60; i += 1) await countAttempt([address]);
    };
    await expect(failing()).rejects.toMatchObject({ code: 'too_many_requests' });
  });
  it('gives a new session id at every sign-in and ends the one before', async () => {
    const first = await owner();
    const second = await ask(signIn, postSignIn, first, { body: { email: 'ada@example.test', password } });
    expect(cookieOf(second.headers).cookie).not.toBe(first.cookie);
    expect((await ask(readViewer, getViewer, first, {})).status).toBe(401);
  });
});

describe('a session', () => {
  const viewer = async (who: { id: string; email: string; cookie: string }) => (await ask(readViewer, getViewer, who, {})).status;
  it('ends at sign-out, also for a copy of its cookie', async () => {
    const ada = await person(console_, { owner: true });
    expect(await viewer(ada)).toBe(200);
    const out = await ask(signOut, postSignOut, ada, {});
    expect(out.status).toBe(204);
    expect(out.headers.get('clear-site-data')).toBe('"cache"');
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    expect(await viewer(ada)).toBe(401);
  });
  it.each([
    ['31 minutes without use', { lastSeen: sql`now() - interval '31 minutes'` }, 401],
    ['29 minutes without use', { lastSeen: sql`now() - interval '29 minutes'` }, 200],
    ['12 hours and a minute in all', { createdAt: sql`now() - interval '12 hours 1 minute'` }, 401],
    ['11 hours and 59 minutes in all', { createdAt: sql`now() - interval '11 hours 59 minutes'` }, 200],
  ])('after %s is over or not as it should be', async (_age, change, status) => {
    const ada = await person(console_);
    await console_.store.db.update(sessions).set(change);
    expect(await viewer(ada)).toBe(status);
  });
  it('is kept alive by use and not by background requests', async () => {
    const ada = await person(console_);
    await console_.store.db.update(sessions).set({ lastSeen: sql`now() - interval '20 minutes'` });
    const age = async () =>
      Number((await console_.store.db.select({ s: sql<number>`extract(epoch from now() - last_seen)` }).from(sessions))[0]?.s);
    await ask(readViewer, getViewer, ada, { headers: { 'x-caracal-background': '1' } });
    expect(await age()).toBeGreaterThan(1_000);
    await ask(readViewer, getViewer, ada, {});
    expect(await age()).toBeLessThan(60);
  });
  it('ends when the person is disabled or signed out everywhere', async () => {
    const ada = await person(console_);
    await console_.store.db.update(people).set({ sessionVersion: 2 }).where(eq(people.id, ada.id));
    expect(await viewer(ada)).toBe(401);
    const eve = await person(console_);
    await console_.store.db.update(people).set({ active: false }).where(eq(people.id, eve.id));
    expect(await viewer(eve)).toBe(401);
  });
  it('is not opened by a cookie that was cut, changed or made up', async () => {
    const ada = await person(console_);
    const [name = '', value = ''] = ada.cookie.split(/=(.*)/s);
    const spoiled = [
      value.slice(0, -1),
      `${value}A`,
      value.toUpperCase(),
      value.split('').reverse().join(''),
      '',
      'x'.repeat(2_000),
      value.replace(/^[^.]+/, 'eyJhbGciOiJub25lIn0'),
    ];
    for (const one of spoiled) expect(await viewer({ ...ada, cookie: `${name}=${one}` })).toBe(401);
    expect(await viewer({ ...ada, cookie: `${name}x=${value}` })).toBe(401);
    expect(await viewer(ada)).toBe(200);
  });
});
