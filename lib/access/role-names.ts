import type { Role } from './permission.ts';

/** What the roles are called on pages. */
export const roleNames: Record<Role, string> = { owner: 'Owner', admin: 'Zone admin', auditor: 'Auditor', member: 'Member' };
