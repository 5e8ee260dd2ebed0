import type { ZoneRole } from '#access/permission.ts';
import { api } from '#http/api.ts';
import type { ListQuery, Page } from '#http/page.ts';

/** A person with a part in a zone. */
export type MemberRow = {
  personId: string;
  name: string;
  email: string;
  /** What grants and sessions of the control plane call this person. */
  subjectId: string;
  role: ZoneRole;
  /** The person owns the installation: that right counts, whatever the role here says. */
  owner: boolean;
  active: boolean;
  joinedAt: string;
  /** Latest use of a session that the console still knows (ISO); null when there was none. */
  lastSeen: string | null;
  /** Active grants that name the subject id; null when the control plane could not be asked. */
  grants: number | null;
};
export type MemberQuery = ListQuery & { role?: string | undefined };
/** A grant that names the member, in words of the lists. */
export type MemberGrant = { id: string; application: string; resource: string; scopes: string[]; createdAt: string };
export type MemberDetail = MemberRow & {
  /** Live sessions in this console, in number. */
  sessions: number;
  /** Active grants that name the member, newest first; null when the control plane could not be asked. */
  grantList: MemberGrant[] | null;
  /** The only admin of the zone: cannot be demoted or removed. */
  lastAdmin: boolean;
};

type InZone = { zoneId: string };
type One = { zoneId: string; personId: string };
export const listMembers = api<{ params: InZone; query: MemberQuery; output: Page<MemberRow> }>('GET', '/api/zones/{zoneId}/members');
export const exportMembers = api<{ params: InZone; query: MemberQuery & { format: 'csv' | 'json' }; output: unknown }>(
  'GET',
  '/api/zones/{zoneId}/members/export',
);
export const readMember = api<{ params: One; output: MemberDetail }>('GET', '/api/zones/{zoneId}/members/{personId}');
/** Changes the role; it counts from the member's next request on. If-Match: the ETag of `{ role }`. */
export const changeMember = api<{ params: One; body: { role: ZoneRole }; output: MemberDetail }>(
  'PATCH',
  '/api/zones/{zoneId}/members/{personId}',
);
/** Takes the part in the zone away and ends the person's sessions. Grants stay until they are revoked. */
export const removeMember = api<{ params: One; output: undefined }>('DELETE', '/api/zones/{zoneId}/members/{personId}');
/** Ends every session of the member in this console. */
export const signOutMember = api<{ params: One; output: { ended: number } }>('POST', '/api/zones/{zoneId}/members/{personId}/sign-out');
