/** Every code that the console answers with, and its HTTP status. The table is closed: a new code is a decision. */
export const problemStatus = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  cross_site: 403,
  step_up_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  outcome_unknown: 409,
  gone: 410,
  stale: 412,
  too_large: 413,
  unsupported_media_type: 415,
  wrong_host: 421,
  invalid_input: 422,
  version_required: 428,
  too_many_requests: 429,
  internal: 500,
  upstream_failed: 502,
  upstream_refused_token: 502,
  upstream_mismatch: 502,
  unavailable: 503,
  upstream_timeout: 504,
} as const;
export type ProblemCode = keyof typeof problemStatus;

/** The body of an `application/problem+json` answer (RFC 9457 with our members). */
export type Problem = {
  type: 'about:blank';
  /** What happened, for people. */
  title: string;
  /** What did and did not happen, and what to do. */
  detail: string;
  status: number;
  code: ProblemCode;
  requestId: string;
  /** Message per field path (`scopes.0`), for `invalid_input`. */
  fields: Record<string, string>;
  /** For `stale`: the version that the server has now, with its ETag. */
  current?: { etag: string; value: unknown };
  /** Seconds to wait, for `too_many_requests` and `unavailable`. */
  retryAfter?: number;
};

export type ProblemExtra = {
  detail?: string;
  fields?: Record<string, string>;
  current?: { etag: string; value: unknown };
  retryAfter?: number;
  cause?: unknown;
};

/** An error that may be shown: thrown on the server, and rebuilt in the browser from the answer. Texts are constants, never foreign. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  /** By name: the server compiles pages and routes into graphs of their own, each with a copy of this class. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'ProblemError';
  }

  readonly detail: string;
  readonly fields: Record<string, string>;
  readonly current: { etag: string; value: unknown } | undefined;
  readonly retryAfter: number | undefined;
  /** Known in the browser only: the id to quote. */
  requestId: string | undefined;

  constructor(
    readonly code: ProblemCode,
    title: string,
    extra: ProblemExtra = {},
  ) {
    super(title, extra.cause === undefined ? undefined : { cause: extra.cause });
    this.detail = extra.detail ?? '';
    this.fields = extra.fields ?? {};
    this.current = extra.current;
    this.retryAfter = extra.retryAfter;
  }

  get status(): number {
    return problemStatus[this.code];
  }
}

/** Reads a problem from an answer's JSON without trusting its shape; `undefined` when it is not one of ours. */
export function problemFrom(json: unknown): ProblemError | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { code, title, detail, fields, current, requestId, retryAfter } = json as Partial<Problem>;
  if (typeof code !== 'string' || !(code in problemStatus) || typeof title !== 'string') return undefined;
  const error = new ProblemError(code, title, {
    ...(typeof detail === 'string' && { detail }),
    ...(fields && typeof fields === 'object' && { fields }),
    ...(current && { current }),
    ...(typeof retryAfter === 'number' && { retryAfter }),
  });
  error.requestId = typeof requestId === 'string' ? requestId : undefined;
  return error;
}
