import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { ItemParams, Nothing, RowId, Timestamp, ZoneParams } from './ids.ts';

export const TeamMember = z.object({ id: z.string(), role: z.string() });
export type TeamMember = z.infer<typeof TeamMember>;

/** Goes in as `members`, comes out as `members_json`. */
export const Team = z.object({
  id: RowId,
  zone_id: RowId,
  name: z.string(),
  members_json: z.array(TeamMember),
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type Team = z.infer<typeof Team>;

const fields = { name: z.string().min(1), members: z.array(TeamMember) };
export const CreateTeam = z.object({ name: fields.name, members: fields.members.default([]) });
export type CreateTeam = z.input<typeof CreateTeam>;
/** `members` is replaced as a whole. */
export const PatchTeam = z.object(fields).partial();
export type PatchTeam = z.input<typeof PatchTeam>;

const path = '/v1/zones/{zoneId}/teams';
const item = `${path}/{id}` as const;
/** Gone from v2026.06.04 on (contract 11). */
export const teamEndpoints = {
  listTeams: defineEndpoint({ method: 'GET', path, auth: 'zone', success: 200, params: ZoneParams, output: z.array(Team) }),
  createTeam: defineEndpoint({ method: 'POST', path, auth: 'zone', success: 201, params: ZoneParams, body: CreateTeam, output: Team }),
  getTeam: defineEndpoint({ method: 'GET', path: item, auth: 'zone', success: 200, params: ItemParams, output: Team }),
  patchTeam: defineEndpoint({ method: 'PATCH', path: item, auth: 'zone', success: 200, params: ItemParams, body: PatchTeam, output: Team }),
  deleteTeam: defineEndpoint({ method: 'DELETE', path: item, auth: 'zone', success: 204, params: ItemParams, output: Nothing }),
};
