import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useEmbedded } from '#server/control-plane/embedded.ts';
import { type Actor, ask, openConsole, person, type TestConsole } from '../../tests/support/console.ts';
import { makeZone, type TestZone } from '../../tests/support/zone.ts';
import * as api from './api.ts';
import * as server from './server.ts';

let console_: TestConsole;
let zone: TestZone;
let auditor: Actor;
let app: string;
let payments: string;
/** Answers of a control plane that stores less than the embedded one, while a test wants them. */
let older: ((path: string, search: URLSearchParams) => Response | undefined) | undefined;

beforeAll(async () => {
  console_ = await openConsole();
  const { controlPlane } = console_;
  useEmbedded({
    ...controlPlane,
    fetch: async (input, init) => {
      const url = new URL(String(input));
      return older?.(url.pathname, url.searchParams) ?? controlPlane.fetch(url, init);
    },
  });
  zone = await makeZone(controlPlane);
  auditor = await person(console_, { zone: zone.id, role: 'auditor' });
  [app, payments] = [await zone.application('payments-agent'), await zone.resource('payments', ['payment:read', 'payment:submit'])];
  await zone.allow();
  await zone.call('POST', '/grants', { application_id: app, resource_id: payments, scopes: ['payment:read'] });
});
afterAll(() => console_.close());

const list = (query: Record<string, unknown> = {}, who: Actor | null = auditor, zoneId = zone.id) =>
  ask(api.listAudit, server.getAudit, who, { params: { zoneId }, query: query as api.AuditFilters });
const trace = (requestId: string, who: Actor | null = auditor, zoneId = zone.id) =>
  ask(api.readTrace, server.getTrace, who, { params: { zoneId, requestId } });
const last = (application: string, resource: string, who: Actor | null = auditor) =>
  ask(api.lastDecisions, server.getLastDecisions, who, { params: { zoneId: zone.id }, query: { application, resource } });
const download = (query: Record<string, unknown>, zoneId = zone.id, who: Actor | null = auditor) =>
  ask(api.exportAudit, server.downloadAudit, who, {
    params: { zoneId },
    query: { format: 'json', ...query } as api.AuditFilters & { format: 'csv' | 'json' },
  });

describe('real exchanges', () => {
  beforeAll(async () => {
    expect(await zone.exchange(app, 'resource://payments', 'payment:read', 'user-1')).toBe(200);
    expect(await zone.exchange(app, 'resource://payments', 'payment:submit', 'user-1')).toBe(403);
    expect(await zone.exchange(app, ['resource://payments', 'resource://nowhere'], 'payment:read')).toBe(200);
  });

  it('stand in the list newest first, with who asked for what by name', async () => {
    const { status, value } = await list();
    expect(status).toBe(200);
    expect(value.rows.map(({ occurred_at: at }) => at)).toEqual(
      value.rows
        .map(({ occurred_at: at }) => at)
        .toSorted()
        .toReversed(),
    );
    const denied = value.rows.find((row) => row.decision === 'deny' && row.asked.resource === 'resource://payments');
    expect(denied?.asked).toEqual({
      principal: app,
      principalName: 'payments-agent',
      subject: 'user-1',
      resource: 'resource://payments',
      resourceId: payments,
      resourceName: 'payments',
      scopes: ['payment:submit'],
    });
  });

  it('are shown by their request, oldest first, with the reason, the policy set and the diagnostics', async () => {
    const rows = (await list()).value.rows;
    const missing = rows.find((row) => row.asked.resource === 'resource://nowhere');
    const both = (await trace(missing?.request_id ?? '')).value.events;
    expect(both.map(({ decision, asked, reason }) => [decision, asked.resource, reason])).toEqual([
      ['allow', 'resource://payments', null],
      ['deny', 'resource://nowhere', 'No resource has this identifier.'],
    ]);
    const denied = rows.find((row) => row.asked.scopes?.[0] === 'payment:submit');
    const [event] = (await trace(denied?.request_id ?? '')).value.events;
    expect(event?.reason).toBe('No grant covers payment:submit.');
    expect(event?.policy_set_id).toBeTruthy();
    expect(event?.diagnostics_json).toContainEqual({ rego: 'not_evaluated' });
  });

  it('are filtered by decision, event type, request and time', async () => {
    const { rows } = (await list()).value;
    const denied = (await list({ decision: 'deny' })).value.rows;
    expect(denied.map(({ id }) => id)).toEqual(rows.filter(({ decision }) => decision === 'deny').map(({ id }) => id));
    expect((await list({ event_type: 'jti_collision' })).value.rows).toEqual([]);
    const one = rows[0];
    expect((await list({ request_id: one?.request_id })).value.rows.map(({ request_id: id }) => id)).toContain(one?.request_id);
    expect((await list({ since: '2999-01-01T00:00:00Z' })).value.rows).toEqual([]);
    expect((await list({ until: '2020-01-01T00:00:00Z' })).value.rows).toEqual([]);
  });

  it('are found for one application on one resource', async () => {
    const { value } = await last(app, payments);
    expect([value.named, value.rows.length >= 3, new Set(value.rows.map(({ asked }) => asked.resourceId))]).toEqual([
      true,
      true,
      new Set([payments]),
    ]);
    // The reason of a denial, which the list leaves to the detail view, stands here too.
    expect(value.rows.find(({ decision }) => decision === 'deny')?.reason).toBe('No grant covers payment:submit.');
    const nothing = (await last(app, 'another')).value;
    expect([nothing.rows, nothing.looked > 0, nothing.oldest !== null]).toEqual([[], true, true]);
  });
});

describe('the last hour', () => {
  const hour = () => ask(api.readLastHour, server.getLastHour, auditor, { params: { zoneId: zone.id } });
  const event = (at: number, i: number) => ({
    id: `event-${i}`,
    zone_id: zone.id,
    event_type: 'token_exchange',
    request_id: null,
    decision: i % 4 === 0 ? 'deny' : 'allow',
    evaluation_status: 'complete',
    metadata_json: null,
    occurred_at: new Date(at).toISOString(),
    ingested_at: new Date(at).toISOString(),
  });
  /** A control plane with these events, newest first, which pages as the real one does. */
  const holding = (events: ReturnType<typeof event>[]) => (path: string, search: URLSearchParams) => {
    if (!path.endsWith('/audit')) return undefined;
    const { since = '', until = '9', decision, limit = '100' } = Object.fromEntries(search);
    const found = events.filter((one) => one.occurred_at >= since && one.occurred_at < until && (!decision || one.decision === decision));
    const rows = found.slice(0, Number(limit));
    return Response.json({ rows, next_cursor: rows.length === Number(limit) ? 'more' : null });
  };

  it('counts every decision in its minute, and tells the latest denials with their reasons', async () => {
    const { minutes, denials } = (await hour()).value;
    expect(minutes).toHaveLength(60);
    const { rows } = (await list()).value;
    for (const decision of ['allow', 'deny'] as const)
      expect(minutes.reduce((sum, { counts }) => sum + (counts?.[decision] ?? 0), 0)).toBe(
        rows.filter((row) => row.decision === decision).length,
      );
    expect(denials.map(({ id }) => id)).toEqual(rows.filter(({ decision }) => decision === 'deny').map(({ id }) => id));
    expect(denials.map(({ reason }) => reason)).toContain('No grant covers payment:submit.');
  });
  it('says of a busy zone what was read, and of the minutes before that nothing', async () => {
    // 4,000 decisions, one each half second: more than three readings hold.
    const now = Date.now();
    older = holding(Array.from({ length: 4_000 }, (_, i) => event(now - i * 500, i)));
    const { minutes } = (await hour()).value;
    older = undefined;
    const known = minutes.filter(({ counts }) => counts !== null);
    expect([known.length >= 23, known.length <= 26, minutes[0]?.counts]).toEqual([true, true, null]);
    expect(minutes.slice(-known.length)).toEqual(known);
    for (const { counts } of known.slice(0, -1)) expect(counts).toEqual({ allow: 90, deny: 30, other: 0 });
  });
});

describe('who may', () => {
  it('members are refused, other zones find nothing, nobody reads without a session', async () => {
    const other = await makeZone(console_.controlPlane, 'Other');
    const [member, foreign, admin] = await Promise.all([
      person(console_, { zone: zone.id, role: 'member' }),
      person(console_, { zone: other.id, role: 'admin' }),
      person(console_, { zone: zone.id, role: 'admin' }),
    ]);
    const requestId = (await list()).value.rows[0]?.request_id ?? '';
    const statuses = async (who: Actor | null) => [
      (await list({}, who)).status,
      (await trace(requestId, who)).status,
      (await last(app, payments, who)).status,
      (await download({}, zone.id, who)).status,
    ];
    expect(await statuses(admin)).toEqual([200, 200, 200, 200]);
    expect(await statuses(member)).toEqual([403, 403, 403, 403]);
    expect(await statuses(foreign)).toEqual([404, 404, 404, 404]);
    expect(await statuses(null)).toEqual([401, 401, 401, 401]);
    // A request of this zone is no request of another.
    expect((await trace(requestId, foreign, other.id)).status).toBe(404);
  });

  it.each([
    [{ decision: 'maybe' }, 'decision'],
    [{ since: 'yesterday' }, 'since'],
    [{ until: '2026-01-01T00:00:00+02:00' }, 'until'],
    [{ cursor: 'anything' }, 'cursor'],
    [{ size: '1000' }, 'size'],
    [{ colour: 'red' }, 'colour'],
  ])('refuses %o', async (query, field) => {
    const { status, problem } = await list(query);
    expect([status, problem.code, Object.keys(problem.fields)]).toEqual([422, 'invalid_input', [field]]);
  });

  it('a request id that cannot be one is not found', async () => {
    expect((await trace('no such id')).status).toBe(404);
    expect((await trace('never-seen')).problem.code).toBe('not_found');
  });
});

describe('a control plane that stores less', () => {
  it('leaves open who asked, finds the resource by its identifier, and takes its own reason', async () => {
    const at = new Date().toISOString();
    const event = {
      id: 'event-1',
      zone_id: zone.id,
      event_type: 'token_exchange',
      request_id: '',
      decision: 'deny',
      evaluation_status: 'complete',
      metadata_json: { resource: 'resource://payments', reason: 'quota', requested: ['payment:read'] },
      occurred_at: at,
      ingested_at: at,
    };
    const rows = [event, { ...event, id: 'event-2', decision: '', metadata_json: null }];
    older = (path) => (path.endsWith('/audit') ? Response.json({ rows, next_cursor: null }) : undefined);
    const page = (await list()).value;
    const found = (await last(app, payments)).value;
    older = undefined;
    expect(page.rows[0]).toMatchObject({
      asked: { principal: null, subject: null, resourceId: payments, resourceName: 'payments', scopes: ['payment:read'] },
      reason: 'quota',
    });
    expect(page.rows[1]).toMatchObject({ decision: '', asked: { resource: null, scopes: null }, reason: null });
    expect(found).toMatchObject({ rows: [], looked: 2, named: false });
  });

  it('that answers with an error page is a problem, not an empty list', async () => {
    older = (path) => (path.endsWith('/audit') ? new Response('<html>oops</html>', { status: 500 }) : undefined);
    const { status, problem } = await list();
    older = undefined;
    expect([status, problem.code]).toEqual([502, 'upstream_failed']);
  });
});

describe('many events', () => {
  const count = 2_600;
  let busy: TestZone;
  let reader: Actor;
  beforeAll(async () => {
    busy = await makeZone(console_.controlPlane, 'Busy');
    reader = await person(console_, { zone: busy.id, role: 'auditor' });
    const start = Date.parse('2026-11-01T00:00:00Z');
    // Bursts of 60 rows within one millisecond, so that pages of 1000 and of 100 end inside one.
    const rows = Array.from({ length: count }, (_, index) => {
      const at = new Date(start + Math.floor(index / 60)).toISOString().replace('Z', `${String(index % 60).padStart(3, '0')}Z`);
      const decision = index % 10 === 0 ? 'deny' : 'allow';
      return {
        zone_id: busy.id,
        id: `event-${index}`,
        request_id: `request-${index}`,
        decision,
        evaluation_status: 'complete',
        occurred_at: at,
      };
    });
    for (let from = 0; from < count; from += 1000) await console_.controlPlane.seed.auditEvents(rows.slice(from, from + 1000));
  });

  it('are exported completely, each once, in both formats, filtered as the list is', async () => {
    const ids = ((await download({}, busy.id, reader)).value as { id: string }[]).map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([count, count]);
    expect(ids[0]).toBe(`event-${count - 1}`);
    expect(((await download({ decision: 'deny' }, busy.id, reader)).value as unknown[]).length).toBe(count / 10);
    const csv = String((await download({ format: 'csv' }, busy.id, reader)).value);
    expect(csv.trimEnd().split('\r\n')).toHaveLength(count + 1);
  });

  it('are exported completely by a control plane that gives less than it is asked for', async () => {
    older = (path, search) => {
      if (path.endsWith('/audit')) search.set('limit', String(Math.min(Number(search.get('limit')), 150)));
      return undefined;
    };
    const ids = ((await download({}, busy.id, reader)).value as { id: string }[]).map(({ id }) => id);
    older = undefined;
    expect([ids.length, new Set(ids).size]).toEqual([count, count]);
  });

  it('have no end where a page is empty and says that there is more', async () => {
    let asked = 0;
    const place = (day: number) => Buffer.from(JSON.stringify({ ts: `2026-12-0${day}T00:00:00.000Z`, id: 'x' })).toString('base64url');
    older = (path) => {
      if (!path.endsWith('/audit')) return undefined;
      asked += 1;
      return asked > 2 ? undefined : Response.json({ rows: [], next_cursor: place(3 - asked) });
    };
    const ids = (await download({}, busy.id, reader)).value as unknown[];
    expect([ids.length, asked]).toEqual([count, 5]);
    asked = 1;
    const { value } = await list({ size: '20' }, reader, busy.id);
    older = undefined;
    expect([value.rows.length, value.cursor]).toEqual([0, `c:${place(1)}`]);
    expect((await list({ size: '20', cursor: value.cursor ?? '' }, reader, busy.id)).value.rows).toHaveLength(20);
  });

  it('are read on by the cursor of a control plane that looks at its filters after it has cut a page', async () => {
    const event = (id: string, at: string) => ({
      zone_id: busy.id,
      id,
      request_id: id,
      event_type: 'token_exchange',
      decision: 'deny',
      evaluation_status: 'complete',
      metadata_json: {},
      occurred_at: at,
      ingested_at: at,
    });
    older = (path, search) => {
      if (!path.endsWith('/audit')) return undefined;
      return search.get('cursor') === 'c1'
        ? Response.json({ rows: [event('b', '2026-11-01T00:00:00.000Z')], next_cursor: null })
        : Response.json({ rows: [event('a', '2026-11-02T00:00:00.000Z')], next_cursor: 'c1' });
    };
    const ids = ((await download({ decision: 'deny' }, busy.id, reader)).value as { id: string }[]).map(({ id }) => id);
    older = undefined;
    expect(ids).toEqual(['a', 'b']);
  });

  it('have no place by a cursor that nobody gave', async () => {
    const { status, problem } = await list({ cursor: 'c:nonsense' }, reader, busy.id);
    expect([status, problem.code, Object.keys(problem.fields ?? {})]).toEqual([422, 'invalid_input', ['cursor']]);
  });

  it('are read page by page without a gap, also where a page ends within a millisecond', async () => {
    const seen = new Set<string>();
    let cursor: string | null | undefined;
    let pages = 0;
    while (cursor !== null) {
      const { status, value } = await list({ size: '100', ...(cursor && { cursor }) }, reader, busy.id);
      expect(status).toBe(200);
      for (const { id } of value.rows) seen.add(id);
      cursor = value.cursor;
      pages += 1;
      expect(pages).toBeLessThan(100);
    }
    expect(seen.size).toBe(count);
  });

  it('are read on where one millisecond fills whole pages', async () => {
    const seen = new Set<string>();
    let cursor: string | null | undefined;
    while (cursor !== null && seen.size < 300) {
      const { value } = await list({ size: '20', ...(cursor && { cursor }) }, reader, busy.id);
      const before = seen.size;
      for (const { id } of value.rows) seen.add(id);
      expect(seen.size).toBeGreaterThan(before);
      cursor = value.cursor;
    }
    expect([...seen].slice(0, 300)).toEqual(Array.from({ length: 300 }, (_, index) => `event-${count - 1 - index}`));
  });
});
