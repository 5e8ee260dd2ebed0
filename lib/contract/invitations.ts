import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Instant, ItemParams, Nothing, RowId, Timestamp, ZoneParams } from './ids.ts';

/** Days until an invitation without `expires_at` ends (contract 8). */
export const invitationDays = 7;

export const Invitation = z.object({
  id: RowId,
  zone_id: RowId,
  email: z.string(),
  role: z.string(),
  invited_by: z.string(),
  accepted_at: Timestamp.nullable(),
  expires_at: Timestamp,
  created_at: Timestamp,
});
export type Invitation = z.infer<typeof Invitation>;

/** `expires_at` ends in `Z`, seconds may be missing, the past is accepted. */
export const CreateInvitation = z.object({
  email: z.email(),
  role: z.string().min(1),
  invited_by: z.string().min(1),
  expires_at: Instant.optional(),
});
export type CreateInvitation = z.input<typeof CreateInvitation>;

const path = '/v1/zones/{zoneId}/invitations';
/** Gone from v2026.06.04 on (contract 11). */
export const invitationEndpoints = {
  listInvitations: defineEndpoint({ method: 'GET', path, auth: 'zone', success: 200, params: ZoneParams, output: z.array(Invitation) }),
  createInvitation: defineEndpoint({
    method: 'POST',
    path,
    auth: 'zone',
    success: 201,
    params: ZoneParams,
    body: CreateInvitation,
    output: Invitation,
  }),
  /** Removes the row; an accepted invitation is "not found". */
  deleteInvitation: defineEndpoint({
    method: 'DELETE',
    path: `${path}/{id}`,
    auth: 'zone',
    success: 204,
    params: ItemParams,
    output: Nothing,
  }),
};
