import 'server-only';
import { and, eq } from 'drizzle-orm';
import type { LinkState } from '#access/link-states.ts';
import type { Role } from '#access/permission.ts';
import { zoneEndpoints } from '#contract/zones.ts';
import type { ZoneScope } from '../bff/zone.ts';
import { refusalOf } from '../control-plane/refusal.ts';
import { database } from '../database/database.ts';
import type { Database } from '../database/open.ts';
import { invitations, invitationTokens, memberships, people } from '../database/tables.ts';
import { zoneServed } from '../env.ts';
import { emailKey } from '../people/email.ts';
import { roleIn, type Session } from '../session/session.ts';
import type { InvitationRecord } from './state.ts';
import { noticeWithdrawn } from './terminal.ts';

export type Found = {
  invitation: InvitationRecord;
  inviter: { name: string; email: string; entitled: boolean };
  /** The token is the one that counts. */
  current: boolean;
};

/**
 * Everything about a token in one statement, so that every token costs the same: unknown, garbled, expired or good. One of a zone that
 * this console does not serve is unknown to it.
 */
export async function findByToken(tokenHash: string, within?: Database): Promise<Found | undefined> {
  const db = within ?? (await database());
  const [row] = await db
    .select({
      invitation: invitations,
      replacedAt: invitationTokens.replacedAt,
      name: people.name,
      email: people.email,
      owner: people.owner,
      active: people.active,
      role: memberships.role,
    })
    .from(invitationTokens)
    .innerJoin(invitations, eq(invitations.id, invitationTokens.invitationId))
    .innerJoin(people, eq(people.id, invitations.invitedBy))
    .leftJoin(memberships, and(eq(memberships.personId, people.id), eq(memberships.zoneId, invitations.zoneId)))
    .where(eq(invitationTokens.tokenHash, tokenHash));
  if (!row || !zoneServed(row.invitation.zoneId)) return undefined;
  const { invitation, replacedAt, name, email, owner, active, role } = row;
  return { invitation, inviter: { name, email, entitled: active && (owner || role === 'admin') }, current: replacedAt === null };
}

/**
 * What the store alone says of a link.
 * @param personId who asks, when somebody is signed in
 */
export function storedState(found: Found | undefined, personId: string | undefined, now: Date): LinkState {
  if (!found) return 'unknown';
  const { state, reason, closedBy, expiresAt } = found.invitation;
  if (state === 'creating') return 'unknown';
  if (state === 'accepted') return closedBy !== null && closedBy === personId ? 'accepted-by-you' : 'accepted';
  if (state === 'declined') return 'declined';
  if (state === 'withdrawn') return reason === 'terminal' ? 'terminal' : reason === 'renewed' ? 'replaced' : 'withdrawn';
  if (!found.current) return 'replaced';
  if (expiresAt <= now) return 'expired';
  return found.inviter.entitled ? 'valid' : 'inviter';
}

/**
 * What the control plane says of an invitation that the store would let pass.
 * @throws ProblemError when it cannot be asked: a zone or a record that nobody has looked at is not taken to be there
 */
export async function upstreamState(zone: ZoneScope, invitation: InvitationRecord): Promise<'valid' | 'archived' | 'terminal'> {
  try {
    await zone.call(zoneEndpoints.getZone, {});
  } catch (error) {
    if (refusalOf(error)?.status === 404) return 'archived';
    throw error;
  }
  const gone = await noticeWithdrawn(zone, [invitation]);
  return gone.includes(invitation.id) ? 'terminal' : 'valid';
}

/** What the signed-in person adds to a link that is good: it may be somebody else's, or have nothing left to give. */
export function personState(invitation: InvitationRecord, session: Session | null): { state: LinkState; role: Role | undefined } {
  if (!session) return { state: 'valid', role: undefined };
  if (emailKey(session.person.email) !== invitation.emailKey) return { state: 'other-person', role: undefined };
  const role = roleIn(session, invitation.zoneId);
  return { state: role ? 'member' : 'valid', role };
}
