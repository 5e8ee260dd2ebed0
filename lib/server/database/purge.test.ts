import { randomUUID } from 'node:crypto';
import { asc, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountAttempts, countAttempt } from '#server/session/attempts.ts';
import { ownSessions } from '#server/session/live.ts';
import { type Actor, openConsole, person, type TestConsole } from '../../../tests/support/console.ts';
import { lastSeenOf } from '../people/sessions.ts';
import { purge } from './purge.ts';
import { attempts, idempotency, mails, sessions } from './tables.ts';

let console_: TestConsole;
let mia: Actor;
let other: Actor;
const db = () => console_.store.db;
beforeAll(async () => {
  console_ = await openConsole();
});
beforeEach(async () => {
  await console_.truncate();
  [mia, other] = await Promise.all([person(console_), person(console_)]);
});
afterAll(() => console_.close());

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60_000);
const session = (who: Actor, idHash: string, seen: number, revoked?: number) =>
  db()
    .insert(sessions)
    .values({
      idHash,
      personId: who.id,
      sessionVersion: 1,
      createdAt: daysAgo(seen),
      lastSeen: daysAgo(seen),
      ...(revoked !== undefined && { revokedAt: daysAgo(revoked) }),
    });
const left = async (who: Actor) => {
  const rows = await db().select().from(sessions).orderBy(asc(sessions.idHash));
  return rows.filter((row) => row.personId === who.id && row.idHash.length < 20).map(({ idHash }) => idHash);
};

describe('sessions', () => {
  it('are deleted 30 days after they ended, however they ended, and not before', async () => {
    await session(mia, 'idle-29', 29);
    await session(mia, 'idle-31', 31);
    await session(mia, 'revoked-29', 40, 29);
    await session(mia, 'revoked-31', 31, 31);
    await purge();
    expect(await left(mia)).toEqual(['idle-29', 'revoked-29']);
    expect((await ownSessions(mia.id, 10)).total).toBe(1);
  });

  it('that tell when somebody was here last stay, however old', async () => {
    await db().delete(sessions);
    await session(mia, 'first', 400, 399);
    await session(mia, 'last', 300, 299);
    await session(other, 'only', 500);
    const before = await lastSeenOf(db());
    await purge();
    expect([await left(mia), await left(other)]).toEqual([['last'], ['only']]);
    expect(await lastSeenOf(db())).toEqual(before);
  });

  it('are deleted some thousands at a time', async () => {
    await db().execute(sql`insert into ${sessions} (id_hash, person_id, session_version, created_at, last_seen)
      select 'old-' || n, ${mia.id}, 1, now() - interval '50 days', now() - interval '50 days' from generate_series(1, 5001) n`);
    const lengths: number[] = [];
    for (let round = 0; round < 2; round += 1) {
      await purge();
      lengths.push((await left(mia)).length);
    }
    expect(lengths).toEqual([1, 0]);
  });
});

it('failures that no longer count are forgotten; those that delay somebody go on delaying', async () => {
  const values = (key: string, days: number) => ({ key, failures: 40, nextAt: daysAgo(days), updatedAt: daysAgo(days) });
  await db()
    .insert(attempts)
    .values([values('account:long-ago', 31), values('account:lately', 29)]);
  const delayed = accountAttempts('delayed');
  for (let at = 0; at < 5; at += 1) await countAttempt([delayed]);
  await expect(countAttempt([delayed])).rejects.toMatchObject({ code: 'too_many_requests' });
  await purge();
  const keys = (await db().select().from(attempts).orderBy(asc(attempts.key))).map(({ key }) => key);
  expect(keys).toEqual(['account:delayed', 'account:lately']);
  await expect(countAttempt([delayed])).rejects.toMatchObject({ code: 'too_many_requests' });
});

it('mails and keys that were used are forgotten when they no longer limit anything', async () => {
  const used = (key: string, days: number) => ({
    personId: mia.id,
    key,
    route: 'POST /x',
    bodyHash: 'hash',
    state: 'done' as const,
    createdAt: daysAgo(days),
  });
  await db()
    .insert(idempotency)
    .values([used('old', 31), used('new', 0)]);
  await db()
    .insert(mails)
    .values([31, 0].map((days) => ({ id: randomUUID(), emailKey: `to-${days}`, at: daysAgo(days) })));
  await purge();
  expect((await db().select().from(idempotency)).map(({ key }) => key)).toEqual(['new']);
  expect((await db().select().from(mails)).map(({ emailKey }) => emailKey)).toEqual(['to-0']);
});
