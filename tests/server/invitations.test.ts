import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Console, newFolder, removeFolder, startConsole } from '../support/process.ts';
import { call, setUp } from '../support/visitor.ts';

const folder = newFolder();
let console_: Console;
let owner = '';
let zoneId = '';
beforeAll(async () => {
  console_ = await startConsole({ folder, env: { LOG_LEVEL: 'debug' } });
  owner = await setUp(console_);
  zoneId = ((await (await call(console_, owner, 'POST', '/api/zones', { name: 'Production' })).json()) as { id: string }).id;
});
afterAll(async () => {
  await console_.stop('SIGKILL');
  removeFolder(folder);
});

type Invited = { results: { id: string; link: string }[] };
const invite = async (email: string): Promise<{ id: string; link: string; token: string }> => {
  const answer = await fetch(`${console_.origin}/api/zones/${zoneId}/invitations`, {
    method: 'POST',
    headers: {
      cookie: owner,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    body: JSON.stringify({ emails: [email], role: 'auditor' }),
  });
  const [one] = ((await answer.json()) as Invited).results;
  if (!one) throw new Error(`not invited: ${answer.status}`);
  return { ...one, token: new URL(one.link).hash.slice(1) };
};
const preview = async (token: string) =>
  ((await (await call(console_, '', 'POST', '/api/invitations/preview', { token })).json()) as { state: string }).state;
const cookieOf = (answer: Response) => answer.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
/** Every file below a folder, as text in which each byte is a sign. */
const filesOf = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [readFileSync(join(entry.parentPath, entry.name), 'latin1')] : [],
  );

describe('the page of a link', () => {
  const robots = ['Mozilla/5.0', 'Slackbot-LinkExpanding 1.0', 'Microsoft Office/16.0 (Outlook)', 'curl/8.5.0', 'GoogleImageProxy'];

  it('is the same for two hundred scanners that get it, and the link still works afterwards', async () => {
    const { link, token } = await invite('scanned@example.com');
    const address = link.replace(/#.*/, '');
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        // A fragment is not sent; some scanners put the whole link in a query or leave it in the path instead.
        fetch([address, `${address}?${token}`, `${address}?url=${encodeURIComponent(link)}`][i % 3] ?? address, {
          method: i % 2 ? 'HEAD' : 'GET',
          headers: { 'user-agent': robots[i % robots.length] ?? '', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
        }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers.filter(({ headers }) => headers.has('set-cookie'))).toEqual([]);
    await Promise.all(answers.map((answer) => answer.text()));
    expect(await preview(token)).toBe('valid');
  });
  it('sends no Referer on, is kept by nobody, and cannot be framed', async () => {
    const answer = await fetch(`${console_.origin}/accept`);
    await answer.text();
    expect(answer.headers.get('referrer-policy')).toMatch(/^(?:no-referrer|same-origin|strict-origin)$/);
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });
  it.each(['GET', 'HEAD'])('has no %s that looks a token up', async (method) => {
    const { token } = await invite(`${method.toLowerCase()}@example.com`);
    for (const path of ['preview', 'accept', 'decline', 'ask', 'account'])
      expect((await fetch(`${console_.origin}/api/invitations/${path}?token=${token}`, { method })).status).toBe(405);
    expect(await preview(token)).toBe('valid');
  });
});

describe('a token', () => {
  it('stands in no log and in no file, from the invitation to the acceptance and after a restart', async () => {
    const { token } = await invite('alice@example.com');
    const seen = await call(console_, '', 'POST', '/api/invitations/preview', { token });
    const flow = cookieOf(seen);
    const account = await call(console_, flow, 'POST', '/api/invitations/account', {
      name: 'Alice',
      email: 'Alice@Example.com',
      password: 'seven quiet herons over Utrecht',
    });
    expect(account.status).toBe(200);
    const session = cookieOf(account);
    const joined = await call(console_, `${session}; ${flow}`, 'POST', '/api/invitations/accept', {});
    expect([joined.status, ((await joined.json()) as { joined: boolean }).joined]).toEqual([200, true]);
    // Wrong ones are tokens of somebody too, cut off by a mail client.
    await preview(token.slice(0, -1));
    await call(console_, '', 'POST', '/api/invitations/ask', { token });
    await call(console_, '', 'POST', '/api/invitations/decline', { token: `${token} ` });
    const printed = () => console_.stdout() + console_.stderr();
    const before = printed();
    await console_.stop();
    const secrets = [token, token.slice(0, -1), flow.split('=')[1] ?? ''];
    const files = filesOf(folder);
    expect(files.length).toBeGreaterThan(10);
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(40);
      expect(before.includes(secret)).toBe(false);
      expect(files.some((text) => text.includes(secret))).toBe(false);
    }
    // What is looked for would be found: the address stands in the same files.
    expect(files.some((text) => text.includes('alice@example.com'))).toBe(true);
    console_ = await startConsole({ folder, env: { LOG_LEVEL: 'debug' } });
    const again = await call(console_, session, 'POST', '/api/invitations/accept', { token });
    expect([again.status, ((await again.json()) as { joined: boolean }).joined]).toEqual([200, false]);
    expect(printed().includes(token)).toBe(false);
  });
  it('survives a process that is killed', async () => {
    const { token } = await invite('killed@example.com');
    await console_.stop('SIGKILL');
    console_ = await startConsole({ folder, env: { LOG_LEVEL: 'debug' } });
    expect(await preview(token)).toBe('valid');
  });
});
