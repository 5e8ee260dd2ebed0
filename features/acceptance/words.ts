import type { ZoneRole } from '#access/permission.ts';

/** What comes with a role: told of somebody, and told to somebody. */
export const roleWords: Record<ZoneRole, { means: string; you: string }> = {
  admin: {
    means: 'manages everything in the zone and invites people',
    you: 'You joined as a zone admin: you manage everything in the zone and may invite people.',
  },
  auditor: {
    means: 'reads everything in the zone and changes nothing',
    you: 'You joined as an auditor: you may read everything in the zone and change nothing.',
  },
  member: {
    means: 'sees their own access, looks after assigned credentials',
    you: 'You joined as a member: you see your own access and look after the credentials that are assigned to you.',
  },
};

/** "in 21 h 14 min"; days above two of them, minutes below an hour. */
export function timeLeft(until: number, now: number): string {
  const minutes = Math.max(0, Math.ceil((until - now) / 60_000));
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60)];
  if (days >= 2) return `in ${days} d ${hours} h`;
  if (minutes >= 60) return `in ${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;
  return `in ${minutes} min`;
}
