import type { Role, ZoneRole } from '#access/permission.ts';

/** What a role is called, and what comes with it. */
export const roleWords: Record<ZoneRole, { name: string; means: string }> = {
  admin: { name: 'Zone admin', means: 'manages everything in the zone and invites people' },
  auditor: { name: 'Auditor', means: 'reads everything in the zone and changes nothing' },
  member: { name: 'Member', means: 'sees their own access, looks after assigned credentials' },
};
export const roleName = (role: Role): string => (role === 'owner' ? 'Owner' : roleWords[role].name);

/** "in 21 h 14 min"; days above two of them, minutes below an hour. */
export function timeLeft(until: number, now: number): string {
  const minutes = Math.max(0, Math.ceil((until - now) / 60_000));
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60)];
  if (days >= 2) return `in ${days} d ${hours} h`;
  if (minutes >= 60) return `in ${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `in ${minutes} min`;
}
