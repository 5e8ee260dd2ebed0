import 'server-only';
import pino from 'pino';
import { env } from './env.ts';
import { once } from './once.ts';

/** Never written, wherever they stand: credentials, cookies and what people type as secrets. */
const hidden = ['authorization', 'cookie', 'set-cookie', 'password', 'client_secret', 'token', 'secret', 'config_json'];

/** The process's log: one JSON object a line on standard error, so that standard output stays for what a person reads at the start. */
export const log = () =>
  once('log', () =>
    pino(
      {
        level: env().logLevel,
        base: null,
        redact: { paths: hidden.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]), censor: '[hidden]' },
        // Messages of foreign errors can hold what was sent (a query's values, a URL): the kind and the place are enough to find the bug.
        serializers: { error: (error: unknown) => describeError(error) },
      },
      pino.destination({ dest: 2, sync: false }),
    ),
  );

/** What may be logged of an error: its name, its own message when it is ours, and where it was thrown. */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { kind: typeof error };
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    name: error.name,
    ...(error.name === 'ProblemError' && { title: error.message }),
    ...(code && { code }),
    frames,
    ...(error.cause !== undefined && depth < 3 && { cause: describeError(error.cause, depth + 1) }),
  };
}

/** What was wrong at the bottom of it, on one line: the database's own words, not those of the layers above it. */
export function reasonOf(error: unknown): string {
  let deepest = error;
  while (deepest instanceof Error && deepest.cause instanceof Error) deepest = deepest.cause;
  const text = deepest instanceof Error ? deepest.message : '';
  return (text.split('\n')[0] ?? '').trim().replace(/\.$/, '').slice(0, 300) || 'for a reason that it does not tell';
}
