import type { ZoneRole } from '#access/permission.ts';
import { api } from '#http/api.ts';
import type { ListQuery, Page } from '#http/page.ts';

/** A part that a person has in a zone; the name is null when the zone is not found, or the control plane could not be asked. */
export type PersonZone = { id: string; name: string | null; role: ZoneRole };
/** An account of this console. */
export type PersonRow = {
  personId: string;
  name: string;
  email: string;
  /** What grants and sessions of the control plane call this person. */
  subjectId: string;
  /** Owns the installation; counts only while the account is active. */
  owner: boolean;
  active: boolean;
  createdAt: string;
  /** Latest use of a session that the console still knows (ISO); null when there was none. */
  lastSeen: string | null;
  zones: PersonZone[];
};
export type PersonDetail = PersonRow & {
  /** Live sessions in this console, in number. */
  sessions: number;
  /** The only active owner: cannot be deactivated, nor lose the ownership. */
  lastOwner: boolean;
  /** Zones that would be left without an active admin, were the account deactivated. */
  lastAdminOf: { id: string; name: string | null }[];
};
/** `show`: only owners, or only accounts that are (not) active. */
export type PersonQuery = ListQuery & { show?: string | undefined };
export type PersonChange = { owner?: boolean | undefined; active?: boolean | undefined };

type One = { personId: string };
export const listPeople = api<{ query: PersonQuery; output: Page<PersonRow> }>('GET', '/api/people');
export const exportPeople = api<{ query: PersonQuery & { format: 'csv' | 'json' }; output: unknown }>('GET', '/api/people/export');
export const readPerson = api<{ params: One; output: PersonDetail }>('GET', '/api/people/{personId}');
/** Makes somebody an owner or not, and an account active or not; deactivating ends its sessions. If-Match: the ETag of `{ owner, active }`. */
export const changePerson = api<{ params: One; body: PersonChange; output: PersonDetail }>('PATCH', '/api/people/{personId}');
/** Ends every session of the person in this console. */
export const signOutPerson = api<{ params: One; output: { ended: number } }>('POST', '/api/people/{personId}/sign-out');
