import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Zone } from '#contract/zones.ts';
import { openEmbedded } from '#server/embedded/embedded.ts';

let folder: string;
const children: ChildProcess[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'control-plane-'));
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

type Run = { child: ChildProcess; output: () => string; ended: Promise<number | null>; url: Promise<string> };
/** Starts the script as people do; `url` is what its one line says. */
function start(args: string[], environment: Record<string, string> = {}): Run {
  const script = join(import.meta.dirname, 'control-plane.ts');
  const child = spawn(process.execPath, ['--conditions=react-server', '--import', 'tsx', script, ...args], {
    env: { NODE_ENV: 'test', PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const url = new Promise<string>((resolve, reject) => {
    const take = (chunk: Buffer) => {
      output += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
      if (found) resolve(found);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    ended.then(() => reject(new Error(`ended: ${output}`)));
  });
  url.catch(() => {});
  return { child, output: () => output, ended, url };
}
const tokenOf = (where: string) => readFileSync(join(where, 'admin-token'), 'utf8').trim();

describe('npm run control-plane', () => {
  it('keeps what it acknowledged through kill -9, refuses a second process, and ends cleanly on SIGTERM', async () => {
    const first = start(['--port', '0', '--data', folder]);
    const url = await first.url;
    const token = tokenOf(folder);
    expect(first.output()).toBe(`Control plane: ${url} (admin token: ${join(folder, 'admin-token')})\n`);
    for (const name of ['admin-token', 'master-key']) expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);

    const second = start(['--port', '0', '--data', folder]);
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/^The data folder is in use by process \d+ \(.*\): stop that one first\.\n$/);

    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const acknowledged: string[] = [];
    const writer = async (at: number) => {
      for (let n = 0; n < 1_000; n += 1) {
        const answer = await fetch(`${url}/v1/zones`, { method: 'POST', headers, body: JSON.stringify({ name: `w${at} ${n}` }) });
        acknowledged.push(((await answer.json()) as Zone).id);
        if (acknowledged.length === 60) first.child.kill('SIGKILL');
      }
    };
    await Promise.allSettled([writer(1), writer(2), writer(3)]);
    await first.ended;

    const third = start(['--port', '0', '--data', folder]);
    const again = await third.url;
    const zones = (await (await fetch(`${again}/v1/zones`, { headers })).json()) as Zone[];
    const known = new Set(zones.map(({ id }) => id));
    expect(acknowledged.filter((id) => !known.has(id))).toEqual([]);
    for (const { id } of zones) expect((await fetch(`${again}/.well-known/jwks.json?zone_id=${id}`)).status).toBe(200);
    third.child.kill('SIGTERM');
    expect(await third.ended).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['admin-token', 'db', 'master-key']);

    writeFileSync(join(folder, 'master-key'), Buffer.alloc(32, 1).toString('base64url'));
    await expect(openEmbedded({ folder })).rejects.toThrow('master-key');
    expect(readdirSync(folder)).not.toContain('lock');
  }, 90_000);

  it('says in one sentence which setting is wrong', async () => {
    const wrong = start(['--port', 'x']);
    expect([await wrong.ended, wrong.output()]).toEqual([1, '--port or CONTROL_PLANE_PORT must be a port number.\n']);
  });
});
