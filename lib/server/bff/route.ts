import 'server-only';
import type { z } from 'zod';
import {
  can,
  type InstallationPermission,
  installationPermissions,
  type Permission,
  type Role,
  type ZonePermission,
} from '#access/permission.ts';
import type { Api, TypesOf } from '#http/api.ts';
import { ProblemError } from '#http/problem.ts';
import { recordActivity } from '../activity/record.ts';
import type { ControlPlane } from '../control-plane/client.ts';
import { controlPlane } from '../control-plane/instance.ts';
import { zoneServed } from '../env.ts';
import { zoneIsThere } from '../lists/readers.ts';
import { dropSnapshots } from '../lists/snapshot.ts';
import { log } from '../log.ts';
import { readSession, roleIn, type Session } from '../session/session.ts';
import { answerProblem, apiHeaders, problemOf } from './answer.ts';
import { defaultBodyLimit } from './body.ts';
import { refuseCrossSite } from './cross-site.ts';
import { withinDeadline } from './deadline.ts';
import { etagOf } from './etag.ts';
import { onceByKey } from './idempotency.ts';
import { parseBody, parseParams, parseQuery } from './input.ts';
import { takeTurn } from './limits.ts';
import { type ZoneScope, zoneScope } from './zone.ts';

const usualDeadlineMs = 20_000;

/** Every handler that the gate made; a route file may export nothing else (a test looks). */
export const bffRoutes = new WeakSet<object>();

type Method = Api['method'];
type RouteContext = { params: Promise<Record<string, string | string[]>> };
export type BffHandler = ((request: Request, context: RouteContext) => Promise<Response>) & { readonly method: Method };

/**
 * Who may: nobody has to be signed in; a watcher, who is answered however many ask; whoever leaves, with a session or without; anybody
 * signed in; or somebody with the right (in the zone of the path, for zone rights).
 */
export type Access = 'public' | 'watcher' | 'leaving' | 'signed-in' | Permission;
type SessionOf<W extends Access> = W extends 'public' | 'watcher' ? null : W extends 'leaving' ? Session | null : Session;
type PartOf<A extends Api, P extends 'params' | 'query' | 'body'> = TypesOf<A> extends { [K in P]: infer T } ? T : undefined;
type SchemaOf<T> = [T] extends [undefined] ? undefined : z.ZodType<T>;

/** What a handler receives after everything was checked. */
export type Context<A extends Api, W extends Access> = {
  params: PartOf<A, 'params'>;
  query: PartOf<A, 'query'>;
  body: PartOf<A, 'body'>;
  /** The If-Match header; only with `ifMatch`. */
  ifMatch: string;
  requestId: string;
  signal: AbortSignal;
  request: Request;
  controlPlane: () => Promise<ControlPlane>;
  session: SessionOf<W>;
  role: W extends ZonePermission ? Role : undefined;
  zone: W extends ZonePermission ? ZoneScope : undefined;
  /** Adds to the outcome row of the activity. */
  note: (detail: { objectId?: string; [key: string]: unknown }) => void;
  /** Sends a header along, e.g. a cookie. */
  header: (name: string, value: string) => void;
};

type Definition<A extends Api, W extends Access> = {
  access: W;
  /** What leaves; unknown keys are dropped here. Absent for endpoints that answer 204. */
  output?: z.ZodType<TypesOf<A>['output']>;
  handle: (context: Context<A, W>) => Promise<TypesOf<A>['output']>;
  /** The action's name in the activity, e.g. `grant.create`. Changes without one are refused at start; `null` for those that are no person's deed in a zone. */
  activity?: string | null;
  /** What the intent row may say of the input (never a secret). */
  describe?: (input: { params: PartOf<A, 'params'>; body: PartOf<A, 'body'> }) => { objectId?: string; [key: string]: unknown };
  /** PATCH: the form says which version it was filled from. */
  ifMatch?: boolean;
  /** POSTs that return a secret: at most once per key. */
  idempotent?: boolean;
  /** GET of one object: answer with its ETag. */
  etag?: (output: TypesOf<A>['output']) => unknown;
  /** Bytes of a body. */
  maxBody?: number;
  /** Milliseconds until the answer is `upstream_timeout`. */
  deadlineMs?: number;
} & (PartOf<A, 'params'> extends undefined ? { params?: undefined } : { params: SchemaOf<PartOf<A, 'params'>> }) &
  (PartOf<A, 'query'> extends undefined ? { query?: undefined } : { query: z.ZodType<PartOf<A, 'query'>> }) &
  (PartOf<A, 'body'> extends undefined ? { body?: undefined } : { body: SchemaOf<PartOf<A, 'body'>> });

const isInstallation = (access: Access): access is InstallationPermission =>
  (installationPermissions as readonly string[]).includes(access);

/**
 * The one gate (architecture section 4). A route says who may, what goes in and what leaves; everything else is denied:
 * cross-site -> session -> permission -> rate limit -> parse -> If-Match / idempotency -> activity intent -> handler under a
 * deadline -> parse the output -> activity outcome -> answer.
 */
export function bffRoute<A extends Api, W extends Access>(endpoint: A, definition: Definition<A, W>): BffHandler {
  const write = endpoint.method !== 'GET';
  if (write && definition.activity === undefined) throw new Error(`${endpoint.method} ${endpoint.path} has no activity`);
  const run = async (request: Request, context: RouteContext, requestId: string): Promise<Response> => {
    const headers = new Headers({ ...apiHeaders, 'x-request-id': requestId });
    // Whoever runs the console may look at its health in a browser too.
    refuseCrossSite(request, definition.access === 'watcher');
    const params = parseParams(definition.params, await context.params);
    const zoneId = (params as { zoneId?: unknown } | undefined)?.zoneId;
    const who = await admit(definition.access, request, typeof zoneId === 'string' ? zoneId : undefined, write);
    const query = parseQuery(definition.query, new URL(request.url).searchParams);
    const body = write ? await parseBody(definition.body, request, definition.maxBody ?? defaultBodyLimit) : undefined;
    const ifMatch = request.headers.get('if-match') ?? '';
    if (definition.ifMatch && !ifMatch)
      throw new ProblemError('version_required', 'Say which version you changed.', {
        detail: 'Nothing was saved. Send the ETag that you were given as If-Match.',
      });
    const deadlineMs = definition.deadlineMs ?? usualDeadlineMs;
    const late = AbortSignal.timeout(deadlineMs);
    // A change of several steps is not left half-way because a tab was closed.
    const signal = write ? late : AbortSignal.any([request.signal, late]);
    const noted: { objectId?: string; [key: string]: unknown } = {};
    const given = {
      params,
      query,
      body,
      ifMatch,
      requestId,
      signal,
      request,
      controlPlane,
      session: who.session,
      role: who.role,
      zone: who.role && zoneId ? zoneScope(await controlPlane(), String(zoneId), { requestId, signal }) : undefined,
      note: (detail: object) => Object.assign(noted, detail),
      header: (name: string, value: string) => headers.append(name, value),
    } as unknown as Context<A, W>;
    const perform = () =>
      withOutcome(
        definition,
        () => withinDeadline(definition.handle(given), deadlineMs, write),
        given,
        who,
        { requestId, zoneId: typeof zoneId === 'string' ? zoneId : 'installation' },
        noted,
      );
    const result =
      definition.idempotent && who.session
        ? await onceByKey(
            request,
            {
              personId: who.session.person.id,
              route: `${endpoint.method} ${endpoint.path} ${String(zoneId)}`,
              body: given.body ?? null,
            },
            perform,
          )
        : await perform();
    if (!definition.output) return new Response(null, { status: 204, headers });
    const output = definition.output.safeParse(result);
    if (!output.success) throw new ProblemError('internal', 'Something went wrong.', { cause: output.error });
    if (definition.etag) headers.set('etag', etagOf(definition.etag(output.data)));
    headers.set('content-type', 'application/json; charset=utf-8');
    return new Response(request.method === 'HEAD' ? null : JSON.stringify(output.data), {
      status: endpoint.method === 'POST' && definition.activity ? 201 : 200,
      headers,
    });
  };
  return brand(endpoint.method, endpoint.path, run);
}

/** Makes a handler that answers problems and carries the brand. */
export function brand(
  method: Method,
  path: string,
  run: (request: Request, context: RouteContext, requestId: string) => Promise<Response>,
): BffHandler {
  const handler = async (request: Request, context: RouteContext): Promise<Response> => {
    const requestId = request.headers.get('x-request-id') ?? crypto.randomUUID();
    try {
      return await run(request, context, requestId);
    } catch (error) {
      return answerProblem(error, requestId, { method, path });
    }
  };
  bffRoutes.add(handler);
  return Object.assign(handler, { method });
}

/** Where a request comes from, as server.mjs found it out. */
export const addressOf = (request: Request): string => request.headers.get('x-forwarded-for') ?? 'local';

/**
 * Decides who is asking and whether they may.
 * @throws ProblemError `unauthenticated`; `not_found` for a zone that is not theirs; `forbidden` without the right
 */
export async function admit(
  access: Access,
  request: Request,
  zoneId: string | undefined,
  write: boolean,
): Promise<{ session: Session | null; role: Role | undefined }> {
  if (access === 'watcher') return { session: null, role: undefined };
  const session =
    access === 'public' ? null : await readSession(request.headers, { touch: request.headers.get('x-caracal-background') !== '1' });
  if (access === 'public' || access === 'leaving') {
    // Nobody is kept from leaving by what others do at the same address.
    await (session ? takeTurn('write', session.idHash) : takeTurn('anonymous', addressOf(request)));
    return { session, role: undefined };
  }
  if (!session)
    throw new ProblemError('unauthenticated', 'Sign in to continue.', {
      detail: write ? 'Nothing was changed. Your session has ended.' : 'Your session has ended.',
    });
  await takeTurn(write ? 'write' : 'read', session.person.id);
  if (access === 'signed-in') return { session, role: undefined };
  if (isInstallation(access)) {
    if (!session.owner) throw new ProblemError('forbidden', 'Only owners may do this.', { detail: write ? 'Nothing was changed.' : '' });
    return { session, role: 'owner' };
  }
  const part = zoneId === undefined || !zoneServed(zoneId) ? undefined : roleIn(session, zoneId);
  // An owner has a part in every zone that there is; nobody has one in a zone that was archived.
  const role = part && (await zoneIsThere(await controlPlane(), zoneId ?? '', { requestId: crypto.randomUUID() })) ? part : undefined;
  if (!role) throw new ProblemError('not_found', 'There is no such zone.', { detail: 'Or you have no part in it.' });
  if (!can(role, access))
    throw new ProblemError('forbidden', 'Your role does not allow this.', {
      detail: `${write ? 'Nothing was changed. ' : ''}It needs a zone admin.`,
    });
  return { session, role };
}

/** Runs the handler between its two rows of activity: no change without an intent that was written down. */
async function withOutcome<A extends Api, W extends Access>(
  definition: Definition<A, W>,
  handle: () => Promise<TypesOf<A>['output']>,
  given: Context<A, W>,
  who: { session: Session | null; role: Role | undefined },
  at: { requestId: string; zoneId: string },
  noted: { objectId?: string },
): Promise<TypesOf<A>['output']> {
  if (!definition.activity || !who.session) return handle();
  const { objectId: intended = '', ...detail } = definition.describe?.({ params: given.params, body: given.body }) ?? {};
  const entry = {
    zoneId: at.zoneId,
    requestId: at.requestId,
    actorId: who.session.person.id,
    actor: who.session.person.email,
    role: who.role ?? 'none',
    action: definition.activity,
  };
  await recordActivity({ ...entry, kind: 'intent', objectId: intended, detail }).catch((cause: unknown) => {
    throw new ProblemError('unavailable', 'The console cannot write its activity.', {
      detail: 'Nothing was changed: what cannot be recorded is not done.',
      retryAfter: 5,
      cause,
    });
  });
  const end = (outcome: string) => {
    const { objectId = intended, ...more } = noted;
    return recordActivity({ ...entry, kind: 'outcome', objectId, outcome, detail: more });
  };
  let result: TypesOf<A>['output'];
  try {
    result = await handle();
  } catch (error) {
    // People are told to look what stands now: they must not be shown what stood before.
    if (['outcome_unknown', 'upstream_failed', 'upstream_mismatch', 'internal'].includes(problemOf(error).code))
      dropSnapshots(`${at.zoneId}/`);
    await end(problemOf(error).code).catch((failed: unknown) =>
      log().error({ requestId: at.requestId, error: failed }, 'activity outcome not written'),
    );
    throw error;
  }
  // The change stands; losing its outcome row is logged, and the intent row still tells that it was begun.
  await end('done').catch((failed: unknown) => log().error({ requestId: at.requestId, error: failed }, 'activity outcome not written'));
  return result;
}
