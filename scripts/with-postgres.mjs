// node scripts/with-postgres.mjs <command...>: runs a command with DATABASE_URL of a throw-away PostgreSQL.
import { startPostgres } from './support/postgres.mjs';
import { run } from './support/run.mjs';

const postgres = await startPostgres();
if (typeof postgres === 'string') {
  console.error(`PostgreSQL could not be started: ${postgres}.`);
  process.exit(1);
}
const [command = 'true', ...args] = process.argv.slice(2);
const status = await run(command, args, { DATABASE_URL: postgres.url });
await postgres.stop();
process.exit(status);
