import 'server-only';
import { and, eq } from 'drizzle-orm';
import type { LinkState } from '#access/link-states.ts';
import { ProblemError } from '#http/problem.ts';
import { recordActivity } from '../activity/record.ts';
import type { ZoneScope } from '../bff/zone.ts';
import type { Database } from '../database/open.ts';
import { invitations, memberships, people } from '../database/tables.ts';
import { changeParts } from '../people/parts.ts';
import type { Session } from '../session/session.ts';
import { intendDeletion, settleSoon } from './intents.ts';
import { type Found, findByToken, storedState, upstreamState } from './link.ts';
import type { InvitationRecord } from './state.ts';

export type Acceptance = { joined: boolean; invitation: InvitationRecord };

const refusals: Record<Exclude<LinkState, 'valid' | 'accepted-by-you' | 'member'>, () => ProblemError> = {
  unknown: () =>
    new ProblemError('not_found', 'This invitation is not known.', { detail: 'Nothing was changed. Open the whole link from your mail.' }),
  expired: () => new ProblemError('gone', 'This invitation has expired.', { detail: 'Nobody joined. Ask for a new link.' }),
  withdrawn: () => new ProblemError('gone', 'This invitation was withdrawn.', { detail: 'Nobody joined.' }),
  terminal: () => new ProblemError('gone', 'This invitation was withdrawn.', { detail: 'Nobody joined.' }),
  replaced: () =>
    new ProblemError('gone', 'A newer link has replaced this one.', { detail: 'Nobody joined. Open the newest mail or link.' }),
  declined: () => new ProblemError('gone', 'This invitation was declined.', { detail: 'Nobody joined.' }),
  accepted: () => new ProblemError('gone', 'This invitation was used by somebody else.', { detail: 'Nothing was changed.' }),
  'other-person': () =>
    new ProblemError('forbidden', 'This invitation is for another person.', { detail: 'Nobody joined. Sign in with the invited address.' }),
  inviter: () =>
    new ProblemError('gone', 'Whoever invited you may no longer do so.', {
      detail: 'Nobody joined. Ask a zone admin for a new invitation.',
    }),
  archived: () => new ProblemError('gone', 'This zone does not exist any more.', { detail: 'Nobody joined.' }),
};

/** The problem that refuses what a link's state does not allow. */
export const refusalFor = (state: Exclude<LinkState, 'valid' | 'accepted-by-you' | 'member'>): ProblemError => refusals[state]();

/**
 * Accepts an invitation. Asked any number of times, in any number of tabs and processes, it makes exactly one membership and one row of
 * activity, in one transaction; whoever accepted gets the same answer again, with `joined` false.
 * @param zoneOf binds the control plane to the invitation's zone
 * @throws ProblemError `not_found`, `gone` or `forbidden` by the link's state; what the control plane's failure is when it cannot be asked
 */
export async function accept(
  tokenHash: string,
  session: Session,
  zoneOf: (zoneId: string) => Promise<ZoneScope>,
  requestId: string,
): Promise<Acceptance> {
  const found = await findByToken(tokenHash);
  const state = storedState(found, session.person.id, new Date());
  if (!found) throw refusalFor('unknown');
  if (state === 'accepted-by-you') return { joined: false, invitation: found.invitation };
  if (state !== 'valid') throw refusalFor(state as 'expired');
  const upstream = await upstreamState(await zoneOf(found.invitation.zoneId), found.invitation);
  const decided = await changeParts(found.invitation.zoneId, (within) =>
    decide(within, { tokenHash, session, found, upstream, requestId }),
  );
  settleSoon(found.invitation.zoneId);
  return decided;
}

type Decision = { tokenHash: string; session: Session; found: Found; upstream: 'valid' | 'archived' | 'terminal'; requestId: string };

async function decide(within: Database, { tokenHash, session, found, upstream, requestId }: Decision): Promise<Acceptance> {
  const { id, zoneId } = found.invitation;
  await within.select({ id: invitations.id }).from(invitations).where(eq(invitations.id, id)).for('update');
  const now = new Date();
  const fresh = await findByToken(tokenHash, within);
  const state = storedState(fresh, session.person.id, now);
  if (!fresh) throw refusalFor('unknown');
  if (state === 'accepted-by-you') return { joined: false, invitation: fresh.invitation };
  if (state !== 'valid') throw refusalFor(state as 'expired');
  // A resend in between would have replaced this token: the record that was looked up is this one's.
  if (upstream !== 'valid') throw refusalFor(upstream);
  const [person] = await within
    .select()
    .from(people)
    .where(and(eq(people.id, session.person.id), eq(people.active, true)));
  if (!person) throw new ProblemError('unauthenticated', 'Sign in to continue.', { detail: 'Nobody joined.' });
  if (person.emailKey !== fresh.invitation.emailKey) throw refusalFor('other-person');
  const { role } = fresh.invitation;
  const added = person.owner
    ? []
    : await within
        .insert(memberships)
        .values({ zoneId, personId: person.id, role })
        .onConflictDoNothing()
        .returning({ role: memberships.role });
  const [closed] = await within
    .update(invitations)
    .set({ state: 'accepted', closedAt: now, closedBy: person.id, upstreamId: null })
    .where(eq(invitations.id, id))
    .returning();
  if (!closed) throw new Error('the invitation is not there');
  await intendDeletion(within, fresh.invitation);
  const joined = added.length > 0;
  await recordActivity(
    {
      zoneId,
      kind: 'outcome',
      requestId,
      actorId: person.id,
      actor: person.email,
      role: joined ? role : 'none',
      action: 'invitation.accept',
      objectId: id,
      outcome: 'done',
      detail: { role, joined, invitedBy: fresh.inviter.email },
    },
    within,
  );
  return { joined, invitation: closed };
}

/**
 * Declines by the link alone; whoever holds it may. Declined again, it stays so.
 * @throws ProblemError `not_found` or `gone` when there is nothing open to decline
 */
export async function decline(tokenHash: string, requestId: string): Promise<void> {
  const found = await findByToken(tokenHash);
  if (!found) throw refusalFor('unknown');
  const { id, zoneId } = found.invitation;
  await changeParts(zoneId, async (within) => {
    await within.select({ id: invitations.id }).from(invitations).where(eq(invitations.id, id)).for('update');
    const now = new Date();
    const fresh = await findByToken(tokenHash, within);
    const state = storedState(fresh, undefined, now);
    if (!fresh || state === 'unknown') throw refusalFor('unknown');
    if (state === 'declined') return;
    if (state !== 'valid' && state !== 'inviter') throw refusalFor(state as 'expired');
    await within.update(invitations).set({ state: 'declined', closedAt: now, upstreamId: null }).where(eq(invitations.id, id));
    await intendDeletion(within, fresh.invitation);
    await recordActivity(
      {
        zoneId,
        kind: 'outcome',
        requestId,
        actorId: 'invited',
        actor: fresh.invitation.email,
        role: 'none',
        action: 'invitation.decline',
        objectId: id,
        outcome: 'done',
        detail: { role: fresh.invitation.role, invitedBy: fresh.inviter.email },
      },
      within,
    );
  });
  settleSoon(zoneId);
}
