import 'server-only';
import { z } from 'zod';
import type { Endpoint, InputOf, OutputOf } from '#contract/endpoint.ts';
import { ProblemError } from '#http/problem.ts';
import { fillPath, toSearch } from '#http/url.ts';
import { createBreaker } from './breaker.ts';
import { readRefusal, refusalProblem } from './refusal.ts';
import { createSlots } from './slots.ts';
import { answerLimit, type Transport, TransportError, type UpstreamAnswer } from './transport.ts';

type Options = {
  transport: Transport;
  token: string;
  /** Milliseconds for one exchange, its body included. */
  timeoutMs: number;
  /** The clock of the breakers, in milliseconds. */
  now?: () => number;
};
export type CallContext = { requestId: string; signal?: AbortSignal | undefined };
type Parts = { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown };
export type ControlPlane = ReturnType<typeof createControlPlane>;

/** A list is read by at most this many requests; a control plane that says "more" for ever is stopped here. */
const mostPages = 2_000;
/** Milliseconds for all pages of a list together. */
const listTimeoutMs = 60_000;
/** Requests about one zone that are under way at a time: one that hangs must not take every connection from the others. */
const mostPerZone = 16;
/** Lists of zones of which failures are remembered; an address may hold any id. */
const mostRemembered = 20_000;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * The one way to the control plane: it fills paths from validated ids, holds the token, and parses what comes back.
 * Retries twice, and only reads.
 */
export function createControlPlane({ transport, token, timeoutMs, now }: Options) {
  /** Counts only what says that nobody is there at all; what one list of one zone suffers is counted for that list. */
  const reach = createBreaker(now);
  const breakers = new Map<string, ReturnType<typeof createBreaker>>();
  const slots = new Map<string, ReturnType<typeof createSlots>>();
  const laneOf = (target: string) => {
    const [, zone = '', list = ''] = /^\/v1\/zones\/([^/?]+)(?:\/([^/?]+))?/.exec(target) ?? [];
    return {
      breaker: remembered(breakers, `${zone}/${list}`, () => createBreaker(now)),
      slot: remembered(slots, zone, () => createSlots(mostPerZone)),
    };
  };

  async function once(endpoint: Endpoint, target: string, body: unknown, { requestId, signal }: CallContext): Promise<UpstreamAnswer> {
    const write = endpoint.method !== 'GET';
    const lane = laneOf(target);
    for (const breaker of [reach, lane.breaker]) {
      const admitted = breaker.admit();
      if (!admitted.ok)
        throw new ProblemError('unavailable', 'The control plane cannot be reached.', {
          detail: `${write ? 'Nothing was changed. ' : ''}It failed repeatedly and is asked again in ${admitted.retryAfter} s.`,
          retryAfter: admitted.retryAfter,
          cause: new TransportError('refused', false),
        });
    }
    const timeout = AbortSignal.timeout(timeoutMs);
    const ends = signal ? AbortSignal.any([signal, timeout]) : timeout;
    const leave = await lane.slot(ends).catch((cause: unknown) => {
      throw transportProblem(new TransportError(ends.reason?.name === 'TimeoutError' ? 'timeout' : 'aborted', false, cause), write);
    });
    const began = performance.now();
    try {
      const answer = await transport({
        method: endpoint.method,
        target,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          'x-request-id': requestId,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: ends,
      });
      reach.report(false);
      lane.breaker.report(answer.status >= 502 && answer.status <= 504);
      return answer;
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      if (error.sent && error.reason !== 'aborted') {
        // Somebody was there: what became of the request is a matter of its zone.
        reach.report(false);
        lane.breaker.report(true);
      }
      // One that spent its time on waiting for its turn tells nothing about the control plane.
      if (!error.sent && (error.reason === 'refused' || (error.reason === 'timeout' && performance.now() - began > timeoutMs / 2)))
        reach.report(true);
      throw transportProblem(error, write);
    } finally {
      leave();
    }
  }

  /** Answers 2xx or throws; a read that failed on the way is tried twice more. */
  async function exchange(endpoint: Endpoint, target: string, body: unknown, context: CallContext): Promise<UpstreamAnswer> {
    for (let tries = 0; ; tries += 1) {
      const last = endpoint.method !== 'GET' || tries >= 2;
      try {
        const answer = await once(endpoint, target, body, context);
        if (answer.status >= 200 && answer.status < 300) return answer;
        if (last || answer.status < 502 || answer.status > 504)
          throw refusalProblem(readRefusal(answer.status, answer.body.replaceAll(token, '')), endpoint.method !== 'GET');
      } catch (error) {
        const again =
          error instanceof ProblemError &&
          error.code !== 'unavailable' &&
          error.cause instanceof TransportError &&
          ['refused', 'broken'].includes(error.cause.reason);
        if (last || !again) throw error;
      }
      await wait(100 + Math.random() * 300);
    }
  }

  function readJson(answer: UpstreamAnswer, write = false): unknown {
    if (!/^application\/json/i.test(answer.headers['content-type'] ?? '')) throw broken('It did not answer with JSON.', undefined, write);
    try {
      return JSON.parse(answer.body);
    } catch (cause) {
      throw broken('Its answer was cut off or is not JSON.', cause, write);
    }
  }

  const targetOf = (endpoint: Endpoint, { params, query }: Parts): string => {
    const path = fillPath(endpoint.path, params);
    // What the URL parser makes of it must be what we meant: the template's segments and no others (security T09).
    if (new URL(path, 'http://upstream.invalid').pathname !== path || path.split('/').length !== endpoint.path.split('/').length)
      throw new ProblemError('not_found', 'There is no such thing.');
    return path + toSearch(query);
  };

  return {
    /**
     * Calls one operation.
     * @throws ProblemError for refusals, for answers outside the contract (`upstream_failed`) and for silence (`upstream_timeout`,
     * or `outcome_unknown` when a change may have been made)
     */
    async call<E extends Endpoint>(endpoint: E, input: InputOf<E>, context: CallContext): Promise<OutputOf<E>> {
      const parts = input as Parts;
      const answer = await exchange(endpoint, targetOf(endpoint, parts), parts.body, context);
      if (endpoint.success === 204) {
        // Something in between may answer for it: a page with status 200, or 202 for what has not happened yet.
        if (answer.status !== 204) throw broken('It did not confirm the change.', undefined, true);
        return undefined as OutputOf<E>;
      }
      const parsed = endpoint.output.safeParse(readJson(answer, endpoint.method !== 'GET'));
      if (!parsed.success) throw broken('Its answer is outside the contract.', parsed.error, endpoint.method !== 'GET');
      return parsed.data as OutputOf<E>;
    },

    /**
     * Reads a whole list in whichever shape this control plane has: a bare array, an array with a `Link` header, `{rows,
     * next_cursor}` or `{items, next_cursor}` (contract sections 1.6, 10 and 11). It is whole when there is no next page, not when a
     * page is short or empty.
     */
    async listAll<E extends Endpoint, Row>(endpoint: E, row: z.ZodType<Row>, input: Parts, context: CallContext): Promise<Row[]> {
      const all: Row[] = [];
      // Ignored where lists are whole tables; where they are cut into pages, the most that one may ask for (contract 10).
      let query: Record<string, unknown> = { limit: 500, ...input.query };
      const cursors = new Set<string>();
      const late = AbortSignal.timeout(listTimeoutMs);
      const within = { ...context, signal: context.signal ? AbortSignal.any([context.signal, late]) : late };
      let size = 0;
      for (let pages = 0; pages < mostPages; pages += 1) {
        const { answer, page, next } = await readPage(endpoint, { ...input, query }, within);
        size += answer.body.length;
        if (size > answerLimit) throw transportProblem(new TransportError('too_large', true), false);
        const parsed = await parseRows(row, page);
        for (const one of parsed) all.push(one);
        if (!next) return all;
        if (cursors.has(next.cursor)) throw broken('Its list does not move on.');
        cursors.add(next.cursor);
        query = { ...query, ...next };
      }
      throw broken('Its list does not end.');
    },

    /** Reads one page of a list with a cursor (audit, sessions), in either shape. */
    async listPage<E extends Endpoint, Row>(
      endpoint: E,
      row: z.ZodType<Row>,
      input: Parts,
      context: CallContext,
    ): Promise<{ rows: Row[]; cursor: string | null }> {
      const { page, next } = await readPage(endpoint, input, context);
      return { rows: await parseRows(row, page), cursor: next?.cursor ?? null };
    },
  };

  async function readPage(endpoint: Endpoint, input: Parts, context: CallContext) {
    const answer = await exchange(endpoint, targetOf(endpoint, input), undefined, context);
    const json = readJson(answer);
    if (Array.isArray(json)) return { answer, page: json, next: nextOfLink(answer.headers.link) };
    const { rows, items, next_cursor: cursor } = (json && typeof json === 'object' ? json : {}) as Record<string, unknown>;
    if (cursor !== undefined && cursor !== null && typeof cursor !== 'string') throw broken('Its list does not say how it goes on.');
    return { answer, page: rows ?? items, next: cursor ? { cursor } : undefined };
  }
}

/** What is kept under a key, made when it is missing; of too many the oldest is forgotten. */
function remembered<T>(kept: Map<string, T>, key: string, make: () => T): T {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const [oldest] = kept.keys();
  if (kept.size >= mostRemembered && oldest !== undefined) kept.delete(oldest);
  const made = make();
  kept.set(key, made);
  return made;
}

/** Rows that are parsed at a stretch; between stretches others get their answers. */
const stretch = 2_000;

/** Parses the rows of a list by the contract, letting other work in between. */
async function parseRows<Row>(row: z.ZodType<Row>, page: unknown): Promise<Row[]> {
  if (!Array.isArray(page)) throw broken('Its list is outside the contract.');
  const rows = z.array(row);
  const all: Row[] = [];
  for (let from = 0; from < page.length; from += stretch) {
    if (from > 0) await new Promise((resolve) => setImmediate(resolve));
    const parsed = rows.safeParse(page.slice(from, from + stretch));
    if (!parsed.success) throw broken('Its list is outside the contract.', parsed.error);
    for (const one of parsed.data) all.push(one);
  }
  return all;
}

/** The relations that a link's parameters name: one word, or several in quotes (RFC 8288 section 3). */
const relations = (params: string): string[] => {
  const [, quoted, word] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(params) ?? [];
  return (quoted ?? word ?? '').toLowerCase().split(/\s+/);
};

/**
 * The `cursor` and `limit` of a `Link: <...>; rel="next"` header; only they are taken, never its address.
 * @throws ProblemError when there is a next page that nobody can ask for: what was read so far is not the list
 */
function nextOfLink(link: string | undefined): { cursor: string; limit?: string } | undefined {
  const target = (link ?? '')
    .split(/,(?=\s*<)/)
    .map((one) => /^\s*<([^>]*)>(.*)$/.exec(one) ?? [])
    .find(([, , params = '']) => relations(params).includes('next'))?.[1];
  if (target === undefined) return undefined;
  const search = URL.canParse(target, 'http://upstream.invalid') ? new URL(target, 'http://upstream.invalid').searchParams : undefined;
  const cursor = search?.get('cursor');
  if (!cursor) throw broken('Its list does not say how it goes on.');
  const limit = search?.get('limit');
  return { cursor, ...(limit && { limit }) };
}

const broken = (what: string, cause?: unknown, write = false) =>
  new ProblemError('upstream_failed', 'The control plane’s answer cannot be used.', {
    detail: `${what}${write ? ' The change may have been made: reload to see.' : ''}`,
    cause,
  });

function transportProblem(error: TransportError, write: boolean): ProblemError {
  if (error.reason === 'too_large')
    return new ProblemError('upstream_failed', 'The control plane’s answer is too large.', {
      detail: `More than 64 MiB came; the console does not read on.${write ? ' The change may have been made: reload to see.' : ''}`,
      cause: error,
    });
  if (write && error.sent)
    return new ProblemError('outcome_unknown', 'It is not known whether the change was made.', {
      detail: 'The control plane was asked and did not answer. Reload to see what stands now before you try again.',
      cause: error,
    });
  if (error.reason === 'timeout')
    return new ProblemError('upstream_timeout', 'The control plane did not answer in time.', {
      detail: write ? 'Nothing was changed.' : 'Try again in a moment.',
      cause: error,
    });
  return new ProblemError('upstream_failed', 'The control plane cannot be reached.', {
    detail: write ? 'Nothing was changed. Try again when it is back.' : 'Try again in a moment.',
    cause: error,
  });
}
