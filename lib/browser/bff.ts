import type { Api, TypesOf } from '#http/api.ts';
import { ProblemError, problemFrom } from '#http/problem.ts';
import { fillPath, toSearch } from '#http/url.ts';

type InputOf<A extends Api> = Omit<TypesOf<A>, 'output'>;
export type BffOptions = {
  signal?: AbortSignal | undefined;
  ifMatch?: string | undefined;
  idempotencyKey?: string | undefined /** No person asked for it: it must not keep their session alive. */;
  background?: boolean | undefined;
};

/**
 * Calls one of the console's own endpoints. Answers are not parsed again: the BFF has parsed what leaves it.
 * @returns the output together with its ETag where the endpoint sends one
 * @throws ProblemError for every refusal; `unavailable` when the console cannot be reached
 */
export async function bffWithEtag<A extends Api>(
  endpoint: A,
  input: InputOf<A>,
  options: BffOptions = {},
): Promise<{ value: TypesOf<A>['output']; etag: string | undefined }> {
  const { params, query, body } = input as { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown };
  let response: Response;
  try {
    response = await fetch(fillPath(endpoint.path, params) + toSearch(query), {
      method: endpoint.method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(options.background && { 'x-caracal-background': '1' }),
        ...(options.ifMatch && { 'if-match': options.ifMatch }),
        ...(options.idempotencyKey && { 'idempotency-key': options.idempotencyKey }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(options.signal && { signal: options.signal }),
    });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ProblemError('unavailable', 'The console cannot be reached.', {
      detail:
        endpoint.method === 'GET'
          ? 'Check the connection and try again.'
          : 'It is not known whether the change was made. Reload before trying again.',
      cause,
    });
  }
  const json: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (response.ok) return { value: json as TypesOf<A>['output'], etag: response.headers.get('etag') ?? undefined };
  throw problemFrom(json) ?? new ProblemError('internal', 'The console gave no usable answer.');
}

/** Like `bffWithEtag`, for the many calls that need only the value. */
export async function bff<A extends Api>(endpoint: A, input: InputOf<A>, options: BffOptions = {}): Promise<TypesOf<A>['output']> {
  return (await bffWithEtag(endpoint, input, options)).value;
}
