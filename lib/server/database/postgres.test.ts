import net from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readHealth } from '#features/health/api.ts';
import { getHealth } from '#features/health/server.ts';
import { problemOf } from '#server/bff/answer.ts';
import { ask } from '../../../tests/support/console.ts';
import { type Hanging, hangingBefore } from '../../../tests/support/hanging.ts';
import { takeTurn } from '../bff/limits.ts';
import { env } from '../env.ts';
import { useStore } from './database.ts';
import { openStore, type Store } from './open.ts';
import { newPool } from './postgres.ts';

const url = env().databaseUrl;

describe('connections that cannot be made', () => {
  const listening = async (onConnection: (socket: net.Socket) => void) => {
    const server = net.createServer(onConnection);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { url: `postgres://x@127.0.0.1:${(server.address() as net.AddressInfo).port}/x`, close: () => server.close() };
  };
  it.each([
    ['never answers', (socket: net.Socket) => void socket.on('error', () => {})],
    ['hangs up', (socket: net.Socket) => void socket.destroy()],
  ])('are unavailable, and no bug, when the other side %s', async (_, onConnection) => {
    const { url: nowhere, close } = await listening(onConnection);
    const pool = newPool({ url: nowhere, max: 1, connectionTimeoutMillis: 200 });
    // The first is connecting, the second waits for it; neither error has a code.
    const errors = await Promise.all([1, 2].map(() => pool.connect().then(() => undefined, problemOf)));
    expect(errors.map((error) => error?.code)).toEqual(['unavailable', 'unavailable']);
    await pool.end();
    close();
    expect(problemOf(new Error('connect the dots')).code).toBe('internal');
  });
});

describe.skipIf(!url)('a PostgreSQL that hangs', () => {
  let between: Hanging;
  let through: string;
  let store: Store;
  beforeAll(async () => {
    const real = new URL(url ?? '');
    between = await hangingBefore({ host: real.hostname, port: Number(real.port || 5432) });
    real.hostname = '127.0.0.1';
    real.port = String(between.port);
    through = real.href;
    store = await openStore({ url: through, answerMs: 300 });
    useStore(store);
  });
  beforeEach(() => between.resume());
  afterAll(async () => {
    between.resume();
    await store.close();
    between.close();
  });

  const failure = (work: Promise<unknown>) => work.then(() => 'done', problemOf);
  const select = () => store.db.execute(sql`select 1`);
  const transaction = () => store.db.transaction((tx) => tx.execute(sql`select 1`));
  const locked = () => store.exclusively?.('one', async () => 'worked') ?? Promise.resolve();
  const all = (count: number, work: () => Promise<unknown>) => Promise.all(Array.from({ length: count }, () => failure(work())));

  it.each([
    ['a statement', select],
    ['a transaction that had not begun', transaction],
    ['a lock', locked],
  ])('lets %s fail as unavailable, and leaves no connection behind', async (_, work) => {
    expect(await all(10, work)).toEqual(Array.from({ length: 10 }, () => 'done'));
    between.hang();
    for (const error of await all(10, work)) expect(error).toMatchObject({ code: 'unavailable', status: 503, retryAfter: 5 });
    between.resume();
    expect(await all(25, work)).toEqual(Array.from({ length: 25 }, () => 'done'));
  });
  it('lets a transaction fail that had begun, with its own rollback', async () => {
    const begun = failure(
      store.db.transaction(async (tx) => {
        await tx.execute(sql`select 1`);
        between.hang();
        await tx.execute(sql`select 2`);
      }),
    );
    expect(await begun).toMatchObject({ code: 'unavailable' });
    between.resume();
    expect(await all(25, transaction)).toEqual(Array.from({ length: 25 }, () => 'done'));
  });
  it('is told by /api/health within about two seconds, however many ask, and so is its end', async () => {
    const health = () => ask(readHealth, getHealth, null, {});
    expect((await health()).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    between.hang();
    const began = Date.now();
    const answers = await Promise.all(Array.from({ length: 400 }, health));
    expect(Date.now() - began).toBeLessThan(3_000);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    expect(answers[0]?.headers.get('retry-after')).toBe('5');
    between.resume();
    await expect.poll(async () => (await health()).status, { timeout: 10_000 }).toBe(200);
  });
  it('does not keep those waiting whose requests it counts', async () => {
    await takeTurn('anonymous', 'one');
    between.hang();
    const began = Date.now();
    await takeTurn('anonymous', 'one');
    expect(Date.now() - began).toBeLessThan(4_000);
  });
  it('does not hold the end of the process', async () => {
    const other = await openStore({ url: through });
    await other.db.execute(sql`select 1`);
    between.hang();
    const began = Date.now();
    await other.close();
    expect(Date.now() - began).toBeLessThan(8_000);
  });
  it('stops a start in one sentence', async () => {
    between.hang();
    await expect(openStore({ url: through })).rejects.toThrow(/^DATABASE_URL cannot be used: [^\n]+\.$/);
  });
});
