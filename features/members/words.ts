import type { ZoneRole } from '#access/permission.ts';

/** What each role may do in its zone, in a sentence. */
export const roleMeanings: Record<ZoneRole, string> = {
  admin: 'Manages everything in the zone and its members.',
  auditor: 'Reads everything in the zone and changes nothing.',
  member: 'Sees only their own account and access.',
};
