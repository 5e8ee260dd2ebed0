import 'server-only';
import { and, eq } from 'drizzle-orm';
import type { ZoneRole } from '#access/permission.ts';
import { ProblemError } from '#http/problem.ts';
import { requireMatch } from '#server/bff/etag.ts';
import type { Database } from '#server/database/open.ts';
import { memberships, people } from '#server/database/tables.ts';
import { changeParts, mayInvite } from '#server/people/parts.ts';
import { endSessions } from '#server/people/sessions.ts';
import { isLastAdmin } from './records.ts';

/** Who changes whom, and where. */
export type Deed = { zoneId: string; callerId: string; personId: string };

const mine = ({ zoneId, personId }: Deed) => and(eq(memberships.zoneId, zoneId), eq(memberships.personId, personId));

/**
 * Reads both again where nobody else decides at the same time: the caller may have lost the right since the gate looked.
 * @throws ProblemError `forbidden` without the right, or for an owner; `not_found` for somebody without a part in the zone
 */
async function admitted(tx: Database, deed: Deed): Promise<{ role: ZoneRole; email: string }> {
  if (!(await mayInvite(tx, deed.zoneId, deed.callerId)))
    throw new ProblemError('forbidden', 'Your role does not allow this any more.', {
      detail: 'Nothing was changed. It needs a zone admin.',
    });
  const [member] = await tx
    .select({ role: memberships.role, owner: people.owner, email: people.email })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .where(mine(deed));
  if (!member)
    throw new ProblemError('not_found', 'This person is not a member of the zone.', {
      detail: 'Nothing was changed. They may have left, or have been removed.',
    });
  if (member.owner) {
    const [caller] = await tx.select({ owner: people.owner }).from(people).where(eq(people.id, deed.callerId));
    if (!caller?.owner)
      throw new ProblemError('forbidden', 'Only owners may do this to an owner.', {
        detail: 'Nothing was changed. This person owns the installation.',
      });
  }
  return member;
}

async function keepAnAdmin(tx: Database, { zoneId, personId }: Deed): Promise<void> {
  if (await isLastAdmin(tx, zoneId, personId))
    throw new ProblemError('conflict', 'This is the last admin of the zone.', {
      detail: 'Nothing was changed. Make somebody else a zone admin first.',
    });
}

/**
 * Gives a member another role; it counts from their next request on.
 * @param ifMatch the ETag of `{ role }` that the caller has seen
 * @throws ProblemError as `admitted`; `stale` when the role is another by now; `conflict` for the last admin
 */
export const changeRole = (deed: Deed, role: ZoneRole, ifMatch: string): Promise<{ before: ZoneRole; email: string }> =>
  changeParts(deed.zoneId, async (tx) => {
    const { role: before, email } = await admitted(tx, deed);
    requireMatch(ifMatch, { role: before });
    if (role !== 'admin') await keepAnAdmin(tx, deed);
    await tx.update(memberships).set({ role }).where(mine(deed));
    return { before, email };
  });

/**
 * Takes the part in the zone away and ends the person's sessions, here and in every other zone.
 * @throws ProblemError as `admitted`; `conflict` for the last admin
 */
export const removeFromZone = (deed: Deed): Promise<{ before: ZoneRole; email: string; ended: number }> =>
  changeParts(deed.zoneId, async (tx) => {
    const { role: before, email } = await admitted(tx, deed);
    await keepAnAdmin(tx, deed);
    await tx.delete(memberships).where(mine(deed));
    return { before, email, ended: await endSessions(tx, deed.personId) };
  });

/**
 * Ends every session of a member in this console.
 * @throws ProblemError as `admitted`
 */
export const signOutMember = (deed: Deed): Promise<{ email: string; ended: number }> =>
  changeParts(deed.zoneId, async (tx) => {
    const { email } = await admitted(tx, deed);
    return { email, ended: await endSessions(tx, deed.personId) };
  });
