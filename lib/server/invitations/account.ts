import 'server-only';
import { eq } from 'drizzle-orm';
import { ProblemError } from '#http/problem.ts';
import { database } from '../database/database.ts';
import type { Database } from '../database/open.ts';
import { invitations } from '../database/tables.ts';
import { emailKey } from '../people/email.ts';
import { insertPerson, type NewPerson, type Person, prepareNewPerson } from '../people/people.ts';
import { refusalFor } from './accept.ts';
import { findByToken, storedState } from './link.ts';

/**
 * Creates the account that an invitation is for. The address is typed by the person and must be the invited one: the page does not
 * show it, so whoever only has the link cannot take it over without knowing whom it was sent to.
 * @throws ProblemError `gone` when the link is not live any more; `invalid_input` for another address or a weak password; `conflict` when
 * the address has an account: the invitation stays open and can be accepted after signing in
 */
export async function createInvitedPerson(tokenHash: string, input: NewPerson, requestId: string): Promise<Person> {
  const live = (state: ReturnType<typeof storedState>) => state === 'valid';
  const found = await findByToken(tokenHash);
  const state = storedState(found, undefined, new Date());
  if (!found || !live(state)) throw refusalFor(state as 'expired');
  if (emailKey(input.email) !== found.invitation.emailKey)
    throw new ProblemError('invalid_input', 'This is not the invited address.', {
      detail: 'No account was created.',
      fields: { email: 'The invitation was sent to another address. Enter the one that you got it at.' },
    });
  // Hashing takes long and needs no lock. The address is kept as it was invited, whatever letter case was typed.
  const prepared = await prepareNewPerson({ ...input, email: found.invitation.email });
  const db = await database();
  return db.transaction(async (transaction) => {
    const tx = transaction as unknown as Database;
    await tx.select({ id: invitations.id }).from(invitations).where(eq(invitations.id, found.invitation.id)).for('update');
    const now = storedState(await findByToken(tokenHash, tx), undefined, new Date());
    if (!live(now)) throw refusalFor(now as 'expired');
    return insertPerson(prepared, false, tx, { requestId, by: `invitation ${found.invitation.id}` });
  });
}
