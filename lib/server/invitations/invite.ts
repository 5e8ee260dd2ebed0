import 'server-only';
import { randomUUID } from 'node:crypto';
import { and, count, eq, gt, inArray, ne, sql } from 'drizzle-orm';
import type { ZoneRole } from '#access/permission.ts';
import { exclusive } from '../bff/exclusive.ts';
import type { ZoneScope } from '../bff/zone.ts';
import { refusalOf } from '../control-plane/refusal.ts';
import { neverAsked } from '../control-plane/transport.ts';
import { database } from '../database/database.ts';
import type { Database } from '../database/open.ts';
import { invitations, memberships, people } from '../database/tables.ts';
import { log } from '../log.ts';
import { emailKey } from '../people/email.ts';
import { mayInvite } from '../people/parts.ts';
import { deliver } from './deliver.ts';
import { forgetIntent, intendDeletion, intendRecord, settleIntents, settleSoon } from './intents.ts';
import { createRecord } from './records.ts';
import { domainAllowed, settingsOf } from './settings.ts';
import { type InvitationRecord, listedState, type MailState } from './state.ts';
import { noticeWithdrawn } from './terminal.ts';
import { rotateToken } from './tokens.ts';

export type Inviter = { id: string; name: string; email: string };
export type Invited =
  | { outcome: 'invited'; id: string; link: string; expiresAt: Date; mail: MailState }
  /** Nothing was made: the address has a part already, is invited already, is not allowed here, or too many were invited this hour. */
  | { outcome: 'member' | 'pending' | 'domain' | 'limited' }
  /** The control plane refused, or was not reached: nothing was made. */
  | { outcome: 'failed' }
  /** It is not known whether the control plane made its record; no link was given out, and what it made is taken back. */
  | { outcome: 'unknown' };

/** Invitations that a zone may make in an hour: above what a team needs, below what a mass mailing needs (security T38). */
export const invitationsPerHour = 200;
const hourMs = 3_600_000;

/** The lock of an address in a zone: inviting, resending and revoking it do not overlap, in any process. */
export const invitationLock = (zoneId: string, email: string): string => `invitation:${zoneId}/${emailKey(email)}`;

const openStates = inArray(invitations.state, ['creating', 'pending']);

/**
 * Invites one address: the intent first, then the control plane's record, then the token. What fails in between leaves neither a link
 * that leads nowhere nor a record that nobody sees.
 */
export async function invite(
  zone: ZoneScope,
  inviter: Inviter,
  wanted: { email: string; role: ZoneRole; message: string; zoneName: string },
): Promise<Invited> {
  return exclusive(invitationLock(zone.id, wanted.email), async () => {
    const begun = await begin(zone, inviter, wanted);
    if (typeof begun === 'string') return { outcome: begun };
    const { row, intent } = begun;
    let upstreamId: string | null;
    try {
      upstreamId = await createRecord(zone, { email: row.email, role: row.role, invitedBy: inviter.email, expiresAt: row.expiresAt });
    } catch (error) {
      return { outcome: await takeBack(row.id, intent, error) };
    }
    const db = await database();
    const link = await db.transaction(async (tx) => {
      const made = await rotateToken(tx as unknown as Database, row.id, row.issuedAt);
      await tx.update(invitations).set({ state: 'pending', upstreamId, upstreamAt: new Date() }).where(eq(invitations.id, row.id));
      await forgetIntent(tx as unknown as Database, intent);
      return made;
    });
    if (begun.renewed) settleSoon(zone.id);
    return { outcome: 'invited', id: row.id, link, expiresAt: row.expiresAt, mail: await deliver(row, inviter, link) };
  });
}

/** Checks the address and writes the invitation down, with the intent to have it recorded. */
async function begin(
  zone: ZoneScope,
  inviter: Inviter,
  { email, role, message, zoneName }: { email: string; role: ZoneRole; message: string; zoneName: string },
): Promise<{ row: InvitationRecord; intent: string; renewed: boolean } | 'member' | 'pending' | 'domain' | 'limited'> {
  const db = await database();
  const key = emailKey(email);
  const settings = await settingsOf(zone.id);
  const [part] = await db
    .select({ owner: people.owner, role: memberships.role })
    .from(people)
    .leftJoin(memberships, and(eq(memberships.personId, people.id), eq(memberships.zoneId, zone.id)))
    .where(eq(people.emailKey, key));
  if (part && (part.owner || part.role !== null)) return 'member';
  if (!domainAllowed(email, settings)) return 'domain';
  const mine = and(eq(invitations.zoneId, zone.id), eq(invitations.emailKey, key), openStates);
  let [open] = await db.select().from(invitations).where(mine);
  // Its maker would hold the lock of this address: it was left behind, and its record is taken back before another is made.
  if (open?.state === 'creating') {
    await settleIntents(zone, { invitationId: open.id });
    await db.delete(invitations).where(and(eq(invitations.id, open.id), eq(invitations.state, 'creating')));
  }
  const now = new Date();
  if (open?.state === 'pending' && listedState(open, now) === 'pending') {
    if (!(await noticeWithdrawn(zone, [open]).catch((): string[] => [])).includes(open.id)) return 'pending';
    open = undefined;
  }
  return db.transaction(async (transaction) => {
    const tx = transaction as unknown as Database;
    // Counted where nobody else of the zone counts and adds at the same time.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`invitations:${zone.id}`}, 815005))`);
    const [recent] = await tx
      .select({ count: count() })
      .from(invitations)
      .where(and(eq(invitations.zoneId, zone.id), gt(invitations.createdAt, new Date(now.getTime() - hourMs))));
    if ((recent?.count ?? 0) >= invitationsPerHour) return 'limited' as const;
    // The expired one makes room, unless somebody has closed it meanwhile.
    let renewed = false;
    if (open?.state === 'pending') {
      const closed = await tx
        .update(invitations)
        .set({ state: 'withdrawn', reason: 'renewed', closedAt: now, closedBy: inviter.id, upstreamId: null })
        .where(and(eq(invitations.id, open.id), eq(invitations.state, 'pending')))
        .returning({ id: invitations.id });
      renewed = closed.length > 0;
      if (renewed) await intendDeletion(tx, open);
    }
    const expiresAt = new Date(now.getTime() + settings.invitationHours * hourMs);
    const [row] = await tx
      .insert(invitations)
      .values({
        id: randomUUID(),
        zoneId: zone.id,
        zoneName,
        email,
        emailKey: key,
        role,
        message,
        invitedBy: inviter.id,
        createdAt: now,
        issuedAt: now,
        expiresAt,
        state: 'creating',
      })
      .returning();
    if (!row) throw new Error('the invitation was not kept');
    const intent = await intendRecord(tx, { zoneId: zone.id, invitationId: row.id, email, invitedBy: inviter.email, expiresAt });
    return { row, intent, renewed };
  });
}

/** After a creation that was not confirmed: nothing is left of it here, and of the control plane's record only what the intent will find. */
async function takeBack(invitationId: string, intent: string, error: unknown): Promise<'failed' | 'unknown'> {
  const refused = refusalOf(error);
  const nothingMade = neverAsked(error) || (refused !== undefined && refused.status < 500);
  log().info({ error }, 'an invitation was not recorded');
  const db = await database();
  await db.transaction(async (tx) => {
    await tx.delete(invitations).where(and(eq(invitations.id, invitationId), eq(invitations.state, 'creating')));
    if (nothingMade) await forgetIntent(tx as unknown as Database, intent);
  });
  return nothingMade ? 'failed' : 'unknown';
}

export type Renewed =
  | { outcome: 'renewed'; id: string; email: string; link: string; expiresAt: Date; mail: MailState }
  /** It is not open any more, or there is none: nothing was sent. */
  | { outcome: 'closed'; id: string; email: string }
  /** The zone does not invite addresses of this domain any more. */
  | { outcome: 'domain'; id: string; email: string }
  | { outcome: 'missing'; id: string }
  | { outcome: 'failed' | 'unknown'; id: string; email: string | null };

async function openInvitation(zoneId: string, id: string): Promise<InvitationRecord | undefined> {
  const db = await database();
  const [row] = await db
    .select()
    .from(invitations)
    .where(and(eq(invitations.zoneId, zoneId), eq(invitations.id, id), ne(invitations.state, 'creating')));
  return row;
}

/**
 * Sends an open invitation again, expired or not: a new record in the control plane, a new token, a new term, and whoever resends is
 * the inviter from now on. The old record goes after the new one stands (settled.md, "Invitations").
 */
export async function resend(zone: ZoneScope, inviter: Inviter, id: string): Promise<Renewed> {
  const named = await openInvitation(zone.id, id);
  if (!named) return { outcome: 'missing', id };
  return exclusive(invitationLock(zone.id, named.email), async () => {
    const row = await openInvitation(zone.id, id);
    if (row?.state !== 'pending') return { outcome: 'closed', id, email: named.email };
    // Revoked in a terminal is revoked; it does not come back by being sent again.
    const gone = await noticeWithdrawn(zone, [row]).catch(() => undefined);
    if (!gone) return { outcome: 'failed', id, email: named.email };
    if (gone.includes(id)) return { outcome: 'closed', id, email: named.email };
    const { email, role } = row;
    const now = new Date();
    const settings = await settingsOf(zone.id);
    if (!domainAllowed(email, settings)) return { outcome: 'domain', id, email };
    const { invitationHours } = settings;
    const expiresAt = new Date(now.getTime() + invitationHours * hourMs);
    const db = await database();
    const intent = await intendRecord(db, { zoneId: zone.id, invitationId: id, email, invitedBy: inviter.email, expiresAt });
    let upstreamId: string | null;
    try {
      upstreamId = await createRecord(zone, { email, role, invitedBy: inviter.email, expiresAt });
    } catch (error) {
      return { outcome: await takeBack(id, intent, error), id, email };
    }
    const renewed = await db.transaction(async (transaction) => {
      const tx = transaction as unknown as Database;
      const [changed] = await tx
        .update(invitations)
        .set({
          invitedBy: inviter.id,
          issuedAt: now,
          expiresAt,
          upstreamId,
          upstreamAt: new Date(),
          askedAt: null,
          mailState: 'none',
          mailAt: null,
        })
        .where(and(eq(invitations.id, id), eq(invitations.state, 'pending')))
        .returning();
      await forgetIntent(tx, intent);
      // It was accepted or declined meanwhile: the record that was just made has nothing to stand for.
      await intendDeletion(tx, changed ? row : { ...row, upstreamId });
      return changed ? { changed, link: await rotateToken(tx, id, now) } : undefined;
    });
    settleSoon(zone.id);
    if (!renewed) return { outcome: 'closed', id, email };
    const mail = await deliver(renewed.changed, inviter, renewed.link);
    return { outcome: 'renewed', id, email, link: renewed.link, expiresAt, mail };
  });
}

/**
 * Makes a new link for an invitation that works: open, not expired, its record there, whoever invited still entitled. The one before
 * stops working. Nothing is sent and the term stays.
 * @returns undefined when there is none to make it for
 * @throws ProblemError when the control plane cannot be asked for the record; the link before stands then
 */
export async function newLink(zone: ZoneScope, id: string): Promise<{ link: string; expiresAt: Date } | undefined> {
  const db = await database();
  const open = await openInvitation(zone.id, id);
  if (open?.state !== 'pending' || !(await mayInvite(db, zone.id, open.invitedBy))) return undefined;
  if ((await noticeWithdrawn(zone, [open])).includes(id)) return undefined;
  return db.transaction(async (transaction) => {
    const tx = transaction as unknown as Database;
    const now = new Date();
    const [row] = await tx
      .update(invitations)
      .set({ issuedAt: now, mailState: 'none', mailAt: null })
      .where(and(eq(invitations.zoneId, zone.id), eq(invitations.id, id), eq(invitations.state, 'pending'), gt(invitations.expiresAt, now)))
      .returning();
    return row && { link: await rotateToken(tx, id, now), expiresAt: row.expiresAt };
  });
}

export type Revoked = { id: string; outcome: 'revoked' | 'closed' | 'missing' };

/** Withdraws an open invitation: here first, so that its link is dead at once, then in the control plane. */
export async function revoke(zoneId: string, revoker: { id: string }, id: string): Promise<Revoked> {
  const row = await openInvitation(zoneId, id);
  if (!row) return { id, outcome: 'missing' };
  const db = await database();
  const revoked = await db.transaction(async (transaction) => {
    const tx = transaction as unknown as Database;
    const [open] = await tx
      .select()
      .from(invitations)
      .where(and(eq(invitations.id, id), eq(invitations.state, 'pending')))
      .for('update');
    if (!open) return false;
    await tx
      .update(invitations)
      .set({ state: 'withdrawn', reason: 'revoked', closedAt: new Date(), closedBy: revoker.id, upstreamId: null })
      .where(eq(invitations.id, id));
    await intendDeletion(tx, open);
    return true;
  });
  if (revoked) settleSoon(zoneId);
  return { id, outcome: revoked ? 'revoked' : 'closed' };
}
