/**
 * npm run bench: speed and size of the built console, as ratios against a baseline of the same run (issue "Numbers"). Numbers of two
 * machines, or of two runs on a busy one, say nothing against each other; ratios do.
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbedded } from '#server/embedded/embedded.ts';
import { newFolder, removeFolder, startConsole } from '../tests/support/process.ts';
import { call, setUp } from '../tests/support/visitor.ts';

const rounds = 60;
const few = 1_000;
const many = 100_000;

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const ms = (value: number) => `${value.toFixed(1)} ms`;

type Measured = { what: string; value: string; bound: string; kept: boolean };
const measured: Measured[] = [];
const report = (what: string, value: string, bound: string, kept: boolean) => {
  measured.push({ what, value, bound, kept });
  console.log(`${kept ? 'ok  ' : 'over'}  ${what}: ${value} (${bound})`);
};

/** Median milliseconds of an answer that was read to its end, after some that do not count. */
async function timed(ask: () => Promise<Response>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < rounds + 10; i += 1) {
    const began = performance.now();
    const response = await ask();
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`answered ${response.status}`);
    if (i >= 10) times.push(performance.now() - began);
  }
  return median(times);
}

type Seeded = { zone: string };
/** A zone with one application and resource and as many grants, put in before the console opens the folder. */
async function seed(folder: string, sizes: number[]): Promise<Seeded[]> {
  const embedded = await openEmbedded({ folder: join(folder, 'control-plane') });
  const post = async (path: string, body: unknown) => {
    const response = await embedded.fetch(`http://embedded.invalid${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${embedded.adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return ((await response.json()) as { id: string }).id;
  };
  const zones: Seeded[] = [];
  for (const count of sizes) {
    const zone = await post('/v1/zones', { name: `Bench ${count}`, slug: `bench-${count}` });
    const application = await post(`/v1/zones/${zone}/applications`, { name: 'agent', registration_method: 'managed' });
    const resource = await post(`/v1/zones/${zone}/resources`, { identifier: 'resource://bench', scopes: ['read', 'write'] });
    await embedded.seed.grants({ zone_id: zone, application_id: application, resource_id: resource, scopes: ['read'], count });
    zones.push({ zone });
  }
  await embedded.close();
  return zones;
}

/** The scripts that a page loads at first; what only browsers without modules would load does not count. */
const scriptsOf = async (page: Response): Promise<Set<string>> =>
  new Set(
    [...(await page.text()).matchAll(/<script(?![^>]+nomodule)[^>]+src="(\/_next\/static\/[^"?]+)/gi)].map(([, source]) => source ?? ''),
  );

/** Brotli bytes of scripts as they are sent. */
const brotli = (scripts: Iterable<string>): number =>
  [...scripts].reduce((bytes, source) => {
    const file = join('.next', decodeURIComponent(source.slice('/_next/'.length)));
    return bytes + statSync(existsSync(`${file}.br`) ? `${file}.br` : file).size;
  }, 0);

const folder = newFolder();
const [small, large] = await seed(folder, [few, many]);
const console_ = await startConsole({ folder, env: { LOG_LEVEL: 'silent' } });
try {
  const cookie = await setUp(console_);
  const get = (path: string) => call(console_, cookie, 'GET', path);
  const page = (zone: Seeded | undefined, search = '') => `/api/zones/${zone?.zone}/grants?size=50${search}`;

  const baseline = await timed(() => get('/api/viewer'));
  console.log(`baseline: GET /api/viewer answers in ${ms(baseline)} (session read, gate, no control plane)\n`);

  const html = await timed(() => get(`/zones/${small?.zone}/grants`));
  report(`list page with ${few} grants`, `${ms(html)} p50, ${(html / baseline).toFixed(1)} x baseline`, 'under 50 ms', html < 50);
  const ofFew = await timed(() => get(page(small)));
  const began = performance.now();
  await (await get(page(large))).arrayBuffer();
  const first = performance.now() - began;
  const ofMany = await timed(() => get(page(large)));
  console.log(`      first read of ${many} grants: ${ms(first)}`);
  report(
    `50 of ${many} grants against 50 of ${few}`,
    `${ms(ofMany)} / ${ms(ofFew)} = ${(ofMany / ofFew).toFixed(2)}`,
    'at most 2',
    ofMany / ofFew <= 2,
  );
  const searched = await timed(() => get(page(large, '&q=user-777&sort=user')));
  console.log(`      searched and sorted, of ${many}: ${(searched / ofMany).toFixed(2)} x the plain page`);

  const kb = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;
  // The emptiest page there is: the framework, the root layout and the page for unknown addresses.
  const floor = await scriptsOf(await call(console_, '', 'GET', '/no-such-page'));
  const above = async (page: Response) => brotli([...(await scriptsOf(page))].filter((source) => !floor.has(source)));
  console.log(`      floor: ${kb(brotli(floor))} of JavaScript (brotli) on the emptiest page`);
  const signIn = await above(await call(console_, '', 'GET', '/sign-in'));
  report('JavaScript of sign-in above the floor', kb(signIn), 'under 15 KB', signIn < 15 * 1024);
  for (const path of [
    '/zones',
    ...['grants', 'resources', 'providers', 'applications', 'audit'].map((list) => `/zones/${small?.zone}/${list}`),
  ]) {
    const bytes = await above(await get(path));
    report(`JavaScript of ${path.replace(/\/zones\/[^/]+\//, '…/')} above the floor`, kb(bytes), 'under 45 KB', bytes < 45 * 1024);
  }
} finally {
  await console_.stop();
  removeFolder(folder);
}
const kept = measured.filter((one) => one.kept).length;
console.log(`\n${kept} of ${measured.length} within their bounds`);
process.exit(kept === measured.length ? 0 : 1);
