import 'server-only';
import { and, desc, eq, isNull } from 'drizzle-orm';
import { invitationDays, type invitationEndpoints } from '#contract/invitations.ts';
import { newId, now, secondsFromNow } from '../instant.ts';
import type { OperationsOf } from '../operation.ts';
import { notFound } from '../refusal.ts';
import { invitations } from '../tables.ts';
import { one } from './changes.ts';
import { anyZone } from './zone-guard.ts';

const columns = {
  id: invitations.id,
  zone_id: invitations.zone_id,
  email: invitations.email,
  role: invitations.role,
  invited_by: invitations.invited_by,
  accepted_at: invitations.accepted_at,
  expires_at: invitations.expires_at,
  created_at: invitations.created_at,
};

/** A date as it is kept: cut to milliseconds. */
const cut = (instant: string) => new Date(instant).toISOString();

export const invitationOperations: OperationsOf<typeof invitationEndpoints> = {
  listInvitations: {
    run: async ({ params }, { db }) =>
      db
        .select(columns)
        .from(invitations)
        .where(eq(invitations.zone_id, params.zoneId))
        .orderBy(desc(invitations.created_at), desc(invitations.id)),
  },

  createInvitation: {
    invalid: 'invalid_invitation',
    run: async ({ params, body }, { db }) => {
      await anyZone(params.zoneId, { db });
      const expires = body.expires_at === undefined ? (secondsFromNow(invitationDays * 86_400) ?? now()) : cut(body.expires_at);
      const row = { ...body, expires_at: expires, id: newId(), zone_id: params.zoneId, created_at: now() };
      return one(await db.insert(invitations).values(row).returning(columns), notFound('invitation'));
    },
  },

  deleteInvitation: {
    run: async ({ params }, { db }) => {
      const where = and(eq(invitations.id, params.id), eq(invitations.zone_id, params.zoneId), isNull(invitations.accepted_at));
      one(await db.delete(invitations).where(where).returning({ id: invitations.id }), notFound('invitation'));
      return undefined;
    },
  },
};
