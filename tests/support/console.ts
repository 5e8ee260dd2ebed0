import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { ZoneRole } from '#access/permission.ts';
import type { Api, TypesOf } from '#http/api.ts';
import type { Problem } from '#http/problem.ts';
import { fillPath, toSearch } from '#http/url.ts';
import type { BffHandler } from '#server/bff/route.ts';
import { useEmbedded } from '#server/control-plane/embedded.ts';
import { useStore } from '#server/database/database.ts';
import { openStore, type Store } from '#server/database/open.ts';
import { people } from '#server/database/tables.ts';
import { type Embedded, openEmbedded } from '#server/embedded/embedded.ts';
import { forgetSnapshots } from '#server/lists/snapshot.ts';
import { setRole } from '#server/people/people.ts';
import { beginSession } from '#server/session/session.ts';
import { emptyConsoleStore, emptyControlPlaneStore } from './stores.ts';

/** What stands between the console and its control plane, as a network does: it answers in its place, breaks, or lets pass. */
export type Between = (path: string, method: string, pass: () => Promise<Response>) => Promise<Response> | undefined;
export type TestConsole = {
  /** Puts something between the console and its control plane, or takes it away. */
  between: (what: Between | undefined) => void;
  store: Store;
  controlPlane: Embedded;
  close: () => Promise<void>;
  truncate: () => Promise<void> /** As if the lists had never been read. */;
  forget: () => void;
};

/** The whole server side without HTTP: a console store and an embedded control plane in memory, behind the real handlers. */
export async function openConsole(): Promise<TestConsole> {
  const [store, controlPlane] = await Promise.all([
    process.env.DATABASE_URL ? openStore({ url: process.env.DATABASE_URL }) : openStore(await emptyConsoleStore()),
    openEmbedded(await emptyControlPlaneStore(), { adminToken: 'test-admin-token' }),
  ]);
  useStore(store);
  let between: Between | undefined;
  useEmbedded({
    ...controlPlane,
    fetch: (input, init) => {
      const pass = () => controlPlane.fetch(input, init);
      return between?.(new URL(String(input)).pathname, init?.method ?? 'GET', pass) ?? pass();
    },
  });
  const truncate = async () => {
    between = undefined;
    forgetSnapshots();
    await controlPlane.truncate();
    await store.db.execute(
      sql`truncate console.people, console.memberships, console.sessions, console.setup_links, console.attempts, console.idempotency, console.activity, console.activity_heads, console.preferences, console.zone_settings, console.invitations, console.invitation_tokens, console.invitation_intents, console.invitation_flows, console.mails, console.rate_limits cascade`,
    );
  };
  return {
    store,
    controlPlane,
    between: (what) => {
      between = what;
    },
    truncate,
    forget: forgetSnapshots,
    close: async () => void (await Promise.all([store.close(), controlPlane.close()])),
  };
}

export type Actor = { id: string; email: string; cookie: string };

/** A person with a live session; the password cannot be used, since hashing one costs a test 100 ms. */
export async function person(
  console_: TestConsole,
  role: { owner: true } | { zone: string; role: ZoneRole } | 'none' = 'none',
): Promise<Actor> {
  const id = randomUUID();
  const email = `${id.slice(0, 8)}@example.test`;
  const owner = typeof role === 'object' && 'owner' in role;
  await console_.store.db
    .insert(people)
    .values({ id, email, emailKey: email, name: `Person ${id.slice(0, 4)}`, passwordHash: 'none', subjectId: `user-${id}`, owner });
  if (typeof role === 'object' && 'zone' in role) await setRole(role.zone, id, role.role);
  const line = await beginSession({ id, sessionVersion: 1 }, { address: '127.0.0.1', userAgent: 'test' });
  return { id, email, cookie: line.split(';', 1)[0] ?? '' };
}

export type Asked<A extends Api> = Omit<TypesOf<A>, 'output'> & { headers?: Record<string, string> };
export type Answer<T> = { status: number; headers: Headers; value: T; problem: Problem };

/** Calls a handler as a browser of this person would, cookie, fetch metadata and all. */
export async function ask<A extends Api>(
  endpoint: A,
  handler: BffHandler,
  who: Actor | null,
  input: Asked<A>,
): Promise<Answer<TypesOf<A>['output']>> {
  const { params, query, body, headers } = input as {
    params?: Record<string, string>;
    query?: Record<string, unknown>;
    body?: unknown;
    headers?: Record<string, string>;
  };
  const request = new Request(`http://localhost:3000${fillPath(endpoint.path, params)}${toSearch(query)}`, {
    method: endpoint.method,
    headers: {
      'sec-fetch-site': 'same-origin',
      ...(who && { cookie: who.cookie }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const response = await handler(request, { params: Promise.resolve(params ?? {}) });
  const text = await response.text();
  const json: unknown = text === '' || !/json/.test(response.headers.get('content-type') ?? '') ? text : JSON.parse(text);
  return { status: response.status, headers: response.headers, value: json as TypesOf<A>['output'], problem: json as Problem };
}
