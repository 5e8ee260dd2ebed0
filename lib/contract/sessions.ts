import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { PageQuery, RowId, Timestamp, ZoneParams } from './ids.ts';

export const sessionTypes = ['user', 'application'] as const;
export const sessionStatuses = ['active', 'revoked', 'expired'] as const;
export type SessionType = (typeof sessionTypes)[number];
export type SessionStatus = (typeof sessionStatuses)[number];

/** `status` stays `active` after `expires_at`: whoever shows it compares the time (contract 8). */
export const Session = z.object({
  id: RowId,
  zone_id: RowId,
  session_type: z.string(),
  subject_id: z.string().nullable(),
  parent_id: z.string().nullable(),
  status: z.string(),
  expires_at: Timestamp,
  authenticated_at: Timestamp,
  created_at: Timestamp,
});
export type Session = z.infer<typeof Session>;

export const SessionQuery = PageQuery.extend({ status: z.enum(sessionStatuses).optional(), subject_id: z.string().min(1).optional() });
export type SessionQuery = z.input<typeof SessionQuery>;
export const SessionPage = z.object({ rows: z.array(Session), next_cursor: z.string().nullable() });
export type SessionPage = z.infer<typeof SessionPage>;

export const sessionEndpoints = {
  listSessions: defineEndpoint({
    method: 'GET',
    path: '/v1/zones/{zoneId}/sessions',
    auth: 'zone',
    success: 200,
    params: ZoneParams,
    query: SessionQuery,
    output: SessionPage,
  }),
};
