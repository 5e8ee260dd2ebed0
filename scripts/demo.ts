import { parseArgs } from 'node:util';
import { readEnv, SettingError } from '#server/env.ts';
import { createApi, demoTarget } from './demo/client.ts';
import { fill } from './demo/fill.ts';
import { run } from './demo/traffic.ts';

/**
 * `npm run demo -- [--count N] [--pause MS]`: fills the zone `demo` with believable things, then exchanges tokens until stopped, so
 * that the console has something to show. Repeating it adds nothing but traffic.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { count: { type: 'string' }, pause: { type: 'string', default: '700' } } });
  const count = values.count === undefined ? Number.POSITIVE_INFINITY : Number(values.count);
  const pauseMs = Number(values.pause);
  if (Number.isNaN(count) || count < 0) throw new SettingError('--count must be a number.');
  if (Number.isNaN(pauseMs) || pauseMs < 0) throw new SettingError('--pause must be a number of milliseconds.');
  const settings = readEnv();
  const target = demoTarget(settings);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const filled = await fill(createApi(target.url, target.token), settings.zoneId);
  console.log(
    `The demo zone is filled: ${filled.zoneId} on ${target.url}. Exchanging tokens${values.count === undefined ? ' until stopped (Ctrl+C)' : ''} ...`,
  );
  const { allowed, denied, failed } = await run(filled, target.stsUrl, count, pauseMs, stop.signal);
  console.log(`${allowed} allowed, ${denied} denied, ${failed} failed`);
}

main().catch((error: unknown) => {
  const detail = error instanceof Error && 'detail' in error && typeof error.detail === 'string' ? ` ${error.detail}` : '';
  console.error(`${error instanceof Error ? error.message : String(error)}${detail}`);
  process.exit(1);
});
