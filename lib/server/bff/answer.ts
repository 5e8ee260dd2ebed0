import 'server-only';
import { type Problem, ProblemError } from '#http/problem.ts';
import { log } from '../log.ts';

/** Headers of every answer of the BFF (security 6b). */
export const apiHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  vary: 'Cookie, Origin, Sec-Fetch-Site',
} as const;

/** Seconds to wait where whoever refused did not say: an answer that asks to come back says when. */
const usualWait = 5;

const hints: Partial<Record<Problem['code'], string>> = {
  internal:
    'This is a fault of the console. Whether a change was made is not known; reload to see. Quote the request id when you report it.',
};

/** What pg, its pool and PGlite say, without a code, of a store that does not answer; a transaction's first words come as they are. */
const storeSilent =
  /^(timeout exceeded when trying to connect|timeout expired|Connection terminated|Query read timeout|Client (was closed|has encountered a connection error)|Cannot use a pool after|PGlite (is closed|is closing))/;

/** Whether an error says that the console's own store could not be used; a statement that PostgreSQL found wrong (classes 22, 23, 42) is a bug. */
function storeFailed(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    const code = 'code' in at ? String(at.code) : '';
    if (/^(22|23|42)/.test(code)) return false;
    if (/^(ECONN[A-Z]+|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|57...|53...|58...|08...)$/.test(code)) return true;
    if (storeSilent.test(at.message)) return true;
    // drizzle's own error around one that has no code, such as a connection that ended.
    if ('query' in at && 'params' in at)
      return !(at.cause instanceof Error && 'code' in at.cause && /^(22|23|42)/.test(String(at.cause.code)));
  }
  return false;
}

/** Any thrown value as the problem that is answered; what nobody expected becomes `internal`, without a word of its message. */
export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (storeFailed(error)) return new ProblemError('unavailable', 'The console cannot use its own store.', { retryAfter: 5, cause: error });
  return new ProblemError('internal', 'Something went wrong.', { cause: error });
}

/** Answers a problem as `application/problem+json` (RFC 9457) and logs those that are our or the upstream's fault. */
export function answerProblem(thrown: unknown, requestId: string, where: { method: string; path: string }): Response {
  const error = problemOf(thrown);
  if (error.status >= 500) log().error({ requestId, code: error.code, ...where, error }, 'request failed');
  const retryAfter = error.retryAfter ?? (error.status === 429 || error.status === 503 ? usualWait : undefined);
  const body: Problem = {
    type: 'about:blank',
    title: error.message,
    detail:
      error.detail ||
      hints[error.code] ||
      (where.method === 'GET' ? 'Try again shortly.' : 'Whether the change was made is not known: look before you try again.'),
    status: error.status,
    code: error.code,
    requestId,
    fields: error.fields,
    ...(error.current && { current: error.current }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
  return new Response(JSON.stringify(body), {
    status: error.status,
    headers: {
      ...apiHeaders,
      'content-type': 'application/problem+json; charset=utf-8',
      'x-request-id': requestId,
      ...(retryAfter !== undefined && { 'retry-after': String(Math.max(1, Math.ceil(retryAfter))) }),
      ...('allow' in error && { allow: String(error.allow) }),
      ...('accept' in error && { accept: String(error.accept) }),
    },
  });
}
