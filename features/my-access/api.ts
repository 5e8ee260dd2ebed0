import type { Role } from '#access/permission.ts';
import { api } from '#http/api.ts';

/** An active grant that names the person, with the names of what it joins; ids stand in for names that are not known. */
export type OwnGrant = { id: string; application: string; resource: string; scopes: string[]; createdAt: string };
export type AccessInZone = {
  id: string;
  /** Null while the control plane does not tell. */
  name: string | null;
  role: Role;
  /** Null when the control plane did not answer: then it is not known, which is not "none". */
  grants: OwnGrant[] | null;
};
export type Access = {
  zones: AccessInZone[];
  /** When the control plane was asked (ISO), for the oldest of the lists that were read. */
  asOf: string;
};

/** What the grants of the asking person say, over all zones in which they have a part. Nobody else's can be asked for. */
export const readAccess = api<{ output: Access }>('GET', '/api/account/access');
