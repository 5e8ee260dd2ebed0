import { cpSync, existsSync, readdirSync, statSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openStore } from '#server/database/open.ts';
import { attempts } from '#server/database/tables.ts';
import { type Console, exchange, freePort, newFolder, readAnswer, removeFolder, runConsole, startConsole } from '../support/process.ts';
import { call, owner, setUp, signIn } from '../support/visitor.ts';

const running: Console[] = [];
const kept = <T extends Console>(console_: T): T => {
  running.push(console_);
  return console_;
};
afterEach(async () => {
  for (const console_ of running.splice(0)) {
    await console_.stop('SIGKILL');
    removeFolder(console_.folder);
  }
});

/** A data folder with an owner, made once: opening a store for the first time takes seconds. */
const template = newFolder();
beforeAll(async () => {
  const console_ = await startConsole({ folder: template });
  await setUp(console_);
  await console_.stop();
});
afterAll(() => removeFolder(template));
const folderWithOwner = () => {
  const folder = newFolder();
  cpSync(template, folder, { recursive: true });
  return folder;
};

describe('the start', () => {
  it('prints the address and, until there is an owner, the link to make one', async () => {
    const console_ = kept(await startConsole());
    expect(console_.stdout()).toContain(`Caracal Console: ${console_.origin}\n`);
    expect(console_.setupLink()).toMatch(new RegExp(`^${console_.origin}/setup#[\\w-]{43}$`));
    await setUp(console_);
    await console_.stop();
    const again = kept(await startConsole({ folder: console_.folder, port: console_.port }));
    expect(again.setupLink()).toBeUndefined();
  });

  it('a link works once', async () => {
    const console_ = kept(await startConsole());
    const token = new URL(console_.setupLink() ?? '').hash.slice(1);
    const tries = await Promise.all([1, 2, 3].map(() => call(console_, '', 'POST', '/api/setup', { ...owner, token })));
    expect(tries.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
  });

  it.each([
    ['PORT', 'many', /^PORT [^\n]+\.\n$/],
    ['PUBLIC_URL', 'http://console.example', /^PUBLIC_URL [^\n]+\.\n$/],
    ['TRUSTED_PROXY_HOPS', 'one', /^TRUSTED_PROXY_HOPS [^\n]+\.\n$/],
    ['LISTEN', '192.0.2.1', /^LISTEN [^\n]+\.\n$/],
    ['CARACAL_API_URL', 'caracal', /^CARACAL_API_URL [^\n]+\.\n$/],
    ['CARACAL_API_URL', 'https://caracal.example', /^CARACAL_ADMIN_TOKEN [^\n]+\.\n$/],
    ['CARACAL_ZONE_ID', '..', /^CARACAL_ZONE_ID [^\n]+\.\n$/],
    ['CARACAL_STS_URL', 'ftp://caracal.example', /^CARACAL_STS_URL [^\n]+\.\n$/],
    ['DATABASE_URL', 'mysql://secret@example', /^DATABASE_URL [^\n]+\.\n$/],
    ['DATABASE_URL', 'postgres://console:secret@127.0.0.1:1/none', /^DATABASE_URL [^\n]+\.\n$/],
    ['SESSION_SECRETS', 'short-secret', /^SESSION_SECRETS [^\n]+\.\n$/],
    ['CONTROL_PLANE_PORT', '-1', /^CONTROL_PLANE_PORT [^\n]+\.\n$/],
  ])('a wrong %s stops it with one sentence that names the setting and no secret', async (name, value, sentence) => {
    const console_ = kept(await runConsole({ env: { [name]: value } }));
    expect(await console_.ended).toBe(1);
    expect(console_.stderr()).toMatch(sentence);
    expect(console_.stdout() + console_.stderr()).not.toContain('secret@');
    expect(console_.stdout() + console_.stderr()).not.toContain('short-secret');
    expect(console_.stdout()).not.toContain('Caracal Console:');
  });

  it('a port that is taken stops it with one sentence', async () => {
    const port = await freePort();
    const taken = net.createServer();
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
    const console_ = kept(await runConsole({ port }));
    expect(await console_.ended).toBe(1);
    expect(console_.stderr()).toBe(`PORT ${port} is in use by another process; stop it, or set PORT to a free one.\n`);
    taken.close();
  });
});

describe('the data folder', () => {
  it('a second process on it is refused with one sentence, and the first goes on', async () => {
    const first = kept(await startConsole({ folder: folderWithOwner() }));
    const cookie = await signIn(first);
    const second = kept(await runConsole({ folder: first.folder }));
    expect(await second.ended).toBe(1);
    expect(second.stderr()).toMatch(/^[^\n]*in use by[^\n]*\.\n$/);
    expect((await call(first, cookie, 'GET', '/api/viewer')).status).toBe(200);
    await first.stop();
    const third = kept(await startConsole({ folder: first.folder, port: first.port }));
    expect((await call(third, cookie, 'GET', '/api/viewer')).status).toBe(200);
  });

  it('keeps everything that was acknowledged when the process is killed, and opens again at once', async () => {
    const folder = folderWithOwner();
    const first = kept(await startConsole({ folder }));
    const port = first.port;
    for (let round = 0, acknowledged = 0; round < 2; round += 1) {
      const console_ = round === 0 ? first : kept(await startConsole({ folder, port }));
      const cookie = await signIn(console_);
      const read = async () =>
        ((await (await call(console_, cookie, 'GET', '/api/preferences')).json()) as { values: Record<string, string> }).values;
      const found = await read();
      expect(Object.keys(found)).toHaveLength(acknowledged);
      const writes = Array.from({ length: 20 }, async (_, at) => {
        const answer = await call(console_, cookie, 'PUT', '/api/preferences', { key: `round-${round}.${at}`, value: 'kept' }).catch(
          () => undefined,
        );
        if (answer?.ok && ++acknowledged % 10 === 0) console_.child.kill('SIGKILL');
      });
      await Promise.all(writes);
      await console_.ended;
      // Writes that were under way may or may not have been done: they were not acknowledged, so they only may be there.
      const after = kept(await startConsole({ folder, port }));
      const again = await signIn(after);
      const values = ((await (await call(after, again, 'GET', '/api/preferences')).json()) as { values: Record<string, string> }).values;
      expect(Object.keys(values).length).toBeGreaterThanOrEqual(acknowledged);
      acknowledged = Object.keys(values).length;
      await after.stop('SIGKILL');
    }
  });

  it('loses at the start what nothing counts any more', async () => {
    const folder = folderWithOwner();
    const keys = async (work: (db: Database) => Promise<unknown> = async () => {}) => {
      const { db, close } = await openStore({ folder: join(folder, 'console') });
      await work(db);
      const rows = await db.select().from(attempts);
      await close();
      return rows.map(({ key }) => key).sort();
    };
    const at = (days: number) => new Date(Date.now() - days * 24 * 60 * 60_000);
    const row = (key: string, days: number) => ({ key, failures: 9, nextAt: at(days), updatedAt: at(days) });
    await keys((db) => db.insert(attempts).values([row('account:old', 31), row('account:young', 1)]));
    const console_ = kept(await startConsole({ folder }));
    await signIn(console_);
    await console_.stop();
    expect(await keys()).toEqual(['account:young', 'address:127.0.0.1']);
  });

  it('is for its owner only', async () => {
    const console_ = kept(await startConsole());
    for (const name of readdirSync(console_.folder)) expect(statSync(join(console_.folder, name)).mode & 0o077, name).toBe(0);
  });
});

describe('the end', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    '%s: an upload in flight is answered, new connections are refused, the lock is released, exit 0',
    async (signal) => {
      const console_ = kept(await startConsole({ folder: folderWithOwner() }));
      const body = JSON.stringify({ email: 'nobody@example.test', password: 'x' });
      const head = [
        'POST /api/sign-in HTTP/1.1',
        `Host: localhost:${console_.port}`,
        'Sec-Fetch-Site: same-origin',
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
      ];
      const socket = net.connect(console_.port, '127.0.0.1');
      let answer = '';
      socket.setEncoding('latin1').on('data', (text) => {
        answer += text;
      });
      const closed = new Promise((resolve) => socket.on('close', resolve));
      socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 10)}`);
      // Idle connections must not hold the process.
      const idle = net.connect(console_.port, '127.0.0.1');
      await call(console_, '', 'GET', '/api/health');
      const ending = console_.stop(signal);
      const refused = async () => {
        while ((await exchange(console_.port, 'GET').catch(() => 'refused')) !== 'refused');
        return true;
      };
      expect(await refused()).toBe(true);
      socket.write(body.slice(10));
      await closed;
      expect(readAnswer(answer).status).toBe(401);
      expect(await ending).toBe(0);
      idle.destroy();
      expect(existsSync(join(console_.folder, 'console', 'lock'))).toBe(false);
      expect(console_.stderr()).toBe('');
    },
  );
});
