import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  changeApplication,
  createApplication,
  deleteApplication,
  exportApplications,
  listApplications,
  readApplication,
} from '#features/applications/api.ts';
import {
  downloadApplications,
  getApplication,
  getApplications,
  patchApplication,
  postApplication,
  removeApplication,
} from '#features/applications/server.ts';
import { readHealth } from '#features/health/api.ts';
import { getHealth } from '#features/health/server.ts';
import { archiveZone, createZone, listZones, readZone } from '#features/zones/api.ts';
import { deleteZone, getZone, getZones, postZone } from '#features/zones/server.ts';
import { ProblemError } from '#http/problem.ts';
import { activity, sessions } from '#server/database/tables.ts';
import { type Actor, ask, openConsole, person, type TestConsole } from '../../../tests/support/console.ts';
import { withinDeadline } from './deadline.ts';
import { bffRoute } from './route.ts';
import { verbs } from './verbs.ts';

let console_: TestConsole;
let owner: Actor;
let zoneId: string;
beforeAll(async () => {
  console_ = await openConsole();
});
beforeEach(async () => {
  await console_.truncate();
  owner = await person(console_, { owner: true });
  zoneId = (await ask(createZone, postZone, owner, { body: { name: 'Production', slug: 'production' } })).value.id;
});
afterAll(() => console_.close());

const key = () => ({ 'idempotency-key': crypto.randomUUID() });
const input = {
  name: 'payments-agent',
  credential_type: 'token' as const,
  traits: ['billing'],
  consent: false,
  secret: { kind: 'generate' as const },
};
const create = (who: Actor | null, headers: Record<string, string> = key()) =>
  ask(createApplication, postApplication, who, { params: { zoneId }, body: input, headers });
const list = (who: Actor | null, zone = zoneId) => ask(listApplications, getApplications, who, { params: { zoneId: zone }, query: {} });
const upstreamApplications = async () =>
  (
    await console_.controlPlane.fetch(`http://x/v1/zones/${zoneId}/applications`, { headers: { authorization: 'Bearer test-admin-token' } })
  ).json() as Promise<unknown[]>;

describe('who may', () => {
  it('lets an owner and the zone’s admin write, an auditor read only, and shows a member nothing', async () => {
    const people = {
      admin: await person(console_, { zone: zoneId, role: 'admin' }),
      auditor: await person(console_, { zone: zoneId, role: 'auditor' }),
      member: await person(console_, { zone: zoneId, role: 'member' }),
    };
    expect((await create(owner)).status).toBe(201);
    expect((await create(people.admin)).status).toBe(201);
    const before = (await upstreamApplications()).length;
    expect((await create(people.auditor)).problem).toMatchObject({ status: 403, code: 'forbidden' });
    expect((await create(people.member)).problem.code).toBe('forbidden');
    expect(await upstreamApplications()).toHaveLength(before);
    expect((await list(people.auditor)).value.items).toHaveLength(2);
    expect((await list(people.member)).status).toBe(403);
  });
  it('answers the admin of another zone as if this one did not exist', async () => {
    const other = (await ask(createZone, postZone, owner, { body: { name: 'Other', slug: 'other' } })).value.id;
    const stranger = await person(console_, { zone: other, role: 'admin' });
    expect((await list(stranger, other)).status).toBe(200);
    expect((await list(stranger)).problem.code).toBe('not_found');
    expect((await ask(readZone, getZone, stranger, { params: { zoneId } })).problem.code).toBe('not_found');
    expect((await ask(listZones, getZones, stranger, { query: {} })).value.items.map(({ id }) => id)).toEqual([other]);
    // An object of the first zone under the address of the second one.
    const application = (await create(owner)).value.application.id;
    expect((await ask(readApplication, getApplication, stranger, { params: { zoneId: other, id: application } })).status).toBe(404);
  });
  it('answers a zone that is not there or was archived as one that does not exist, to owners and to its people', async () => {
    const admin = await person(console_, { zone: zoneId, role: 'admin' });
    expect([(await list(owner)).status, (await list(admin)).status]).toEqual([200, 200]);
    expect((await list(owner, '01a00000-0000-7000-8000-000000000000')).problem.code).toBe('not_found');
    expect((await ask(archiveZone, deleteZone, owner, { params: { zoneId } })).status).toBe(204);
    expect([(await list(owner)).problem.code, (await list(admin)).problem.code]).toEqual(['not_found', 'not_found']);
    expect((await create(admin)).problem.code).toBe('not_found');
  });
  it('does not take a zone for gone because the control plane does not answer', async () => {
    console_.forget();
    console_.between(() =>
      Promise.resolve(new Response('{"error":"internal_error"}', { status: 500, headers: { 'content-type': 'application/json' } })),
    );
    expect((await list(owner)).problem.code).toBe('upstream_failed');
    console_.between(undefined);
    expect((await list(owner)).status).toBe(200);
  });
  it('leaves creating and archiving zones to owners', async () => {
    const admin = await person(console_, { zone: zoneId, role: 'admin' });
    expect((await ask(createZone, postZone, admin, { body: { name: 'Mine' } })).problem.code).toBe('forbidden');
    expect((await ask(archiveZone, deleteZone, admin, { params: { zoneId } })).problem.code).toBe('forbidden');
    expect((await ask(archiveZone, deleteZone, owner, { params: { zoneId } })).status).toBe(204);
  });
  it('asks everybody else to sign in, also when the session has just ended', async () => {
    expect((await list(null)).problem.code).toBe('unauthenticated');
    expect((await list(owner)).status).toBe(200);
    await console_.store.db.update(sessions).set({ revokedAt: sql`now()` });
    expect((await list(owner)).problem.code).toBe('unauthenticated');
  });
});

describe('where a request comes from', () => {
  const from = (headers: Record<string, string>) => create(owner, { ...key(), 'sec-fetch-site': '', ...headers });
  it.each([
    ['same-origin by fetch metadata', { 'sec-fetch-site': 'same-origin' }, 201],
    ['same-origin with its origin', { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:3000' }, 201],
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }, 403],
    ['the address bar', { 'sec-fetch-site': 'none' }, 403],
    ['another origin', { 'sec-fetch-site': 'same-origin', origin: 'http://evil.example' }, 403],
    ['another port', { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:3001' }, 403],
    ['an opaque origin', { 'sec-fetch-site': 'same-origin', origin: 'null' }, 403],
  ])('decides a change from %s', async (_where, headers, status) => expect((await from(headers)).status).toBe(status));
  it('takes the origin where a browser sends no fetch metadata, and nothing where it sends neither', async () => {
    const bare = async (headers: Record<string, string>) => {
      const request = new Request(`http://localhost:3000/api/zones/${zoneId}/applications`, {
        method: 'POST',
        headers: { cookie: owner.cookie, 'content-type': 'application/json', ...key(), ...headers },
        body: JSON.stringify(input),
      });
      return (await postApplication(request, { params: Promise.resolve({ zoneId }) })).status;
    };
    expect(await bare({ origin: 'http://localhost:3000' })).toBe(201);
    expect(await bare({})).toBe(403);
  });
  it.each(['document', 'iframe', 'empty'])(
    'reads nothing into a window or frame of its own (%s), but downloads and health',
    async (dest) => {
      const headers = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': dest };
      for (const site of ['same-origin', 'none', 'cross-site']) {
        const where = { ...headers, 'sec-fetch-site': site };
        const read = await ask(listApplications, getApplications, owner, { params: { zoneId }, query: {}, headers: where });
        expect([site, read.status, read.problem.code]).toEqual([site, 403, 'cross_site']);
        const file = await ask(exportApplications, downloadApplications, owner, {
          params: { zoneId },
          query: { format: 'csv' },
          headers: where,
        });
        expect([site, file.status]).toEqual([site, site === 'cross-site' ? 403 : 200]);
        expect([site, (await ask(readHealth, getHealth, null, { headers: where })).status]).toEqual([
          site,
          site === 'cross-site' ? 403 : 200,
        ]);
      }
      const asked = await ask(listApplications, getApplications, owner, {
        params: { zoneId },
        query: {},
        headers: { 'sec-fetch-mode': 'cors' },
      });
      expect(asked.status).toBe(200);
    },
  );
  it('sends no CORS header to anybody', async () => {
    const answer = await ask(listApplications, getApplications, owner, {
      params: { zoneId },
      query: {},
      headers: { 'sec-fetch-site': 'cross-site', origin: 'http://evil.example' },
    });
    expect(answer.status).toBe(403);
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('what goes in', () => {
  const post = async (body: string, headers: Record<string, string> = {}) => {
    const request = new Request(`http://localhost:3000/api/zones/${zoneId}/applications`, {
      method: 'POST',
      headers: { cookie: owner.cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', ...key(), ...headers },
      body,
    });
    const response = await postApplication(request, { params: Promise.resolve({ zoneId }) });
    return {
      status: response.status,
      problem: (await response.json()) as { code: string; fields: Record<string, string>; requestId: string; detail: string },
    };
  };
  it.each(['id', 'zone_id', 'role', 'created_at', 'registration_method'])('refuses the server’s own field %s by name', async (name) => {
    const { status, problem } = await post(JSON.stringify({ ...input, [name]: 'x' }));
    expect([status, problem.code, Object.keys(problem.fields)]).toEqual([422, 'invalid_input', [name]]);
    expect(await upstreamApplications()).toHaveLength(0);
  });
  it.each([
    ['{"name":', 'malformed', 400, {}],
    ['{"name":"a","name":"b"}', 'malformed', 400, {}],
    ['[]', 'invalid_input', 422, {}],
    [JSON.stringify(input), 'unsupported_media_type', 415, { 'content-type': 'text/plain' }],
    [JSON.stringify(input), 'unsupported_media_type', 415, { 'content-encoding': 'gzip' }],
    [JSON.stringify({ ...input, name: 'x'.repeat(300_000) }), 'too_large', 413, {}],
    [JSON.stringify({ ...input, name: '   ' }), 'invalid_input', 422, {}],
  ])('answers the body %.30s… as %s', async (body, code, status, headers) => {
    const answer = await post(body, headers);
    expect([answer.status, answer.problem.code]).toEqual([status, code]);
    expect(answer.problem.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.problem.detail).toContain('Nothing was');
  });
  it('refuses unknown and doubled query parameters, and takes the known ones', async () => {
    const get = async (search: string) =>
      (
        await getApplications(
          new Request(`http://localhost:3000/api/zones/${zoneId}/applications${search}`, { headers: { cookie: owner.cookie } }),
          { params: Promise.resolve({ zoneId }) },
        )
      ).status;
    expect(await get('?q=a&page=1')).toBe(200);
    expect(await get('?zone=b')).toBe(422);
    expect(await get('?q=a&q=b')).toBe(400);
    expect(await get('?sort=__proto__')).toBe(422);
  });
  it.each(['.', '..', '../../x', 'a/b', 'a\u0000', 'x'.repeat(101), ''])('answers the id %j as one that does not exist', async (id) => {
    const response = await getApplication(new Request('http://localhost:3000/api/x', { headers: { cookie: owner.cookie } }), {
      params: Promise.resolve({ zoneId, id }),
    });
    expect(response.status).toBe(404);
  });
});

describe('a secret', () => {
  it('stands in the answer to its creation and nowhere else', async () => {
    const made = await create(owner);
    const secret = made.value.client_secret ?? '';
    expect(secret).toMatch(/^ccs_[A-Za-z0-9_-]{43}$/);
    expect(made.headers.get('cache-control')).toBe('no-store');
    const seen = [
      (await list(owner)).value,
      (await ask(readApplication, getApplication, owner, { params: { zoneId, id: made.value.application.id } })).value,
      await console_.store.db.select().from(activity),
    ];
    expect(JSON.stringify(seen)).not.toContain(secret);
  });
  it('is made once per key: a repeat creates nothing and is told so', async () => {
    const headers = key();
    expect((await create(owner, headers)).status).toBe(201);
    const again = await create(owner, headers);
    expect([again.status, again.problem.code]).toEqual([409, 'conflict']);
    expect(JSON.stringify(again.problem)).not.toContain('ccs_');
    expect(await upstreamApplications()).toHaveLength(1);
    const other = await ask(createApplication, postApplication, owner, { params: { zoneId }, body: { ...input, name: 'other' }, headers });
    expect(other.problem.code).toBe('invalid_input');
    expect((await create(owner, {})).problem.code).toBe('invalid_input');
    // What is typed as a secret is part of what was asked, though no record of it holds the secret.
    const typed = (value: string, once: Record<string, string>) =>
      ask(createApplication, postApplication, owner, {
        params: { zoneId },
        body: { ...input, secret: { kind: 'type', value } },
        headers: once,
      });
    const mine = key();
    expect((await typed('a secret of my own', mine)).status).toBe(201);
    expect((await typed('a secret of my own', mine)).problem.code).toBe('conflict');
    expect((await typed('another of my own', mine)).problem.code).toBe('invalid_input');
  });
  it('is made once however many requests with one key come at once', async () => {
    const headers = key();
    const all = await Promise.all(Array.from({ length: 8 }, () => create(owner, headers)));
    expect(all.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(all.filter(({ status }) => status === 409)).toHaveLength(7);
    expect(await upstreamApplications()).toHaveLength(1);
  });
});

describe('an edit', () => {
  it('needs the version it was made from, and is refused with the current one when somebody was faster', async () => {
    const id = (await create(owner)).value.application.id;
    const read = await ask(readApplication, getApplication, owner, { params: { zoneId, id } });
    const etag = read.headers.get('etag') ?? '';
    const change = (name: string, headers: Record<string, string>) =>
      ask(changeApplication, patchApplication, owner, { params: { zoneId, id }, body: { name }, headers });
    expect((await change('first', {})).problem.code).toBe('version_required');
    const first = await change('first', { 'if-match': etag });
    expect(first.value.name).toBe('first');
    const late = await change('second', { 'if-match': etag });
    expect([late.status, late.problem.code]).toEqual([412, 'stale']);
    expect(late.problem.current).toMatchObject({ etag: first.headers.get('etag'), value: { name: 'first' } });
    expect((await change('second', { 'if-match': late.problem.current?.etag ?? '' })).value.name).toBe('second');
  });
  it('knows its version weakened by a proxy, among others, and as any; nothing else is it', async () => {
    const id = (await create(owner)).value.application.id;
    const read = () => ask(readApplication, getApplication, owner, { params: { zoneId, id } });
    const change = async (ifMatch: (etag: string) => string) => {
      const etag = (await read()).headers.get('etag') ?? '';
      const body = { name: `name-${crypto.randomUUID().slice(0, 8)}` };
      return (
        await ask(changeApplication, patchApplication, owner, { params: { zoneId, id }, body, headers: { 'if-match': ifMatch(etag) } })
      ).status;
    };
    for (const good of [(e: string) => `W/${e}`, (e: string) => `"other", W/${e} ,"third"`, () => '*', () => ' * ', (e: string) => e])
      expect(await change(good)).toBe(200);
    for (const bad of [(e: string) => e.slice(1, -1), (e: string) => e.replace('"', '"x'), () => '"*"', () => 'W/""', () => '"a", *'])
      expect(await change(bad)).toBe(412);
  });
  it('wins exactly once when many are made from one version at the same time', async () => {
    const id = (await create(owner)).value.application.id;
    const etag = (await ask(readApplication, getApplication, owner, { params: { zoneId, id } })).headers.get('etag') ?? '';
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        ask(changeApplication, patchApplication, owner, {
          params: { zoneId, id },
          body: { name: `name-${i}` },
          headers: { 'if-match': etag },
        }),
      ),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
  });
});

describe('activity', () => {
  const rows = () => console_.store.db.select().from(activity).where(eq(activity.zoneId, zoneId)).orderBy(activity.seq);
  it('has an intent before and an outcome after each change, with who, as what, and the request id', async () => {
    const admin = await person(console_, { zone: zoneId, role: 'admin' });
    const made = await create(admin);
    const pair = (await rows()).slice(-2);
    expect(pair.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['intent', ''],
      ['outcome', 'done'],
    ]);
    expect(pair[1]).toMatchObject({
      actorId: admin.id,
      actor: admin.email,
      role: 'admin',
      action: 'application.create',
      objectId: made.value.application.id,
      requestId: made.headers.get('x-request-id'),
    });
  });
  it('keeps the outcome of what the control plane refused, and nothing of what never went there', async () => {
    const before = (await rows()).length;
    await ask(deleteApplication, removeApplication, owner, { params: { zoneId, id: 'gone' } });
    const after = await rows();
    expect(after.slice(before).map(({ outcome }) => outcome)).toEqual(['', 'not_found']);
    await create(await person(console_, { zone: zoneId, role: 'auditor' }));
    expect(await rows()).toHaveLength(after.length);
  });
  it('is chained: each row carries the hash of the one before', async () => {
    await create(owner);
    await create(owner);
    const all = await rows();
    expect(all.length).toBeGreaterThanOrEqual(4);
    for (const [i, row] of all.entries()) expect([row.seq, row.previousHash]).toEqual([i + 1, all[i - 1]?.hash ?? '']);
  });
  it('comes first: when it cannot be written, the control plane is not asked', async () => {
    const { db } = console_.store;
    await db.execute(sql`alter table console.activity rename to activity_away`);
    const refused = await create(owner);
    await db.execute(sql`alter table console.activity_away rename to activity`);
    expect([refused.status, refused.problem.code]).toEqual([503, 'unavailable']);
    expect(await upstreamApplications()).toHaveLength(0);
    expect((await create(owner)).status).toBe(201);
    expect(
      await db
        .select()
        .from(activity)
        .where(and(eq(activity.zoneId, zoneId), eq(activity.action, 'application.create'))),
    ).toHaveLength(2);
  });
});

describe('verbs', () => {
  it('answers what an address does not take with 405 and what it does take', async () => {
    const all = verbs(getApplications, postApplication);
    const response = await all.DELETE(new Request('http://localhost:3000/api/x', { method: 'DELETE' }), {
      params: Promise.resolve({ zoneId }),
    });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST, HEAD']);
    expect(await response.json()).toMatchObject({ code: 'method_not_allowed' });
  });
  it('answers HEAD as GET without a body, under the same checks', async () => {
    const { HEAD } = verbs(getApplications);
    const head = (cookie: string) =>
      HEAD(new Request(`http://localhost:3000/api/zones/${zoneId}/applications`, { method: 'HEAD', headers: { cookie } }), {
        params: Promise.resolve({ zoneId }),
      });
    expect((await head('')).status).toBe(401);
    const answer = await head(owner.cookie);
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });
});

describe('a deadline', () => {
  const never = new Promise<never>(() => {});
  const asked = (work: Promise<unknown>, write: boolean) =>
    withinDeadline(work, 20, write).then(
      (value) => value,
      (error: ProblemError) => error.code,
    );
  it('ends what looks at no signal: a reading had no answer, and what became of a change is unknown', async () => {
    expect(await Promise.all([asked(never, false), asked(never, true)])).toEqual(['upstream_timeout', 'outcome_unknown']);
    expect(await asked(Promise.resolve('done'), true)).toBe('done');
    expect(await asked(Promise.reject(new ProblemError('conflict', 'Taken.')), true)).toBe('conflict');
  });
  it('holds for every route, and the activity says what is not known', async () => {
    const slow = bffRoute(deleteApplication, {
      access: 'applications:write',
      activity: 'application.delete',
      deadlineMs: 20,
      params: z.strictObject({ zoneId: z.string(), id: z.string() }),
      handle: () => never,
    });
    const answer = await ask(deleteApplication, slow, owner, { params: { zoneId, id: 'a' } });
    expect([answer.status, answer.problem.code]).toEqual([409, 'outcome_unknown']);
    const rows = await console_.store.db.select().from(activity).where(eq(activity.action, 'application.delete'));
    expect(rows.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['intent', ''],
      ['outcome', 'outcome_unknown'],
    ]);
  });
});
