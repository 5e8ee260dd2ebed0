import 'server-only';
import { and, count, desc, eq, gt, isNotNull, lte, ne, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { ZoneScope } from '../bff/zone.ts';
import { database } from '../database/database.ts';
import { invitations, memberships, people } from '../database/tables.ts';
import { log } from '../log.ts';
import { once } from '../once.ts';
import type { InvitationRecord } from './state.ts';
import { noticeWithdrawn } from './terminal.ts';

export type ListedInvitation = {
  invitation: InvitationRecord;
  inviter: { name: string; email: string; entitled: boolean };
  /** Who accepted or revoked, by name. */
  closer: string | null;
};

/** Milliseconds for which the control plane's word about a zone's records is not asked for again. */
const checkedMs = 5_000;
const lastChecks = () => once('invitation-checks', () => new Map<string, number>());

/**
 * Every invitation that a zone ever made, newest first.
 * @returns `checked`: whether the control plane could be asked, within the last seconds, for those that were revoked past the console
 */
export async function listInvitations(zone: ZoneScope): Promise<{ rows: ListedInvitation[]; checked: boolean }> {
  const before = await read(zone.id);
  const open = before.map(({ invitation }) => invitation).filter(({ state, upstreamId }) => state === 'pending' && upstreamId !== null);
  const now = Date.now();
  if (open.length === 0 || now - (lastChecks().get(zone.id) ?? 0) < checkedMs) return { rows: before, checked: true };
  try {
    const gone = await noticeWithdrawn(zone, open);
    lastChecks().set(zone.id, now);
    return { rows: gone.length > 0 ? await read(zone.id) : before, checked: true };
  } catch (error) {
    log().info({ error, zoneId: zone.id }, 'invitations not compared with the control plane');
    return { rows: before, checked: false };
  }
}

async function read(zoneId: string): Promise<ListedInvitation[]> {
  const db = await database();
  const inviter = alias(people, 'inviter');
  const closer = alias(people, 'closer');
  const rows = await db
    .select({
      invitation: invitations,
      name: inviter.name,
      email: inviter.email,
      owner: inviter.owner,
      active: inviter.active,
      role: memberships.role,
      closer: closer.name,
    })
    .from(invitations)
    .innerJoin(inviter, eq(inviter.id, invitations.invitedBy))
    .leftJoin(memberships, and(eq(memberships.personId, inviter.id), eq(memberships.zoneId, invitations.zoneId)))
    .leftJoin(closer, eq(closer.id, invitations.closedBy))
    .where(and(eq(invitations.zoneId, zoneId), ne(invitations.state, 'creating')))
    .orderBy(desc(invitations.createdAt));
  return rows.map(({ invitation, name, email, owner, active, role, closer: by }) => ({
    invitation,
    inviter: { name, email, entitled: active && (owner || role === 'admin') },
    closer: by,
  }));
}

/** How many invitations of a zone are open, and how many expired ones somebody waits for; for the sidebar. */
export async function countInvitations(zoneId: string): Promise<{ pending: number; asked: number }> {
  const db = await database();
  const now = new Date();
  const pending = and(eq(invitations.zoneId, zoneId), eq(invitations.state, 'pending'));
  const [row] = await db
    .select({
      pending: sql<number>`count(*) filter (where ${gt(invitations.expiresAt, now)})::int`,
      asked: sql<number>`count(*) filter (where ${and(lte(invitations.expiresAt, now), isNotNull(invitations.askedAt))})::int`,
    })
    .from(invitations)
    .where(pending);
  return { pending: row?.pending ?? 0, asked: row?.asked ?? 0 };
}

/** How many people have a part in a zone. */
export async function countMembers(zoneId: string): Promise<number> {
  const db = await database();
  const [row] = await db.select({ count: count() }).from(memberships).where(eq(memberships.zoneId, zoneId));
  return row?.count ?? 0;
}

/** For tests: as if nobody had looked yet. */
export const forgetChecks = (): void => lastChecks().clear();
