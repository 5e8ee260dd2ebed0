import { describe, expect, it } from 'vitest';
import { AuditEvent } from '#contract/audit.ts';
import { Session } from '#contract/sessions.ts';
import { StepUpChallenge } from '#contract/step-up.ts';
import {
  call,
  describeEmbedded,
  embedded,
  exactly,
  iso,
  itEmbedded,
  made,
  newZone,
  refused,
  useControlPlane,
} from './support/control-plane.ts';

useControlPlane();
type Page<R> = { rows: R[]; next_cursor: string | null };
const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Follows cursors to the end; fails when there is none. */
async function everyPage<R>(path: string, limit: number): Promise<R[]> {
  const rows: R[] = [];
  let cursor: string | null = '';
  for (let pages = 0; cursor !== null; pages += 1) {
    expect(pages).toBeLessThan(50);
    const next: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page: Page<R> = await made<Page<R>>(200, 'GET', `${path}?limit=${limit}${next}`);
    rows.push(...page.rows);
    cursor = page.next_cursor;
  }
  return rows;
}

describe.each(['audit', 'sessions'])('the query of %s', (list) => {
  it('takes a limit from 1 to 1000 and no empty, unknown or repeated value', async () => {
    const { id: zone } = await newZone();
    const path = `/v1/zones/${zone}/${list}`;
    for (const query of ['limit=0', 'limit=1001', 'limit=abc', 'limit=1.5', 'limit=', 'limit=1&limit=2', 'cursor=', 'cursor=a&cursor=b'])
      expect(await refused('GET', `${path}?${query}`), query).toEqual([400, { error: 'invalid_query' }]);
    const own = {
      audit: [
        'decision=maybe',
        'decision=',
        'since=',
        'since=15m',
        'since=2026-06-01',
        'since=2026-06-01T10:00:00%2B00:00',
        'until=x',
        'request_id=',
        'event_type=',
      ],
      sessions: ['status=closed', 'status=', 'subject_id='],
    };
    for (const query of own[list as keyof typeof own])
      expect(await refused('GET', `${path}?${query}`), query).toEqual([400, { error: 'invalid_query' }]);
    for (const query of ['limit=1e0', 'limit=1000', 'foo=bar', 'session_type=x'])
      expect((await call('GET', `${path}?${query}`)).status, query).toBe(200);
  });

  itEmbedded('refuses a cursor that is none', async () => {
    const { id: zone } = await newZone();
    const cursors = [
      '@@@',
      'eyJmb28iOjF9',
      cursorOf({ ts: 'infinity', id: 'x' }),
      cursorOf({ ts: '2026-99-01T00:00:00Z', id: 'x' }),
      cursorOf({ ts: '2026-02-30T00:00:00Z', id: 'x' }),
      cursorOf({ ts: '0000-01-01T00:00:00Z', id: 'x' }),
      cursorOf({ ts: '2026-06-01T00:00:00Z' }),
      cursorOf(null),
      cursorOf({ ts: '2026-06-01T00:00:00Z', id: 'a\0' }),
    ];
    for (const cursor of cursors)
      expect(await refused('GET', `/v1/zones/${zone}/${list}?cursor=${cursor}`), cursor).toEqual([400, { error: 'invalid_cursor' }]);
    const own = ['2026-06-01T00:00:00Z', '2026-06-01T02:00:00.123456+02:00'].map((ts) => cursorOf({ ts, id: '~~~' }));
    const otherAlphabet = Buffer.from('{"ts":"2026-06-01T00:00:00Z","id":"~~~"}').toString('base64');
    for (const cursor of [...own, encodeURIComponent(otherAlphabet)])
      expect(await made(200, 'GET', `/v1/zones/${zone}/${list}?cursor=${cursor}`)).toEqual({ rows: [], next_cursor: null });
  });
});

describeEmbedded('sessions', () => {
  const seeded = async () => {
    const { id: zone } = await newZone();
    const at = (time: string) => `2026-06-01T10:00:${time}Z`;
    const id = (n: number) => `${zone.slice(-6)}-s${n}`;
    await embedded().seed.sessions([
      { zone_id: zone, id: id(1), subject_id: 'user-1', created_at: at('00.000100') },
      { zone_id: zone, id: id(2), subject_id: 'app-1', session_type: 'application', parent_id: id(1), created_at: at('01') },
      { zone_id: zone, id: id(3), subject_id: 'user-2', status: 'revoked', created_at: at('02.123400') },
      { zone_id: zone, id: id(4), subject_id: 'user-2', status: 'expired', created_at: at('02.123456') },
      { zone_id: zone, id: id(5), session_type: 'application', created_at: at('02.123456') },
      { zone_id: zone, id: id(6), subject_id: 'ユーザー', created_at: at('04') },
      { zone_id: zone, id: id(7), subject_id: 'user-1', expires_at: '2020-01-01T00:00:00Z', created_at: at('05') },
    ]);
    return { path: `/v1/zones/${zone}/sessions`, id, short: (rows: Session[]) => rows.map((row) => row.id.slice(-2)).join(' ') };
  };

  it('are listed newest first, milliseconds only, active after their end', async () => {
    const { path, short } = await seeded();
    const { rows, next_cursor } = await made<Page<Session>>(200, 'GET', path);
    expect([short(rows), next_cursor]).toEqual(['s7 s6 s5 s4 s3 s2 s1', null]);
    expect(rows.every((row) => exactly(Session, row))).toBe(true);
    expect(rows[0]).toMatchObject({ status: 'active', expires_at: '2020-01-01T00:00:00.000Z', created_at: '2026-06-01T10:00:05.000Z' });
    expect(rows[2]).toMatchObject({ created_at: '2026-06-01T10:00:02.123Z', subject_id: null });
  });

  it('are filtered by status and subject', async () => {
    const { path, short } = await seeded();
    const of = async (query: string) => short((await made<Page<Session>>(200, 'GET', `${path}?${query}`)).rows);
    expect(await of('status=expired')).toBe('s4');
    expect(await of('subject_id=user-1')).toBe('s7 s1');
    expect(await of(`subject_id=${encodeURIComponent('ユーザー')}`)).toBe('s6');
    expect(await of('subject_id=user-2&status=revoked')).toBe('s3');
  });

  it('lose no row between two pages, whatever their size', async () => {
    const { path, short } = await seeded();
    for (const limit of [1, 2, 3, 4, 5, 6, 7, 8])
      expect(short(await everyPage<Session>(path, limit)), String(limit)).toBe('s7 s6 s5 s4 s3 s2 s1');
    const full = await made<Page<Session>>(200, 'GET', `${path}?limit=7`);
    expect(full.next_cursor).toMatch(/^eyJ/);
    expect(await made(200, 'GET', `${path}?limit=7&cursor=${full.next_cursor}`)).toEqual({ rows: [], next_cursor: null });
  });
});

describe('the audit', () => {
  const at = (time: string) => `2026-06-01T10:00:${time}Z`;
  const seeded = async () => {
    const { id: zone } = await newZone();
    const id = (n: number) => `${zone.slice(-6)}-e${n}`;
    const request = (n: number) => `req-${zone.slice(-6)}-${n}`;
    await embedded().seed.auditEvents([
      {
        zone_id: zone,
        id: id(1),
        request_id: request(1),
        decision: 'allow',
        evaluation_status: 'complete',
        policy_set_id: 'ps',
        policy_set_version_id: 'v',
        manifest_sha: 'sha',
        determining_policies_json: [{ policy: 'p1' }],
        diagnostics_json: [{ token: 'shown' }],
        metadata_json: { scopes: ['read'], application_id: 'a' },
        occurred_at: at('00'),
      },
      {
        zone_id: zone,
        id: id(2),
        request_id: request(1),
        decision: 'deny',
        metadata_json: { error: 'access_denied' },
        occurred_at: at('01.25'),
      },
      {
        zone_id: zone,
        id: id(3),
        request_id: request(2),
        decision: 'partial',
        event_type: 'gateway_request',
        occurred_at: at('02.123456'),
      },
      {
        zone_id: zone,
        id: id(4),
        event_type: 'gateway_request',
        occurred_at: at('02.123456'),
        metadata_json: {
          note: 'kept',
          tokenId: 'kept',
          'x-api-key': 'kept',
          Authorization: 'x',
          session: null,
          api_key: { deep: 1 },
          nested: { client_secret: 1, list: [{ ok: 1, PassWord: 'x' }] },
        },
      },
      {
        zone_id: zone,
        id: id(5),
        request_id: request(3),
        decision: 'maybe',
        event_type: 'step_up',
        metadata_json: ['token', { secret: 's' }],
        occurred_at: at('03'),
      },
      {
        zone_id: zone,
        id: id(6),
        request_id: request(4),
        decision: 'allow',
        event_type: 'ünïcödé',
        metadata_json: 'a plain string',
        occurred_at: at('04'),
      },
    ]);
    return { zone, path: `/v1/zones/${zone}/audit`, request, short: (rows: AuditEvent[]) => rows.map((row) => row.id.slice(-2)).join(' ') };
  };

  itEmbedded('is listed newest first, and lists decisions that no filter knows', async () => {
    const { path, short } = await seeded();
    const { rows } = await made<Page<AuditEvent>>(200, 'GET', path);
    expect(short(rows)).toBe('e6 e5 e4 e3 e2 e1');
    expect(rows.every((row) => exactly(AuditEvent, row))).toBe(true);
    expect(rows[0]?.metadata_json).toBe('a plain string');
    expect(rows[3]).toMatchObject({ metadata_json: null, occurred_at: '2026-06-01T10:00:02.123Z' });
  });

  itEmbedded('is filtered by decision, type, request and time', async () => {
    const { path, short, request } = await seeded();
    const of = async (query: string) => short((await made<Page<AuditEvent>>(200, 'GET', `${path}?${query}`)).rows);
    expect(await of('decision=allow')).toBe('e6 e1');
    expect(await of('decision=partial')).toBe('e3');
    expect(await of(`event_type=${encodeURIComponent('ünïcödé')}`)).toBe('e6');
    expect(await of(`request_id=${request(1)}`)).toBe('e2 e1');
    expect(await of(`since=${at('03')}`)).toBe('e6 e5');
    expect(await of(`until=${at('01.250')}`)).toBe('e1');
    expect(await of(`since=${at('01')}&until=${at('03')}&decision=deny`)).toBe('e2');
  });

  itEmbedded('loses no event between two pages, filters sent again', async () => {
    const { path, short } = await seeded();
    for (const limit of [1, 2, 3, 4, 5, 6, 7])
      expect(short(await everyPage<AuditEvent>(path, limit)), String(limit)).toBe('e6 e5 e4 e3 e2 e1');
    const page = await made<Page<AuditEvent>>(200, 'GET', `${path}?decision=allow&limit=1`);
    const next = await made<Page<AuditEvent>>(200, 'GET', `${path}?decision=allow&limit=1&cursor=${page.next_cursor}`);
    expect([short(page.rows), short(next.rows)]).toEqual(['e6', 'e1']);
  });

  itEmbedded('hides values by the names of their keys, at any depth, in metadata only', async () => {
    const { path, request, short } = await seeded();
    const hidden = '[redacted]';
    const { rows } = await made<Page<AuditEvent>>(200, 'GET', path);
    const nested = { client_secret: hidden, list: [{ ok: 1, PassWord: hidden }] };
    expect(rows[2]?.metadata_json).toEqual({
      note: 'kept',
      tokenId: 'kept',
      'x-api-key': 'kept',
      Authorization: hidden,
      session: hidden,
      api_key: hidden,
      nested,
    });
    expect(rows[1]?.metadata_json).toEqual(['token', { secret: hidden }]);
    const detail = await made<AuditEvent[]>(200, 'GET', `${path}/by-request/${request(1)}`);
    expect(short(detail)).toBe('e1 e2');
    expect(detail[0]).toMatchObject({
      policy_set_id: 'ps',
      policy_set_version_id: 'v',
      manifest_sha: 'sha',
      determining_policies_json: [{ policy: 'p1' }],
      diagnostics_json: [{ token: 'shown' }],
    });
    expect(detail[1]).toMatchObject({ policy_set_id: null, determining_policies_json: null, diagnostics_json: null });
  });

  itEmbedded('shows a request in its zone only', async () => {
    const { request } = await seeded();
    const { id: other } = await newZone();
    expect(await refused('GET', `/v1/zones/${other}/audit/by-request/${request(1)}`)).toEqual([404, { error: 'request_not_found' }]);
  });

  it('has an id pattern for requests, and no log of what admins do', async () => {
    const { id: zone } = await newZone();
    expect(await refused('GET', `/v1/zones/${zone}/audit/by-request/nope`)).toEqual([404, { error: 'request_not_found' }]);
    for (const id of ['a%20b', ''])
      expect(await refused('GET', `/v1/zones/${zone}/audit/by-request/${id}`)).toEqual([400, { error: 'invalid_params' }]);
    expect(await made(200, 'GET', `/v1/zones/${zone}/audit`)).toEqual({ rows: [], next_cursor: null });
  });
});

describe('step-up challenges', () => {
  it('that do not exist cannot be read or satisfied', async () => {
    const { id: zone } = await newZone();
    expect(await refused('GET', `/v1/zones/${zone}/step-up-challenges/nope`)).toEqual([404, { error: 'challenge_not_found' }]);
    expect(await refused('POST', `/v1/zones/${zone}/step-up-challenges/nope/satisfy`)).toEqual([
      404,
      { error: 'challenge_not_found_or_expired' },
    ]);
    expect(
      await refused('POST', `/v1/zones/${zone}/step-up-challenges/nope/satisfy`, { headers: { 'content-type': 'application/json' } }),
    ).toEqual([400, { error: 'internal_error' }]);
  });

  itEmbedded('are satisfied once, in time, in their zone, with or without a body', async () => {
    const { id: zone } = await newZone();
    const { id: other } = await newZone();
    const id = (n: number) => `${zone.slice(-6)}-c${n}`;
    await embedded().seed.challenges([
      { zone_id: zone, id: id(1), session_id: 'sid', metadata_json: { resource: 'resource://calendar', token: 'shown' } },
      { zone_id: zone, id: id(2), challenge_type: 'mfa', expires_at: '2020-01-01T00:00:00Z' },
      { zone_id: zone, id: id(3), challenge_type: 'software_attestation' },
    ]);
    const path = `/v1/zones/${zone}/step-up-challenges`;
    const list = await made<StepUpChallenge[]>(200, 'GET', path);
    expect(list.map((row) => row.id)).toEqual([id(3), id(2), id(1)]);
    expect(list.every((row) => exactly(StepUpChallenge, row))).toBe(true);
    expect(await made(200, 'GET', `${path}/${id(1)}`)).toMatchObject({
      session_id: 'sid',
      metadata_json: { token: 'shown' },
      satisfied_at: null,
    });
    const missing = [404, { error: 'challenge_not_found_or_expired' }];
    expect(await refused('POST', `/v1/zones/${other}/step-up-challenges/${id(1)}/satisfy`)).toEqual(missing);
    expect(await made(200, 'POST', `${path}/${id(1)}/satisfy`)).toEqual({ id: id(1), satisfied_at: expect.stringMatching(iso) });
    expect(await refused('POST', `${path}/${id(1)}/satisfy`)).toEqual(missing);
    expect(await refused('POST', `${path}/${id(2)}/satisfy`)).toEqual(missing);
    expect((await call('POST', `${path}/${id(3)}/satisfy`, { body: { anything: true } })).status).toBe(200);
  });
});
