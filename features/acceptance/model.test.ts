import { and, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LinkState } from '#access/link-states.ts';
import { activity, invitationIntents, invitations, memberships } from '#server/database/tables.ts';
import { forgetChecks } from '#server/invitations/list.ts';
import { setRole } from '#server/people/people.ts';
import { ask, openConsole, person, type TestConsole } from '../../tests/support/console.ts';
import {
  acceptAs,
  declineAs,
  deleteInTerminal,
  expire,
  inviteAs,
  listAs,
  newKey,
  personCalled,
  previewAs,
  recordsOf,
  resendAs,
  revokeAs,
  tokenOf,
} from '../../tests/support/invitations.ts';
import { rounds } from '../../tests/support/rounds.ts';
import { makeZone } from '../../tests/support/zone.ts';
import { copyInvitationLink } from '../invitations/api.ts';
import { postLink } from '../invitations/server.ts';

const operations = [
  'create',
  'resend',
  'copy',
  'accept',
  'accept an older link',
  'decline',
  'revoke',
  'revoke in a terminal',
  'expire',
  'demote the inviter',
  'promote the inviter',
  'remove the member',
  'list',
] as const;
type Operation = (typeof operations)[number];

/** What an invitation is, said once more and as simply as possible. */
type Invitation = {
  id: string;
  state: 'open' | 'accepted-by-you' | 'declined' | 'withdrawn' | 'terminal' | 'replaced';
  expired: boolean;
  recorded: boolean;
  by: 'admin' | 'owner';
};
type Link = { token: string; of: Invitation; current: boolean };

class Model {
  readonly invitations: Invitation[] = [];
  readonly links: Link[] = [];
  member = false;
  adminMayInvite = true;
  joins = 0;

  get latest(): Invitation | undefined {
    return this.invitations.at(-1);
  }
  get open(): Invitation | undefined {
    return this.latest?.state === 'open' ? this.latest : undefined;
  }
  /** What the link shows to the invited person; looking at a record that is gone closes the invitation. */
  look({ of, current }: Link): LinkState {
    if (of.state !== 'open') return of.state;
    if (!current) return 'replaced';
    if (of.expired) return 'expired';
    if (of.by === 'admin' && !this.adminMayInvite) return 'inviter';
    if (!of.recorded) {
      of.state = 'terminal';
      return 'terminal';
    }
    return this.member ? 'member' : 'valid';
  }
  link(token: string, of: Invitation): void {
    for (const one of this.links) if (one.of === of) one.current = false;
    this.links.push({ token, of, current: true });
  }
}

let console_: TestConsole;
beforeAll(async () => {
  console_ = await openConsole();
});
afterAll(() => console_.close());

/** One zone, its admin who invites, and the person who is invited. */
async function scene(run: number) {
  const zoneId = (await makeZone(console_.controlPlane)).id;
  const admin = await person(console_, { zone: zoneId, role: 'admin' });
  const owner = await person(console_, { owner: true });
  const alice = await personCalled(console_, `alice${run}-${crypto.randomUUID().slice(0, 8)}@example.com`);
  // Each scene comes from an address of its own: requests without a session are counted by it.
  return { zoneId, admin, owner, alice, model: new Model(), from: { 'x-forwarded-for': `scene-${run}` } };
}
type Scene = Awaited<ReturnType<typeof scene>>;

/** Does an operation for real and in the model, and compares what they answer. */
const perform: Record<Operation, (scene: Scene) => Promise<void>> = {
  create: async ({ zoneId, admin, alice, model }) => {
    const { status, value } = await inviteAs(admin, zoneId, { emails: [alice.email] });
    if (!model.adminMayInvite) return expect(status).toBe(403);
    const { open } = model;
    const expected = model.member ? 'member' : open && !open.expired && open.recorded ? 'pending' : 'invited';
    expect(value.results[0]?.outcome).toBe(expected);
    if (expected !== 'invited') return;
    if (open) open.state = open.expired ? 'replaced' : 'terminal';
    const made: Invitation = { id: value.results[0]?.id ?? '', state: 'open', expired: false, recorded: true, by: 'admin' };
    model.invitations.push(made);
    model.link(tokenOf(value.results[0]?.link), made);
  },
  resend: async ({ zoneId, owner, model }) => {
    const { latest, open } = model;
    if (!latest) return;
    const result = (await resendAs(owner, zoneId, [latest.id])).value.results[0];
    expect(result?.outcome).toBe(open?.recorded ? 'renewed' : 'closed');
    if (!open) return;
    if (!open.recorded) {
      open.state = 'terminal';
      return;
    }
    Object.assign(open, { by: 'owner', expired: false });
    model.link(tokenOf(result?.link), open);
  },
  copy: async ({ zoneId, owner, model }) => {
    const { latest, open } = model;
    if (!latest) return;
    const { status, value } = await ask(copyInvitationLink, postLink, owner, { params: { zoneId, id: latest.id }, headers: newKey() });
    const entitled = open !== undefined && (open.by === 'owner' || model.adminMayInvite);
    if (open && entitled && !open.recorded) open.state = 'terminal';
    const may = entitled && open?.state === 'open' && !open.expired;
    expect(status).toBe(may ? 201 : 409);
    if (may) model.link(tokenOf(value.link), open);
  },
  accept: (one) => acceptBy(one, one.model.links.at(-1)),
  'accept an older link': (one) => acceptBy(one, one.model.links[0]),
  decline: async ({ model, from }) => {
    const link = model.links.at(-1);
    if (!link) return;
    const { status } = await declineAs(null, link.token, from);
    const may = link.of.state === 'open' && !link.of.expired;
    expect(status).toBe(may || link.of.state === 'declined' ? 204 : 410);
    if (may) link.of.state = 'declined';
  },
  revoke: async ({ zoneId, owner, model }) => {
    const { latest, open } = model;
    if (!latest) return;
    expect((await revokeAs(owner, zoneId, [latest.id])).value.results[0]?.outcome).toBe(open ? 'revoked' : 'closed');
    if (open) open.state = 'withdrawn';
  },
  'revoke in a terminal': async ({ zoneId, model }) => {
    const { open } = model;
    if (!open) return;
    const [row] = await console_.store.db.select().from(invitations).where(eq(invitations.id, open.id));
    await deleteInTerminal(console_, zoneId, row?.upstreamId ?? 'none');
    open.recorded = false;
  },
  expire: async ({ model }) => {
    const { open } = model;
    if (!open) return;
    await expire(console_, open.id);
    open.expired = true;
  },
  'demote the inviter': async ({ zoneId, admin, model }) => {
    await setRole(zoneId, admin.id, 'auditor');
    model.adminMayInvite = false;
  },
  'promote the inviter': async ({ zoneId, admin, model }) => {
    await setRole(zoneId, admin.id, 'admin');
    model.adminMayInvite = true;
  },
  'remove the member': async ({ zoneId, alice, model }) => {
    await console_.store.db.delete(memberships).where(and(eq(memberships.zoneId, zoneId), eq(memberships.personId, alice.id)));
    model.member = false;
  },
  list: async ({ zoneId, owner, model }) => {
    forgetChecks();
    const { items } = (await listAs(owner, zoneId, { size: 200 })).value;
    for (const one of model.invitations) {
      if (one.state === 'open' && !one.recorded) one.state = 'terminal';
      const shown = { open: one.expired ? 'expired' : 'pending', 'accepted-by-you': 'accepted', declined: 'declined' }[one.state as string];
      expect(items.find(({ id }) => id === one.id)?.state).toBe(shown ?? 'withdrawn');
    }
    expect(items).toHaveLength(model.invitations.length);
  },
};

async function acceptBy({ alice, model }: Scene, link: Link | undefined): Promise<void> {
  if (!link) return;
  const expected = model.look(link);
  const { status, value } = await acceptAs(alice, link.token);
  if (expected === 'accepted-by-you') return expect([status, value.joined]).toEqual([200, false]);
  if (expected !== 'valid' && expected !== 'member') return expect([expected, status]).toEqual([expected, 410]);
  expect([status, value.joined]).toEqual([200, expected === 'valid']);
  link.of.state = 'accepted-by-you';
  if (expected === 'valid') model.joins += 1;
  model.member = true;
}

/** What holds at every moment: each link says what the model says, and a membership is there when somebody joined. */
async function compare({ zoneId, alice, model, from }: Scene): Promise<void> {
  for (const link of model.links) {
    const { value } = await previewAs(alice, link.token, from);
    expect(value.state).toBe(model.look(link));
  }
  const parts = await console_.store.db
    .select()
    .from(memberships)
    .where(and(eq(memberships.zoneId, zoneId), eq(memberships.personId, alice.id)));
  expect(parts).toHaveLength(model.member ? 1 : 0);
}

/** What holds in the end: as many joins as rows that tell of them, and a record for each invitation that is open. */
async function settle({ zoneId, alice, model }: Scene): Promise<void> {
  const rows = await console_.store.db
    .select()
    .from(activity)
    .where(and(eq(activity.zoneId, zoneId), eq(activity.action, 'invitation.accept'), eq(activity.actorId, alice.id)));
  expect(rows.filter(({ detail }) => detail.joined === true)).toHaveLength(model.joins);
  await vi.waitFor(async () =>
    expect(await console_.store.db.select().from(invitationIntents).where(eq(invitationIntents.zoneId, zoneId))).toEqual([]),
  );
  const open = model.invitations.filter(({ state, recorded }) => state === 'open' && recorded);
  expect(await recordsOf(console_, zoneId)).toHaveLength(open.length);
}

describe('an invitation', () => {
  it('does what a simple model says, whatever is done to it in whichever order', { timeout: 1_800_000 }, async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...operations), { minLength: 6, maxLength: 16 }), async (sequence) => {
        run += 1;
        const one = await scene(run);
        for (const operation of ['create' as const, ...sequence]) {
          await perform[operation](one);
          // Looking at a link closes what was revoked in a terminal; what comes next has to find it out by itself.
          if (operation !== 'revoke in a terminal') await compare(one);
        }
        await settle(one);
      }),
      { numRuns: rounds({ verify: 4, test: 30, soak: 1_000 }), endOnFailure: true },
    );
  });
});
