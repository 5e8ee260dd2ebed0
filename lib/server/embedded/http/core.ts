import 'server-only';
import { randomUUID } from 'node:crypto';
import { contract, type OperationName } from '#contract/contract.ts';
import type { Endpoint } from '#contract/endpoint.ts';
import { log } from '#server/log.ts';
import type { Actor, AdminTokens } from '../admin-tokens.ts';
import { type Call, JsonText, type Operation, type Operations, type Service } from '../operation.ts';
import { refusal, refusalOf } from '../refusal.ts';
import { readBody } from './body.ts';
import { answer, answerText, type RawRequest, type RawResponse } from './message.ts';
import { findRoute, paramsAreIds, readQuery, readTarget } from './target.ts';
import { parseBody, parseQuery } from './validate.ts';

export type Handle = (request: RawRequest) => Promise<RawResponse>;
/** Answers the token service's routes, or nothing when the path is not one of them. */
export type TokenRoutes = (request: RawRequest, segments: string[], search: string, requestId: string) => Promise<RawResponse | undefined>;
type Parts = { params: Record<string, string>; query: unknown; body: unknown };
type AnyOperation = Pick<Operation<Endpoint>, 'invalid'> & {
  before?: (params: Parts['params'], call: Call) => Promise<void>;
  run: (input: Parts, call: Call) => Promise<unknown>;
};

const notRouted = (method: string, target: string): RawResponse =>
  answer(404, { message: `Route ${method}:${target} not found`, error: 'Not Found', statusCode: 404 });

/**
 * The control plane as a function of raw requests (contract section 1): decode the target, parse the body, authenticate, check the
 * token's zone, find the route, then parameters, zone, body, references and write.
 */
export function createHandle(service: Service, operations: Operations, authenticate: AdminTokens, tokenRoutes: TokenRoutes): Handle {
  return async (request) => {
    const { target, headers } = request;
    const { segments, search } = readTarget(target);
    // Answered by the router itself, before a request id exists.
    if (!segments) {
      const message = `'${target}' is not a valid url component`;
      const body = JSON.stringify({ error: 'Bad Request', code: 'FST_ERR_BAD_URL', message, statusCode: 400 });
      return { status: 400, headers: { 'content-type': 'application/json' }, body };
    }
    const requestId = headers['x-request-id'] || randomUUID();
    let response: RawResponse;
    try {
      response =
        (await tokenRoutes(request, segments, search, requestId)) ??
        (await serve(request, segments, search, { ...service, requestId, address: request.address ?? '' }));
    } catch (error) {
      const refused = refusalOf(error);
      if (!refused) log().error({ error, requestId }, 'the embedded control plane failed');
      response = refused ? answer(refused.status, refused.body) : answer(500, { error: 'internal_error' });
    }
    return { ...response, headers: { ...response.headers, 'x-request-id': requestId } };
  };

  async function serve(request: RawRequest, segments: string[], search: string, context: Omit<Call, 'actor'>): Promise<RawResponse> {
    const { method, target, headers } = request;
    const route = findRoute(method, segments);
    const body = readBody(request, route !== undefined);
    const actor = segments[0] === 'v1' && segments.length > 1 ? await authorise(headers.authorization, segments) : undefined;
    if (!route) return notRouted(method, target);
    if (!paramsAreIds(route.params)) throw refusal(400, 'invalid_params');
    return run(route.name, { params: route.params, query: readQuery(search), body }, { ...context, actor: actor?.name ?? '' });
  }

  async function authorise(authorization: string | undefined, segments: string[]): Promise<Actor> {
    const actor = await authenticate(authorization);
    if (!actor) throw refusal(401, 'invalid_admin_token');
    const within = segments[1] === 'zones' && segments[2] === actor.zone;
    if (actor.zone !== null && !within) throw refusal(403, 'admin_token_zone_mismatch');
    return actor;
  }

  async function run(name: OperationName, raw: Parts & { query: Record<string, string | string[]> }, call: Call): Promise<RawResponse> {
    const endpoint: Endpoint = contract[name];
    // The table's type ties each operation to its endpoint; by name alone that tie cannot be expressed.
    const operation = operations[name] as unknown as AnyOperation;
    await operation.before?.(raw.params, call);
    const output = await operation.run(
      {
        params: raw.params,
        query: endpoint.query && parseQuery(endpoint.query, raw.query),
        body: endpoint.body && parseBody(endpoint.body, raw.body, operation.invalid ?? 'invalid_body'),
      },
      call,
    );
    return output instanceof JsonText ? answerText(endpoint.success, output.text) : answer(endpoint.success, output);
  }
}
