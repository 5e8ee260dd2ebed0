import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Embedded, openEmbedded } from './embedded.ts';

let folder: string;
let embedded: Embedded;
beforeAll(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'embedded-')), 'control-plane');
  embedded = await openEmbedded({ folder }, { hashCost: { memoryCost: 1024, timeCost: 1, parallelism: 1 } });
}, 60_000);
afterAll(async () => {
  await embedded.close();
  rmSync(folder, { recursive: true, force: true });
});

const call = (method: string, path: string, body?: unknown) =>
  embedded.fetch(`http://embedded.invalid${path}`, {
    method,
    headers: { authorization: `Bearer ${embedded.adminToken}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const made = async (path: string, body: unknown) => (await (await call('POST', path, body)).json()) as { id: string };

describe('the embedded control plane as a fetch function', () => {
  it('answers like a server: JSON, 204 without a body, HEAD, the request id', async () => {
    const zone = await made('/v1/zones', { name: 'fetch' });
    const got = await call('GET', `/v1/zones/${zone.id}`);
    expect([got.status, got.headers.get('content-type'), await got.json()]).toEqual([200, 'application/json; charset=utf-8', zone]);
    const head = await call('HEAD', `/v1/zones/${zone.id}`);
    expect([head.status, await head.text()]).toEqual([200, '']);
    const named = await embedded.fetch('http://x/health', { headers: { 'x-request-id': 'mine' } });
    expect(named.headers.get('x-request-id')).toBe('mine');
    const gone = await call('DELETE', `/v1/zones/${zone.id}`);
    expect([gone.status, gone.headers.get('content-type'), await gone.text()]).toEqual([204, null, '']);
  });

  it('is cancelled by its signal', async () => {
    await expect(embedded.fetch('http://x/health', { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });

  it('takes changes that come together one after the other: each is there, each version has its number', async () => {
    const zone = await made('/v1/zones', { name: 'parallel' });
    const content = 'package caracal.authz\nresult := 1';
    const policy = await made(`/v1/zones/${zone.id}/policies`, { name: 'p', content });
    const all = await Promise.all(
      Array.from({ length: 30 }, () => call('POST', `/v1/zones/${zone.id}/policies/${policy.id}/versions`, { content })),
    );
    const numbers = await Promise.all(all.map(async (answer) => ((await answer.json()) as { version: number }).version));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, at) => at + 2));
    const names = await Promise.all(Array.from({ length: 10 }, () => call('POST', `/v1/zones/${zone.id}/teams`, { name: 'same' })));
    expect(names.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
  });
});

describe('its folder', () => {
  it('holds no secret in clear, is for this user only, and opens again with everything in it', async () => {
    const zone = await made('/v1/zones', { name: 'needle' });
    const needle = `needle${crypto.randomUUID()}`;
    const config_json = { client_secret: needle, issuer: 'https://issuer.example' };
    const provider = await made(`/v1/zones/${zone.id}/providers`, { identifier: 'p', kind: 'oauth2', config_json });
    const application = { name: 'a', registration_method: 'managed', credential_type: 'password', client_secret: needle };
    await made(`/v1/zones/${zone.id}/applications`, application);
    const before = await (await call('GET', `/v1/zones/${zone.id}/providers/${provider.id}`)).text();
    await embedded.close();
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
    const holding = files.filter((file) => statSync(file).isFile() && readFileSync(file).includes(needle));
    expect(holding).toEqual([]);
    expect(files.some((file) => statSync(file).isFile() && readFileSync(file).includes('issuer.example'))).toBe(true);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const token = embedded.adminToken;
    embedded = await openEmbedded({ folder });
    expect(embedded.adminToken).toBe(token);
    expect(await (await call('GET', `/v1/zones/${zone.id}/providers/${provider.id}`)).text()).toBe(before);
    await expect(openEmbedded({ folder })).rejects.toThrow('in use');
  }, 60_000);
});
