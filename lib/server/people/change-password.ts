import 'server-only';
import { and, eq } from 'drizzle-orm';
import { ProblemError } from '#http/problem.ts';
import { database } from '../database/database.ts';
import type { Database } from '../database/open.ts';
import { people, sessions } from '../database/tables.ts';
import { accountAttempts, countAttempt, forgetAttempts } from '../session/attempts.ts';
import { isLive } from '../session/live.ts';
import { hashPassword, passwordFault, verifyPassword } from '../session/passwords.ts';
import type { Session } from '../session/session.ts';
import { emailKey } from './email.ts';
import { endSessions } from './sessions.ts';

const refused = (fields: Record<string, string>) =>
  new ProblemError('invalid_input', 'Some fields need attention.', { detail: 'Nothing was changed.', fields });

/**
 * Replaces the own password. The current one has to be known, and guesses at it are counted with those of the sign-in (security T40,
 * T42). Every session ends, the asking one too: whoever else had the old password has nothing left.
 * @param input `current` and `next`, as they were typed
 * @returns the person as a new session needs them, and how many other live sessions ended
 * @throws ProblemError `invalid_input` on `current` or `next`; `too_many_requests`; `conflict` when another change was faster;
 * `unauthenticated` when the session ended meanwhile
 */
export async function changePassword(
  { person: { id, name, email }, idHash }: Session,
  { current, next }: { current: string; next: string },
): Promise<{ person: { id: string; sessionVersion: number }; ended: number }> {
  // What can be said without the current password costs no attempt.
  if (next.normalize('NFKC') === current.normalize('NFKC')) throw refused({ next: 'Choose one that differs from the current one.' });
  const fault = await passwordFault(next, [name, email]);
  if (fault) throw refused({ next: fault });

  const attempts = accountAttempts(emailKey(email));
  await countAttempt([attempts]);
  const db = await database();
  const [before] = await db.select({ hash: people.passwordHash }).from(people).where(eq(people.id, id));
  if (!(await verifyPassword(before?.hash, current))) throw refused({ current: 'This is not your current password.' });
  await forgetAttempts(attempts);

  // Hashing takes long and needs no lock.
  const passwordHash = await hashPassword(next);
  return db.transaction(async (transaction) => {
    const tx = transaction as unknown as Database;
    const [now] = await tx.select({ hash: people.passwordHash }).from(people).where(eq(people.id, id)).for('update');
    if (now?.hash !== before?.hash)
      throw new ProblemError('conflict', 'Your password was changed in the meantime.', { detail: 'This change was not made.' });
    const [mine] = await tx
      .select({ idHash: sessions.idHash })
      .from(sessions)
      .innerJoin(people, and(eq(people.id, id), isLive()))
      .where(eq(sessions.idHash, idHash));
    if (!mine)
      throw new ProblemError('unauthenticated', 'Sign in to continue.', { detail: 'Nothing was changed. Your session has ended.' });
    const ended = (await endSessions(tx, id)) - 1;
    const [person] = await tx
      .update(people)
      .set({ passwordHash })
      .where(eq(people.id, id))
      .returning({ id: people.id, sessionVersion: people.sessionVersion });
    if (!person) throw new Error('the account is gone in the middle of its own transaction');
    return { person, ended };
  });
}
