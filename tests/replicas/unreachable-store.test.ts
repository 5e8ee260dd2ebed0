import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Hanging, hangingBefore } from '../support/hanging.ts';
import { type Console, newFolder, removeFolder, startConsole } from '../support/process.ts';
import { call, setUp } from '../support/visitor.ts';

const databaseUrl = new URL(process.env.DATABASE_URL ?? 'postgres://none');

describe('a console whose store is away', () => {
  const folder = newFolder();
  let between: Hanging;
  let console_: Console;
  let owner = '';
  beforeAll(async () => {
    between = await hangingBefore({ host: databaseUrl.hostname, port: Number(databaseUrl.port || 5432) });
    const through = new URL(databaseUrl);
    through.hostname = '127.0.0.1';
    through.port = String(between.port);
    console_ = await startConsole({ folder, env: { DATABASE_URL: through.href } });
    owner = await setUp(console_);
  });
  beforeEach(() => between.resume());
  afterAll(async () => {
    between.resume();
    await console_.stop();
    between.close();
    removeFolder(folder);
  });
  const page = async (path: string, method = 'GET') => {
    const answer = await call(console_, owner, method, path);
    return { status: answer.status, headers: answer.headers, body: await answer.text() };
  };
  const logged = () => console_.stderr().split('\n').filter(Boolean);
  /** Every line is one JSON object, and none holds a value of a statement. */
  const expectOnlyLines = () => {
    for (const line of logged()) expect(() => JSON.parse(line) as unknown, line).not.toThrow();
    expect(console_.stderr()).not.toMatch(/Failed query|select |params|olive@/i);
  };
  const back = () => expect.poll(async () => (await page('/zones')).status, { timeout: 20_000, interval: 200 }).toBe(200);

  it('says so on every page within seconds, with a way to try again, and draws them again when it is back', async () => {
    expect((await page('/zones')).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    between.hang();
    const began = Date.now();
    const answers = await Promise.all(['/zones', '/account', '/sign-in', '/zones?q=a'].map((path) => page(path)));
    expect(Date.now() - began).toBeLessThan(5_000);
    for (const { status, headers, body } of answers) {
      expect([status, headers.get('retry-after'), headers.get('cache-control')]).toEqual([503, '5', 'no-store']);
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; .*frame-ancestors 'none'$/);
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(body).toContain('store is unreachable');
      expect(body).toContain('<a href="">Try again</a>');
      expect(body).toContain(headers.get('x-request-id'));
      expect(body).not.toMatch(/<script| style="/);
    }
    expect((await page('/zones', 'HEAD')).body).toBe('');
    expect((await page('/api/health')).status).toBe(503);
    expect(logged().filter((line) => line.includes('page not drawn')).length).toBeGreaterThanOrEqual(5);
    expectOnlyLines();
    between.resume();
    await back();
  });

  it('writes one line of what a page throws, without the statement and its values', async () => {
    const db = new Client({ connectionString: databaseUrl.href });
    await db.connect();
    await db.query('alter table console.sessions rename to sessions_away');
    const before = logged().length;
    const failed = await page('/account');
    await db.query('alter table console.sessions_away rename to sessions');
    await db.end();
    expect(failed.status).toBe(500);
    const lines = logged().slice(before);
    // The frame and the page each read the session.
    expect([1, 2]).toContain(lines.length);
    expect(lines.some((line) => line.includes('"code":"42P01"') && line.includes('"digest"'))).toBe(true);
    expectOnlyLines();
    expect((await page('/account')).status).toBe(200);
  });
});
