import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ControlPlane, startControlPlane } from '../../e2e/support/control-plane.ts';
import { type Console, newFolder, removeFolder, startConsole } from '../support/process.ts';
import { rounds } from '../support/rounds.ts';
import { call, setUp } from '../support/visitor.ts';

const databaseUrl = process.env.DATABASE_URL ?? '';
const sessionSecret = 'one-secret-for-both-consoles-0f6c2a7d91';
const password = 'seven quiet herons over Utrecht';

let controlPlane: ControlPlane & { stop: () => Promise<void> };
let consoles: [Console, Console];
const folders = [newFolder(), newFolder()] as const;
let owner = '';
let zoneId = '';
let db: Client;
beforeAll(async () => {
  controlPlane = await startControlPlane();
  const env = { ...controlPlane.settings, DATABASE_URL: databaseUrl, SESSION_SECRETS: sessionSecret, TRUSTED_PROXY_HOPS: '1' };
  // Both migrate the same empty database at once.
  consoles = await Promise.all([startConsole({ folder: folders[0], env }), startConsole({ folder: folders[1], env })]);
  owner = await setUp(consoles[0]);
  zoneId = ((await (await call(consoles[0], owner, 'POST', '/api/zones', { name: 'Production' })).json()) as { id: string }).id;
  db = new Client({ connectionString: databaseUrl });
  await db.connect();
});
afterAll(async () => {
  await db?.end();
  await Promise.all(consoles.map((one) => one.stop()));
  await controlPlane.stop();
  for (const folder of folders) removeFolder(folder);
});

const most = rounds({ verify: 20, test: 20, soak: 50 });
const cookieOf = (answer: Response) => answer.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
const count = async (statement: string, ...values: string[]) =>
  Number((await db.query<{ count: string }>(`select count(*) from ${statement}`, values)).rows[0]?.count);
const invite = async (at: Console, email: string, role = 'member') => {
  const answer = await fetch(`${at.origin}/api/zones/${zoneId}/invitations`, {
    method: 'POST',
    headers: { cookie: owner, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({ emails: [email], role }),
  });
  const { results } = (await answer.json()) as { results: { outcome: string; link?: string }[] };
  return { outcome: results[0]?.outcome, token: new URL(results[0]?.link ?? 'none:').hash.slice(1) };
};
/** Makes the account of an invitation through one console, at an address that made none. @returns the session's cookie, which both consoles know */
const account = async (at: Console, token: string, email: string, from: string) => {
  const flow = cookieOf(await call(at, '', 'POST', '/api/invitations/preview', { token }));
  const made = await call(at, flow, 'POST', '/api/invitations/account', { name: 'Alice', email, password }, from);
  if (!made.ok) throw new Error(`no account: ${made.status} ${await made.text()}`);
  return cookieOf(made);
};

describe('two consoles on one database', () => {
  it('let a hundred acceptances at once join exactly once, in every round, and answer all of them', {
    timeout: 900_000,
  }, async () => {
    for (let round = 0; round < most; round += 1) {
      const email = `round${round}@example.com`;
      const { token } = await invite(consoles[round % 2 ? 1 : 0], email);
      const session = await account(consoles[0], token, email, `10.1.0.${round}`);
      const answers = await Promise.all(
        Array.from({ length: 100 }, async (_, i) => {
          const answer = await call(consoles[i % 2 ? 1 : 0], session, 'POST', '/api/invitations/accept', { token });
          return { status: answer.status, body: (await answer.json()) as { joined?: boolean } };
        }),
      );
      expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
      expect(answers.filter(({ body }) => body.joined)).toHaveLength(1);
      expect(await count('console.memberships m join console.people p on p.id = m.person_id where p.email_key = $1', email)).toBe(1);
      expect(await count("console.activity where action = 'invitation.accept' and actor = $1", email)).toBe(1);
    }
  });
  it('make one invitation of an address, however many ask both at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, (_, i) => invite(consoles[i % 2 ? 1 : 0], 'same@example.com')));
    expect(all.map(({ outcome }) => outcome).sort()).toEqual(['invited', ...Array.from({ length: 7 }, () => 'pending')]);
  });
  it('refuse at one what was revoked at the other', async () => {
    const { token } = await invite(consoles[0], 'revoked@example.com');
    const session = await account(consoles[1], token, 'revoked@example.com', '10.2.0.1');
    const list = (await (await call(consoles[0], owner, 'GET', `/api/zones/${zoneId}/invitations?q=revoked`)).json()) as {
      items: { id: string }[];
    };
    const ids = list.items.map(({ id }) => id);
    expect((await call(consoles[0], owner, 'POST', `/api/zones/${zoneId}/invitations/revoke`, { ids })).status).toBe(201);
    expect((await call(consoles[1], session, 'POST', '/api/invitations/accept', { token })).status).toBe(410);
  });
  it('work on together while more people change things at once than there are connections', { timeout: 120_000 }, async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => invite(consoles[i % 2 ? 1 : 0], `crowd${i}@example.com`)));
    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(['invited']));
  });
  it('count the requests of an address together', async () => {
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, i) => call(consoles[i % 2 ? 1 : 0], '', 'POST', '/api/invitations/ask', { token: 'of nothing' })),
    );
    expect(answers.filter(({ status }) => status !== 429)).toHaveLength(10);
  });
});
