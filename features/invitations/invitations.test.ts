import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { TransportError } from '#server/control-plane/transport.ts';
import { activity, invitationIntents, invitations, invitationTokens } from '#server/database/tables.ts';
import { invitationsPerHour } from '#server/invitations/invite.ts';
import { forgetChecks } from '#server/invitations/list.ts';
import { settleEverywhere } from '#server/invitations/upkeep.ts';
import { setRole } from '#server/people/people.ts';
import { hashToken } from '#server/session/tokens.ts';
import { type Actor, ask, openConsole, person, type TestConsole } from '../../tests/support/console.ts';
import {
  acceptAs,
  deleteInTerminal,
  expire,
  inviteAs,
  invited,
  listAs,
  newKey,
  personCalled,
  previewAs,
  recordsOf,
  resendAs,
  revokeAs,
  tokenOf,
} from '../../tests/support/invitations.ts';
import { makeZone } from '../../tests/support/zone.ts';
import { changeInvitationSettings, copyInvitationLink, invitePeople, readInvitationSettings } from './api.ts';
import { downloadInvitations, getInvitationSettings, patchInvitationSettings, postInvitations, postLink } from './server.ts';

let console_: TestConsole;
let owner: Actor;
let zoneId: string;
beforeAll(async () => {
  console_ = await openConsole();
});
beforeEach(async () => {
  await console_.truncate();
  forgetChecks();
  owner = await person(console_, { owner: true });
  zoneId = (await makeZone(console_.controlPlane)).id;
});
afterAll(() => console_.close());

const outcomes = async (who: Actor, emails: string[]) =>
  (await inviteAs(who, zoneId, { emails })).value.results.map(({ outcome }) => outcome);
const settings = async (who: Actor, change: { invitationHours?: number; allowedDomains?: string[] }) => {
  const read = await ask(readInvitationSettings, getInvitationSettings, who, { params: { zoneId } });
  return ask(changeInvitationSettings, patchInvitationSettings, who, {
    params: { zoneId },
    body: change,
    headers: { 'if-match': read.headers.get('etag') ?? '' },
  });
};
/** The control plane says no, with its code. */
const refused = (status: number, error: string) =>
  Promise.resolve(new Response(JSON.stringify({ error }), { status, headers: { 'content-type': 'application/json' } }));
/** The connection broke after the request was sent. */
const broken = () => Promise.reject<Response>(new TransportError('broken', true));
const allTokens = () => console_.store.db.select().from(invitationTokens);
const settled = () => vi.waitFor(async () => expect(await console_.store.db.select().from(invitationIntents)).toEqual([]));

describe('inviting', () => {
  it('makes the control plane’s record and a link that is kept as a hash only', async () => {
    const { id, token, link } = await invited(owner, zoneId, 'alice@example.com', 'auditor');
    expect(link).toMatch(/^http:\/\/localhost:3000\/accept#[A-Za-z0-9_-]{43}$/);
    expect(await recordsOf(console_, zoneId)).toMatchObject([{ email: 'alice@example.com', role: 'auditor', invited_by: owner.email }]);
    const [row] = await console_.store.db.select().from(invitations);
    expect(row).toMatchObject({ id, state: 'pending', role: 'auditor', zoneName: 'Production' });
    expect(await allTokens()).toMatchObject([{ tokenHash: hashToken(token), invitationId: id, replacedAt: null }]);
    expect(JSON.stringify([row, await allTokens(), await console_.store.db.select().from(activity)])).not.toContain(token);
  });
  it('gives each address an answer of its own', async () => {
    const member = await person(console_, { zone: zoneId, role: 'member' });
    await invited(owner, zoneId, 'pending@example.com');
    expect(
      await outcomes(owner, [
        'new@example.com',
        'nonsense',
        'NEW@example.com',
        member.email.toUpperCase(),
        owner.email,
        'Pending@Example.com',
      ]),
    ).toEqual(['invited', 'malformed', 'repeated', 'member', 'member', 'pending']);
    expect(await recordsOf(console_, zoneId)).toHaveLength(2);
  });
  it('keeps to the zone’s domains, and to any domain without them', async () => {
    expect(await outcomes(owner, ['a@elsewhere.example'])).toEqual(['invited']);
    expect((await settings(owner, { allowedDomains: ['example.com'] })).status).toBe(200);
    expect(await outcomes(owner, ['b@EXAMPLE.com', 'b@sub.example.com', 'b@elsewhere.example', 'b@notexample.com'])).toEqual([
      'invited',
      'domain',
      'domain',
      'domain',
    ]);
  });
  it('lasts as long as the zone says, a day by itself, here and in the control plane', async () => {
    const hours = async (id: string) => {
      const [row] = await console_.store.db.select().from(invitations).where(eq(invitations.id, id));
      const record = (await recordsOf(console_, zoneId)).find(({ id: upstream }) => upstream === row?.upstreamId);
      expect(Date.parse(record?.expires_at ?? '')).toBe(row?.expiresAt.getTime());
      return ((row?.expiresAt.getTime() ?? 0) - (row?.createdAt.getTime() ?? 0)) / 3_600_000;
    };
    expect(await hours((await invited(owner, zoneId, 'a@example.com')).id)).toBe(24);
    await settings(owner, { invitationHours: 72 });
    expect(await hours((await invited(owner, zoneId, 'b@example.com')).id)).toBe(72);
  });
  it('is for admins and owners; an auditor sees the list, a member nothing, another zone’s admin not even the zone', async () => {
    const admin = await person(console_, { zone: zoneId, role: 'admin' });
    const auditor = await person(console_, { zone: zoneId, role: 'auditor' });
    const member = await person(console_, { zone: zoneId, role: 'member' });
    const stranger = await person(console_, { zone: (await makeZone(console_.controlPlane, 'Other')).id, role: 'admin' });
    const body = { emails: ['x@example.com'], role: 'admin' as const };
    expect((await inviteAs(auditor, zoneId, body)).status).toBe(403);
    expect((await inviteAs(member, zoneId, body)).status).toBe(403);
    expect((await inviteAs(stranger, zoneId, body)).status).toBe(404);
    expect((await inviteAs(null, zoneId, body)).status).toBe(401);
    expect(await recordsOf(console_, zoneId)).toEqual([]);
    const { id } = await invited(admin, zoneId, 'x@example.com', 'admin');
    expect((await listAs(auditor, zoneId)).value.items).toHaveLength(1);
    expect((await listAs(member, zoneId)).status).toBe(403);
    expect((await resendAs(auditor, zoneId, [id])).status).toBe(403);
    expect((await revokeAs(auditor, zoneId, [id])).status).toBe(403);
    expect((await revokeAs(stranger, zoneId, [id])).status).toBe(404);
    expect((await listAs(admin, zoneId)).value.items[0]?.state).toBe('pending');
  });
  it('never makes an owner', async () => {
    expect((await inviteAs(owner, zoneId, { emails: ['x@example.com'], role: 'owner' as 'admin' })).problem.code).toBe('invalid_input');
    expect(await recordsOf(console_, zoneId)).toEqual([]);
  });
  it('makes one invitation however many ask for the same address at once', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, (_, i) => outcomes(owner, [i % 2 ? 'same@example.com' : 'Same@Example.com'])));
    expect(all.flat().sort()).toEqual(['invited', 'pending', 'pending', 'pending', 'pending', 'pending']);
    expect(await recordsOf(console_, zoneId)).toHaveLength(1);
  });
  it('is done once per key: a repeat gets no link again', async () => {
    const headers = newKey();
    const body = { emails: ['once@example.com'], role: 'member' as const };
    expect((await ask(invitePeople, postInvitations, owner, { params: { zoneId }, body, headers })).status).toBe(201);
    const again = await ask(invitePeople, postInvitations, owner, { params: { zoneId }, body, headers });
    expect([again.status, JSON.stringify(again.problem).includes('/accept#')]).toEqual([409, false]);
    expect(await recordsOf(console_, zoneId)).toHaveLength(1);
  });
  it('stops at what a team needs in an hour', async () => {
    const now = new Date();
    const { id: invitedBy } = owner;
    await console_.store.db.insert(invitations).values(
      Array.from({ length: invitationsPerHour - 1 }, (_, i) => ({
        id: crypto.randomUUID(),
        zoneId,
        zoneName: 'Production',
        email: `old${i}@example.com`,
        emailKey: `old${i}@example.com`,
        role: 'member' as const,
        invitedBy,
        createdAt: now,
        issuedAt: now,
        expiresAt: now,
        state: 'withdrawn' as const,
      })),
    );
    expect(await outcomes(owner, ['last@example.com', 'over@example.com'])).toEqual(['invited', 'limited']);
  });
  it('makes room where an earlier one has expired', async () => {
    const first = await invited(owner, zoneId, 'alice@example.com');
    await expire(console_, first.id);
    const second = await invited(owner, zoneId, 'alice@example.com');
    expect((await previewAs(null, first.token)).value.state).toBe('replaced');
    expect((await previewAs(null, second.token)).value.state).toBe('valid');
    await settled();
    expect(await recordsOf(console_, zoneId)).toHaveLength(1);
  });
});

describe('a failure in between', () => {
  const isCreation = (path: string, method: string) => method === 'POST' && path.endsWith('/invitations');
  const rows = () => console_.store.db.select().from(invitations);

  it('that the control plane told leaves nothing, and the address can be invited again', async () => {
    console_.between((path, method) => (isCreation(path, method) ? refused(400, 'invalid_request') : undefined));
    expect(await outcomes(owner, ['a@example.com'])).toEqual(['failed']);
    console_.between(undefined);
    expect([await rows(), await console_.store.db.select().from(invitationIntents), await recordsOf(console_, zoneId)]).toEqual([
      [],
      [],
      [],
    ]);
    expect(await outcomes(owner, ['a@example.com'])).toEqual(['invited']);
  });
  it('after the record was made leaves no link, and the record is found and taken back', async () => {
    console_.between((path, method, pass) => (isCreation(path, method) ? pass().then(broken) : undefined));
    expect(await outcomes(owner, ['a@example.com'])).toEqual(['unknown']);
    console_.between(undefined);
    expect([(await rows()).length, (await allTokens()).length, (await recordsOf(console_, zoneId)).length]).toEqual([0, 0, 1]);
    expect((await listAs(owner, zoneId)).value.items).toEqual([]);
    await settleEverywhere({ before: new Date(Date.now() + 1000) });
    expect([await recordsOf(console_, zoneId), await console_.store.db.select().from(invitationIntents)]).toEqual([[], []]);
  });
  it('that ended the process is made good at the next start, and by a retry of the same address', async () => {
    // As the process leaves it that is killed after the control plane has answered and before the token is kept.
    const killed = async () => {
      const { id } = await invited(owner, zoneId, 'a@example.com');
      const [row] = await rows();
      await console_.store.db.delete(invitationTokens);
      await console_.store.db.update(invitations).set({ state: 'creating', upstreamId: null, upstreamAt: null });
      await console_.store.db.insert(invitationIntents).values({
        id: crypto.randomUUID(),
        zoneId,
        invitationId: id,
        intent: 'create',
        email: 'a@example.com',
        invitedBy: owner.email,
        expiresAt: row?.expiresAt ?? null,
        createdAt: new Date(),
      });
    };
    await killed();
    expect((await listAs(owner, zoneId)).value.items).toEqual([]);
    await settleEverywhere({ before: new Date(Date.now() + 1000) });
    expect([await rows(), await recordsOf(console_, zoneId)]).toEqual([[], []]);
    await killed();
    const again = await invited(owner, zoneId, 'a@example.com');
    expect((await previewAs(null, again.token)).value.state).toBe('valid');
    expect([(await rows()).length, (await recordsOf(console_, zoneId)).length]).toEqual([1, 1]);
  });
  it('never takes back a record of an invitation that stands, nor one that somebody made in a terminal', async () => {
    const { token } = await invited(owner, zoneId, 'a@example.com');
    const [row] = await rows();
    await console_.controlPlane.fetch(`http://x/v1/zones/${zoneId}/invitations`, {
      method: 'POST',
      headers: { authorization: 'Bearer test-admin-token', 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'b@example.com', role: 'member', invited_by: 'cli' }),
    });
    await console_.store.db.insert(invitationIntents).values({
      id: crypto.randomUUID(),
      zoneId,
      invitationId: row?.id ?? '',
      intent: 'create',
      email: 'a@example.com',
      invitedBy: owner.email,
      expiresAt: row?.expiresAt ?? null,
      createdAt: new Date(0),
    });
    await settleEverywhere('over');
    expect(await recordsOf(console_, zoneId)).toHaveLength(2);
    expect((await previewAs(null, token)).value.state).toBe('valid');
  });
  it('of a deletion is paid later: the link is dead at once, the record when the control plane is back', async () => {
    const { id, token } = await invited(owner, zoneId, 'a@example.com');
    let asked = 0;
    console_.between((_path, method) => {
      if (method !== 'DELETE') return undefined;
      asked += 1;
      return broken();
    });
    expect((await revokeAs(owner, zoneId, [id])).value.results).toEqual([{ id, outcome: 'revoked' }]);
    expect((await previewAs(null, token)).value.state).toBe('withdrawn');
    await vi.waitFor(() => expect(asked).toBeGreaterThan(0));
    expect(await recordsOf(console_, zoneId)).toHaveLength(1);
    console_.between(undefined);
    await settleEverywhere('over');
    expect(await recordsOf(console_, zoneId)).toEqual([]);
  });
});

describe('many at once', () => {
  it('are revoked with one deletion each', async () => {
    const { value } = await inviteAs(owner, zoneId, { emails: Array.from({ length: 30 }, (_, i) => `many${i}@example.com`) });
    let deletions = 0;
    console_.between((_path, method) => {
      if (method === 'DELETE') deletions += 1;
      return undefined;
    });
    await revokeAs(
      owner,
      zoneId,
      value.results.map(({ id }) => id ?? ''),
    );
    await settled();
    expect([deletions, await recordsOf(console_, zoneId)]).toEqual([30, []]);
  });
  it('keep their links when one of them fails', async () => {
    let creations = 0;
    console_.between((path, method) => {
      if (method !== 'POST' || !path.endsWith('/invitations')) return undefined;
      creations += 1;
      return creations === 2 ? broken() : undefined;
    });
    expect(await outcomes(owner, ['a@example.com', 'b@example.com', 'c@example.com'])).toEqual(['invited', 'unknown', 'invited']);
  });
});

describe('where the control plane has no invitations', () => {
  it('the console works alone, and the settings say so', async () => {
    const recorded = async () => (await ask(readInvitationSettings, getInvitationSettings, owner, { params: { zoneId } })).value.recorded;
    expect(await recorded()).toBe('yes');
    console_.between((path) => (path.includes('/invitations') ? refused(404, 'Not Found') : undefined));
    expect(await recorded()).toBe('no');
    const alice = await personCalled(console_, 'alice@example.com');
    const first = await invited(owner, zoneId, 'alice@example.com');
    const second = tokenOf((await resendAs(owner, zoneId, [first.id])).value.results[0]?.link);
    expect((await previewAs(alice, first.token)).value.state).toBe('replaced');
    expect((await acceptAs(alice, second)).value.joined).toBe(true);
    console_.between(broken);
    expect(await recorded()).toBe('unknown');
  });
});

describe('the list', () => {
  it('keeps every invitation for ever, with who invited, how it ended and when', async () => {
    const alice = await personCalled(console_, 'alice@example.com');
    const made = {
      open: await invited(owner, zoneId, 'open@example.com'),
      over: await invited(owner, zoneId, 'over@example.com'),
      alice: await invited(owner, zoneId, 'alice@example.com'),
      gone: await invited(owner, zoneId, 'gone@example.com'),
      terminal: await invited(owner, zoneId, 'terminal@example.com'),
    };
    await expire(console_, made.over.id);
    await acceptAs(alice, made.alice.token);
    await revokeAs(owner, zoneId, [made.gone.id]);
    const record = (await recordsOf(console_, zoneId)).find(({ email }) => email === 'terminal@example.com');
    await deleteInTerminal(console_, zoneId, record?.id ?? '');
    forgetChecks();
    const { items, checked } = (await listAs(owner, zoneId, { sort: 'email' })).value;
    expect(checked).toBe(true);
    expect(items.map(({ email, state, reason }) => [email, state, reason])).toEqual([
      ['alice@example.com', 'accepted', ''],
      ['gone@example.com', 'withdrawn', 'revoked'],
      ['open@example.com', 'pending', ''],
      ['over@example.com', 'expired', ''],
      ['terminal@example.com', 'withdrawn', 'terminal'],
    ]);
    expect(items[0]).toMatchObject({ invitedBy: { email: owner.email }, inviterEntitled: true, closedAt: expect.any(String) });
    expect(items[0]?.closedBy).toMatch(/^Person/);
    expect((await listAs(owner, zoneId, { state: 'withdrawn' })).value.matched).toBe(2);
    expect((await listAs(owner, zoneId, { q: 'OPEN@' })).value.matched).toBe(1);
  });
  it('stands when the control plane does not answer, and says that it could not be asked', async () => {
    const { id } = await invited(owner, zoneId, 'a@example.com');
    console_.between(broken);
    const { value } = await listAs(owner, zoneId);
    expect([value.items.map((row) => [row.id, row.state]), value.checked]).toEqual([[[id, 'pending']], false]);
  });
  it('concludes nothing from a list that was read before the record was made', async () => {
    const records = await recordsOf(console_, zoneId);
    expect(records).toEqual([]);
    const { id } = await invited(owner, zoneId, 'a@example.com');
    expect((await listAs(owner, zoneId)).value.items[0]).toMatchObject({ id, state: 'pending' });
  });
  it('can be downloaded, without tokens', async () => {
    const { token } = await invited(owner, zoneId, 'a@example.com');
    const response = await downloadInvitations(
      new Request(`http://localhost:3000/api/zones/${zoneId}/invitations/export?format=csv`, {
        headers: { cookie: owner.cookie, 'sec-fetch-site': 'same-origin' },
      }),
      { params: Promise.resolve({ zoneId }) },
    );
    const text = await response.text();
    expect([response.status, text.split('\r\n').length > 1 || text.split('\n').length > 1]).toEqual([200, true]);
    expect(text).not.toContain(token);
  });
});

describe('a new link', () => {
  const copy = (who: Actor, id: string) => ask(copyInvitationLink, postLink, who, { params: { zoneId, id }, headers: newKey() });

  it('replaces the one before, with the same term and the same record', async () => {
    const first = await invited(owner, zoneId, 'a@example.com');
    const before = await recordsOf(console_, zoneId);
    const second = await copy(owner, first.id);
    expect(second.status).toBe(201);
    expect((await previewAs(null, first.token)).value.state).toBe('replaced');
    expect((await previewAs(null, tokenOf(second.value.link))).value.state).toBe('valid');
    expect(await recordsOf(console_, zoneId)).toEqual(before);
  });
  it('is not made for one that is not open or has expired, nor for an auditor', async () => {
    const { id, token } = await invited(owner, zoneId, 'a@example.com');
    expect((await copy(await person(console_, { zone: zoneId, role: 'auditor' }), id)).status).toBe(403);
    await expire(console_, id);
    expect((await copy(owner, id)).problem.code).toBe('conflict');
    expect((await previewAs(null, token)).value.state).toBe('expired');
    await revokeAs(owner, zoneId, [id]);
    expect((await copy(owner, id)).problem.code).toBe('conflict');
    expect((await copy(owner, crypto.randomUUID())).problem.code).toBe('conflict');
  });
  it('is not made while whoever invited may not, nor for a record that is gone', async () => {
    const admin = await person(console_, { zone: zoneId, role: 'admin' });
    const { id } = await invited(admin, zoneId, 'a@example.com');
    await setRole(zoneId, admin.id, 'auditor');
    expect((await copy(owner, id)).problem.code).toBe('conflict');
    await setRole(zoneId, admin.id, 'admin');
    expect((await copy(owner, id)).status).toBe(201);
    const [record] = await recordsOf(console_, zoneId);
    await deleteInTerminal(console_, zoneId, record?.id ?? '');
    expect((await copy(owner, id)).problem.code).toBe('conflict');
  });
  it('by resending is not made for a domain that is not allowed any more, nor while the records cannot be looked up', async () => {
    const { id, token } = await invited(owner, zoneId, 'a@elsewhere.example');
    console_.between((path, method) => (method === 'GET' && path.endsWith('/invitations') ? refused(500, 'internal_error') : undefined));
    expect((await resendAs(owner, zoneId, [id])).value.results).toMatchObject([{ outcome: 'failed' }]);
    console_.between(undefined);
    await settings(owner, { allowedDomains: ['example.com'] });
    expect((await resendAs(owner, zoneId, [id])).value.results).toMatchObject([{ outcome: 'domain' }]);
    expect((await previewAs(null, token)).value.state).toBe('valid');
  });
  it('by resending gets a new term and a new record, and the one who resends is the inviter', async () => {
    const admin = await person(console_, { zone: zoneId, role: 'admin' });
    const first = await invited(owner, zoneId, 'a@example.com');
    const [record] = await recordsOf(console_, zoneId);
    await expire(console_, first.id);
    const { results } = (await resendAs(admin, zoneId, [first.id, crypto.randomUUID()])).value;
    expect(results.map(({ outcome }) => outcome)).toEqual(['renewed', 'missing']);
    expect((await previewAs(null, first.token)).value.state).toBe('replaced');
    expect((await previewAs(null, tokenOf(results[0]?.link))).value).toMatchObject({
      state: 'valid',
      invitation: { inviter: { email: admin.email } },
    });
    await settled();
    const after = await recordsOf(console_, zoneId);
    expect(after).toMatchObject([{ invited_by: admin.email }]);
    expect(after[0]?.id).not.toBe(record?.id);
  });
  it('by resending is not made for one that is closed', async () => {
    const { id } = await invited(owner, zoneId, 'a@example.com');
    await revokeAs(owner, zoneId, [id]);
    expect((await resendAs(owner, zoneId, [id])).value.results).toMatchObject([{ outcome: 'closed' }]);
    await settled();
    expect(await recordsOf(console_, zoneId)).toEqual([]);
  });
  it('of another zone’s invitation cannot be had through this one', async () => {
    const other = (await makeZone(console_.controlPlane, 'Other')).id;
    const { id, token } = await invited(owner, other, 'a@example.com');
    const admin = await person(console_, { zone: zoneId, role: 'admin' });
    expect((await copy(admin, id)).problem.code).toBe('conflict');
    expect((await resendAs(admin, zoneId, [id])).value.results).toMatchObject([{ outcome: 'missing' }]);
    expect((await revokeAs(admin, zoneId, [id])).value.results).toMatchObject([{ outcome: 'missing' }]);
    expect((await previewAs(null, token)).value.state).toBe('valid');
  });
});

describe('the settings', () => {
  it('are changed from the version that was read, by those who may write the zone', async () => {
    const auditor = await person(console_, { zone: zoneId, role: 'auditor' });
    expect((await settings(auditor, { invitationHours: 1 })).status).toBe(403);
    expect((await settings(owner, { invitationHours: 48 })).value).toEqual({ invitationHours: 48, allowedDomains: [] });
    const stale = await ask(changeInvitationSettings, patchInvitationSettings, owner, {
      params: { zoneId },
      body: { invitationHours: 2 },
      headers: { 'if-match': '"old"' },
    });
    expect(stale.problem).toMatchObject({ code: 'stale', current: { value: { invitationHours: 48 } } });
  });
  it.each([
    { invitationHours: 0 },
    { invitationHours: 721 },
    { invitationHours: 1.5 },
    { allowedDomains: ['@x.com'] },
    { allowedDomains: ['a.com', 'A.com'] },
    {},
  ])('refuse %j', async (change) => expect((await settings(owner, change)).problem.code).toBe('invalid_input'));
});

describe('activity', () => {
  it('tells who invited whom and what became of it', async () => {
    await inviteAs(owner, zoneId, { emails: ['a@example.com', 'nonsense'], role: 'auditor' });
    const [intent, outcome] = await console_.store.db
      .select()
      .from(activity)
      .where(and(eq(activity.zoneId, zoneId), eq(activity.action, 'invitation.create')))
      .orderBy(activity.seq);
    expect(intent).toMatchObject({
      kind: 'intent',
      actor: owner.email,
      detail: { emails: ['a@example.com', 'nonsense'], role: 'auditor' },
    });
    expect(outcome).toMatchObject({
      kind: 'outcome',
      outcome: 'done',
      detail: {
        results: [
          { email: 'a@example.com', outcome: 'invited' },
          { email: 'nonsense', outcome: 'malformed' },
        ],
      },
    });
  });
});

it('settles nothing for an invitation that is being made elsewhere', async () => {
  const { id } = await invited(owner, zoneId, 'a@example.com');
  const [row] = await console_.store.db.select().from(invitations).where(eq(invitations.id, id));
  await console_.store.db.update(invitations).set({ state: 'creating' }).where(eq(invitations.id, id));
  await console_.store.db.insert(invitationIntents).values({
    id: crypto.randomUUID(),
    zoneId,
    invitationId: id,
    intent: 'create',
    email: 'a@example.com',
    invitedBy: owner.email,
    expiresAt: row?.expiresAt ?? null,
    createdAt: new Date(),
  });
  await settleEverywhere('over');
  expect(await console_.store.db.select().from(invitations)).toHaveLength(1);
  expect(await recordsOf(console_, zoneId)).toHaveLength(1);
});
