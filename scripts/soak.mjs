// npm run soak: what takes longer than people wait for, within about 40 minutes; ends with `N passed, N failed`.
import { install } from './support/installed.mjs';
import { run } from './support/run.mjs';

if (!(await install())) {
  console.log('0 passed, 1 failed');
  process.exit(1);
}
const { single, vitest } = await import('./support/checks.mjs');
const { parts } = await import('./support/parts.mjs');
const { withPostgres } = await import('./support/with-postgres.mjs');

const { part, end } = parts();
const soak = { ROUNDS: 'soak' };
await part('a thousand random lives of an invitation', () =>
  vitest('soak-model', ['--project', 'unit', 'features/acceptance/model.test.ts'], soak),
);
await part('the same on PostgreSQL', () =>
  withPostgres('soak-model-postgres', ['--project', 'unit', 'features/acceptance/model.test.ts'], soak),
);
const build = await part('build', async () => single(await run('node', ['scripts/build.mjs'])));
if (build.failed === 0) {
  await part('two consoles on one database', () => withPostgres('soak-replicas', ['--project', 'replicas'], soak));
  await part('how long answers take', () => vitest('soak', ['--project', 'soak'], soak));
}
end();
