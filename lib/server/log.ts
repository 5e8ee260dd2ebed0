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
  // What Next shows people of an error, and nothing else of it.
  const digest = 'digest' in error && typeof error.digest === 'string' ? error.digest.slice(0, 100) : undefined;
  return {
    name: error.name,
    ...(error.name === 'ProblemError' && { title: error.message }),
    ...(code && { code }),
    ...(digest && { digest }),
    frames,
    ...(error.cause !== undefined && depth < 3 && { cause: describeError(error.cause, depth + 1) }),
  };
}

/**
 * Next reports what a page throws by `console.error`: a failed query with all its values, over many lines. It becomes a line of the
 * log like any other. Not in development, where somebody reads it.
 */
export function adoptConsole(): void {
  if (!env().production) return;
  once('adopted-console', () => {
    for (const method of ['error', 'warn'] as const)
      console[method] = (...given: unknown[]) => {
        const error = given.find((one) => one instanceof Error);
        log()[method]({ ...(error && { error }) }, error ? 'something was thrown' : oneLine(given));
      };
    return true;
  });
}

const oneLine = (given: unknown[]): string =>
  given
    .filter((one) => typeof one === 'string')
    .join(' ')
    .split('\n', 1)
    .join('')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of terminals are what is taken out
    .replaceAll(/\u001b\[[0-9;]*m/g, '')
    .slice(0, 300);

/** What was wrong at the bottom of it, on one line: the database's own words, not those of the layers above it. */
export function reasonOf(error: unknown): string {
  let deepest = error;
  while (deepest instanceof Error && deepest.cause instanceof Error) deepest = deepest.cause;
  const text = deepest instanceof Error ? deepest.message : '';
  return (text.split('\n')[0] ?? '').trim().replace(/\.$/, '').slice(0, 300) || 'for a reason that it does not tell';
}
