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
const { ensureChromium } = await import('./support/tools.mjs');
const { withPostgres } = await import('./support/with-postgres.mjs');

const { parts } = await import('./support/parts.mjs');
const { part, end } = parts();

await part('format and lint', lint);
await part('types', types);
await part('unused code', unused);
await part('unit and contract', () => vitest('unit', ['--project', 'unit', '--project', 'contract']));
await part('the same stores on PostgreSQL', () =>
  withPostgres('postgres', ['--project', 'unit', 'lib/server', 'features', '--exclude', 'lib/server/embedded/**']),
);
const build = await part('build', async () => single(await run('node', ['scripts/build.mjs'], buildCanaries)));
if (build.failed === 0) {
  await part('the process', () => vitest('process', ['--project', 'process', '--project', 'dev']));
  await part('two consoles on one database', () => withPostgres('replicas', ['--project', 'replicas']));
  await part('journeys', async () => {
    if (await ensureChromium()) return playwright();
    console.log('There is no browser, and none could be installed.');
    return single(1);
  });
}

end();
