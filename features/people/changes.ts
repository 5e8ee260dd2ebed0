import 'server-only';
import { and, eq } from 'drizzle-orm';
import { ProblemError } from '#http/problem.ts';
import { requireMatch } from '#server/bff/etag.ts';
import type { Database } from '#server/database/open.ts';
import { people } from '#server/database/tables.ts';
import { changeParts, wholeInstallation } from '#server/people/parts.ts';
import { endSessions } from '#server/people/sessions.ts';
import type { PersonChange } from './api.ts';
import { isLastOwner } from './records.ts';

type Standing = { owner: boolean; active: boolean };
export type Changed = { email: string; before: Standing; after: Standing /** Sessions that ended with it. */; ended: number };

/**
 * Reads both again where nobody else decides at the same time: the caller may have lost the ownership since the gate looked.
 * @throws ProblemError `forbidden` for somebody who is no owner any more; `not_found`
 */
async function admitted(tx: Database, callerId: string, personId: string): Promise<Standing & { email: string }> {
  const [caller] = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.id, callerId), eq(people.owner, true), eq(people.active, true)));
  if (!caller)
    throw new ProblemError('forbidden', 'Only owners may do this.', { detail: 'Nothing was changed. You are no owner any more.' });
  const [person] = await tx
    .select({ owner: people.owner, active: people.active, email: people.email })
    .from(people)
    .where(eq(people.id, personId));
  if (!person) throw new ProblemError('not_found', 'There is no such account.', { detail: 'Nothing was changed.' });
  return person;
}

/**
 * Changes who owns the installation and whose account is active. Deactivating ends the person's sessions.
 * @param ifMatch the ETag of `{ owner, active }` that the caller has seen
 * @throws ProblemError as `admitted`; `stale`; `conflict` for the last active owner, or for making a deactivated account an owner
 */
export const changeStanding = (callerId: string, personId: string, change: PersonChange, ifMatch: string): Promise<Changed> =>
  changeParts(wholeInstallation, async (tx) => {
    const { email, ...before } = await admitted(tx, callerId, personId);
    requireMatch(ifMatch, before);
    const after = { owner: change.owner ?? before.owner, active: change.active ?? before.active };
    if (!(after.owner && after.active) && (await isLastOwner(tx, personId)))
      throw new ProblemError('conflict', 'This is the last owner.', {
        detail: 'Nothing was changed. Without an active owner nobody could manage the installation: make somebody else an owner first.',
      });
    if (after.owner && !before.owner && !after.active)
      throw new ProblemError('conflict', 'This account is deactivated.', { detail: 'Nothing was changed. Activate it first.' });
    // Counted first: of an account that is deactivated no session works any more.
    const ended = before.active && !after.active ? await endSessions(tx, personId) : 0;
    await tx.update(people).set(after).where(eq(people.id, personId));
    return { email, before, after, ended };
  });

/**
 * Ends every session of a person in this console.
 * @throws ProblemError as `admitted`
 */
export const signOutEverywhere = (callerId: string, personId: string): Promise<{ email: string; ended: number }> =>
  changeParts(wholeInstallation, async (tx) => {
    const { email } = await admitted(tx, callerId, personId);
    return { email, ended: await endSessions(tx, personId) };
  });
