import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import { ProblemError } from '#http/problem.ts';
import { database } from '../database/database.ts';
import type { Database } from '../database/open.ts';
import { setupLinks } from '../database/tables.ts';
import { env } from '../env.ts';
import { hashToken, newToken } from '../session/tokens.ts';
import { insertPerson, type NewPerson, ownerExists, type Person, prepareNewPerson } from './people.ts';

/** Any fixed number that no other advisory lock of this console uses. */
const setupLock = 815_002;

/**
 * Makes this start's set-up link, or undefined when an owner exists. Only the hash of its token is kept. Links of earlier starts end;
 * with PostgreSQL those of other consoles on it stay, for a day.
 */
export async function newSetupLink(): Promise<string | undefined> {
  if (await ownerExists()) return undefined;
  const token = newToken();
  const db = await database();
  await db.delete(setupLinks).where(env().databaseUrl ? sql`${setupLinks.createdAt} < now() - interval '1 day'` : sql`true`);
  await db.insert(setupLinks).values({ tokenHash: hashToken(token) });
  return `${env().publicUrl.origin}/setup#${token}`;
}

/**
 * Creates the first owner, once: whoever comes second finds the link used up.
 * @throws ProblemError `gone` when an owner exists, `forbidden` for an unknown token, `invalid_input` for a weak password
 */
export async function createFirstOwner(token: string, input: NewPerson, requestId: string): Promise<Person> {
  // What can be refused without the lock is refused before it is held.
  const prepared = await prepareNewPerson(input);
  const db = await database();
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${setupLock})`);
    if (await tx.query.people.findFirst({ where: (p, { eq: is }) => is(p.owner, true) }))
      throw new ProblemError('gone', 'This console is set up already.', { detail: 'Nothing was created. Sign in instead.' });
    const [link] = await tx
      .select()
      .from(setupLinks)
      .where(and(eq(setupLinks.tokenHash, hashToken(token)), sql`${setupLinks.createdAt} > now() - interval '1 day'`));
    if (!link)
      throw new ProblemError('forbidden', 'This set-up link is not valid.', {
        detail: 'Nothing was created. Use the link that the console printed at its last start.',
      });
    const person = await insertPerson(prepared, true, tx as unknown as Database, { requestId, by: 'set-up link' });
    await tx.delete(setupLinks);
    return person;
  });
}
