import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCanaries } from '../../scripts/support/canaries.mjs';
import { secretsIn } from '../support/canary.ts';
import { type Console, newFolder, removeFolder, startConsole } from '../support/process.ts';
import { call, owner, setUp } from '../support/visitor.ts';

const adminToken = 'canary-admin-token-5b7f0e4d91c2';
const sessionSecret = 'canary-session-secret-8f3a6b17d0e5';
const secrets = [adminToken, sessionSecret, owner.password];

/** Ways in which a control plane could hand our own token back to us. */
const manners = {
  'an error that quotes the token': (token: string) => ({
    status: 500,
    body: JSON.stringify({ error: token, message: `refused: ${token}` }),
    headers: { 'x-token': token },
  }),
  'a refusal of the token': (token: string) => ({
    status: 401,
    body: JSON.stringify({ error: 'unauthorized', detail: token }),
    headers: { 'www-authenticate': `Bearer realm="${token}"` },
  }),
  'a refusal of the input that quotes the token': (token: string) => ({
    status: 422,
    body: JSON.stringify({ error: `Bearer ${token}`, detail: token, issues: [{ path: ['name'], message: `Invalid input: ${token}` }] }),
    headers: { 'content-type': 'application/json' },
  }),
  'a conflict that quotes the token': (token: string) => ({
    status: 409,
    body: JSON.stringify({ error: token, detail: token }),
    headers: { 'content-type': 'application/json' },
  }),
  'a page in place of JSON': (token: string) => ({
    status: 200,
    body: `<html>${token}</html>`,
    headers: { 'content-type': 'text/html', 'set-cookie': `t=${token}` },
  }),
  'a redirection with the token in it': (token: string) => ({
    status: 302,
    body: '',
    headers: { location: `http://127.0.0.1:9/?t=${encodeURIComponent(token)}` },
  }),
  'lists and objects with keys that nobody asked for': (token: string) => ({
    status: 200,
    body: JSON.stringify([{ id: 'z1', zone_id: 'z1', name: 'A', slug: 'a', token, authorization: token }]),
    headers: { 'content-type': 'application/json' },
  }),
} satisfies Record<string, (token: string) => { status: number; body: string; headers: Record<string, string> }>;

let manner: keyof typeof manners = 'an error that quotes the token';
let seen = 0;
const upstream = http.createServer((req, res) => {
  const token = req.headers.authorization ?? '';
  if (token === `Bearer ${adminToken}`) seen += 1;
  const { status, body, headers } = manners[manner](token);
  res.writeHead(status, headers).end(body);
});

const folder = newFolder();
let env: Record<string, string>;
let cookie = '';
let console_: Console;
beforeAll(async () => {
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  env = {
    CARACAL_API_URL: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`,
    CARACAL_ADMIN_TOKEN: adminToken,
    SESSION_SECRETS: sessionSecret,
    LOG_LEVEL: 'debug',
  };
  console_ = await startConsole({ folder, env });
  cookie = await setUp(console_);
  await console_.stop();
});
afterAll(async () => {
  await console_.stop('SIGKILL');
  upstream.close();
  removeFolder(folder);
});

const filesIn = (root: string, ending: RegExp) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => `/${name.replaceAll('\\', '/')}`)
    .filter((name) => ending.test(name));
/** Every address of the console by its files, with something in place of every parameter. */
const addresses = filesIn('app', /\/(page\.tsx|route\.ts)$/).map(
  (name) =>
    name
      .replace(/\/(page\.tsx|route\.ts)$/, '')
      .replaceAll(/\/\([^)]+\)/g, '')
      .replaceAll(/\[(?:\.\.\.)?[^\]]+\]/g, 'z1') || '/',
);

describe.each(Object.keys(manners) as (keyof typeof manners)[])('a control plane that answers with %s', (name) => {
  it('no byte that leaves the console, and no line that it logs, holds a secret', async () => {
    manner = name;
    seen = 0;
    console_ = await startConsole({ folder, env, port: console_.port });
    const leaks: string[] = [];
    for (const path of addresses)
      for (const method of path.startsWith('/api/') ? ['GET', 'POST', 'DELETE'] : ['GET']) {
        if (path === '/api/sign-out') continue;
        const answer = await call(console_, cookie, method, path, method === 'POST' ? { name: 'A' } : undefined);
        const bytes = `${JSON.stringify([...answer.headers])}\n${Buffer.from(await answer.arrayBuffer()).toString('latin1')}`;
        leaks.push(...secretsIn(bytes, secrets).map((secret) => `${method} ${path}: ${secret}`));
      }
    await console_.stop();
    leaks.push(...secretsIn(console_.stdout() + console_.stderr(), secrets).map((secret) => `log: ${secret}`));
    expect(leaks).toEqual([]);
    // The canary was alive: without this, the silence above would prove nothing.
    expect(seen).toBeGreaterThan(0);
  });
});

describe('the build', () => {
  it('knows no secret of the machine that made it, in any file', () => {
    const found = filesIn('.next', /\.(js|json|css|html|rsc|body|meta|txt|map)$/)
      .filter((name) => !name.startsWith('/cache/') && !name.startsWith('/dev/'))
      .flatMap((name) =>
        secretsIn(readFileSync(join('.next', name), 'latin1'), Object.values(buildCanaries)).map((secret) => `${name}: ${secret}`),
      );
    expect(found).toEqual([]);
  });

  it('has no source maps, no Server Actions, and no page of the console that was made ahead of its request', () => {
    expect(filesIn('.next', /\.map$/).filter((name) => /^\/(static|server)\//.test(name))).toEqual([]);
    const actions = JSON.parse(readFileSync('.next/server/server-reference-manifest.json', 'utf8')) as { node: object; edge: object };
    expect([actions.node, actions.edge]).toEqual([{}, {}]);
    const { routes } = JSON.parse(readFileSync('.next/prerender-manifest.json', 'utf8')) as { routes: Record<string, unknown> };
    // Next's own shell of last resort, and pictures: they hold no data.
    expect(
      Object.keys(routes).filter(
        (route) => !/^\/(_global-error|_not-found|icon\.svg|favicon\.ico|apple-icon\.png|robots\.txt|manifest\.webmanifest)$/.test(route),
      ),
    ).toEqual([]);
  });

  it('names nothing of the server in what browsers load', () => {
    const server = /CARACAL_ADMIN_TOKEN|SESSION_SECRETS|DATABASE_URL|drizzle-orm|node:crypto|argon2/;
    expect(filesIn('.next/static', /\.js$/).filter((name) => server.test(readFileSync(join('.next/static', name), 'utf8')))).toEqual([]);
  });
});
