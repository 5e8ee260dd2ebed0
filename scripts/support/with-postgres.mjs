import { vitest } from './checks.mjs';
import { notRun } from './parts.mjs';
import { startPostgres } from './postgres.mjs';
import { ensurePostgres } from './tools.mjs';

/**
 * Runs tests with a throw-away PostgreSQL beside them.
 * @param {string} name of the report
 * @param {string[]} args of vitest
 * @param {Record<string, string>} [env]
 */
export async function withPostgres(name, args, env = {}) {
  if (!(await ensurePostgres())) return notRun('there is no PostgreSQL, and none could be installed');
  const postgres = await startPostgres();
  if (typeof postgres === 'string') return notRun(postgres);
  return vitest(name, args, { ...env, TEST_POSTGRES_URL: postgres.url }).finally(postgres.stop);
}
