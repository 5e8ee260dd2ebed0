import 'server-only';
import { Invitation, invitationEndpoints } from '#contract/invitations.ts';
import type { ZoneScope } from '../bff/zone.ts';
import { refusalOf } from '../control-plane/refusal.ts';

/**
 * Whether a failure says that this control plane has no invitations at all (gone from v2026.06.04 on; contract 8 and 11), as opposed to
 * a zone or a record that it does not have.
 */
function routeAbsent(error: unknown): boolean {
  const refusal = refusalOf(error);
  return refusal?.status === 404 && !/^(?:zone|invitation)/.test(refusal.error);
}

/**
 * Makes the control plane's record of an invitation.
 * @returns its id, or null where the control plane keeps no invitations
 * @throws ProblemError when it refused, or when nobody knows whether it was made
 */
export async function createRecord(
  zone: ZoneScope,
  record: { email: string; role: string; invitedBy: string; expiresAt: Date },
): Promise<string | null> {
  try {
    const made = await zone.call(invitationEndpoints.createInvitation, {
      body: { email: record.email, role: record.role, invited_by: record.invitedBy, expires_at: record.expiresAt.toISOString() },
    });
    return made.id;
  } catch (error) {
    if (routeAbsent(error)) return null;
    throw error;
  }
}

/** Deletes a record; one that is not there any more is deleted. */
export async function deleteRecord(zone: ZoneScope, id: string): Promise<void> {
  try {
    await zone.call(invitationEndpoints.deleteInvitation, { params: { id } });
  } catch (error) {
    if (refusalOf(error)?.status !== 404) throw error;
  }
}

/** The zone's records as they stand now, not from a cache; null where the control plane keeps no invitations. */
export async function recordsNow(zone: ZoneScope): Promise<Invitation[] | null> {
  try {
    return await zone.listAll(invitationEndpoints.listInvitations, Invitation);
  } catch (error) {
    if (routeAbsent(error)) return null;
    throw error;
  }
}
