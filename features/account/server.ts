import 'server-only';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { zoneRoles } from '#access/permission.ts';
import { ProblemError } from '#http/problem.ts';
import { bffRoute } from '#server/bff/route.ts';
import { database } from '#server/database/database.ts';
import { preferences } from '#server/database/tables.ts';
import { emailKey } from '#server/people/email.ts';
import { findPerson } from '#server/people/people.ts';
import { createFirstOwner } from '#server/people/setup.ts';
import { accountAttempts, addressAttempts, countAttempt, forgetAttempts, refundAttempt, setupAttempts } from '#server/session/attempts.ts';
import { clearedCookie } from '#server/session/cookie.ts';
import { verifyPassword } from '#server/session/passwords.ts';
import { beginSession, readSession, revokeSession } from '#server/session/session.ts';
import { readPreferences, readViewer, savePreference, setUp, signIn, signOut } from './api.ts';
import { Preference, SetUp, SignIn } from './schema.ts';

const Name = z.object({ name: z.string() });
const from = (request: Request) => ({
  address: request.headers.get('x-forwarded-for') ?? '',
  userAgent: request.headers.get('user-agent') ?? '',
});

/** One answer for unknown, wrong and disabled; the same work for each (security T39). */
export const postSignIn = bffRoute(signIn, {
  access: 'public',
  activity: null,
  maxBody: 16 * 1024,
  body: SignIn,
  output: Name,
  handle: async ({ body, request, header }) => {
    const account = accountAttempts(emailKey(body.email));
    const address = addressAttempts(from(request).address);
    await countAttempt([account, address]);
    const person = await findPerson(body.email);
    const good = await verifyPassword(person?.passwordHash, body.password);
    if (!person || !good || !person.active)
      throw new ProblemError('unauthenticated', 'That e-mail and password do not match.', {
        detail: 'Check both and try again. Nobody was signed in.',
      });
    await forgetAttempts(account);
    await refundAttempt(address);
    const before = await readSession(request.headers);
    if (before) await revokeSession(before.idHash);
    header('set-cookie', await beginSession(person, from(request)));
    return { name: person.name };
  },
});

/** The row is revoked before the cookie is cleared: a copied cookie is worthless afterwards. */
export const postSignOut = bffRoute(signOut, {
  access: 'public',
  activity: null,
  handle: async ({ request, header }) => {
    const session = await readSession(request.headers, { touch: false });
    if (session) await revokeSession(session.idHash);
    header('set-cookie', clearedCookie);
    header('clear-site-data', '"cache"');
    return undefined;
  },
});

export const postSetUp = bffRoute(setUp, {
  access: 'public',
  activity: null,
  maxBody: 16 * 1024,
  body: SetUp,
  output: Name,
  handle: async ({ body: { token, ...input }, request, header }) => {
    const attempts = setupAttempts(from(request).address);
    await countAttempt([attempts]);
    const person = await createFirstOwner(token, input);
    await forgetAttempts(attempts);
    header('set-cookie', await beginSession(person, from(request)));
    return { name: person.name };
  },
});

export const getViewer = bffRoute(readViewer, {
  access: 'signed-in',
  output: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    subjectId: z.string(),
    owner: z.boolean(),
    zones: z.array(z.object({ id: z.string(), role: z.enum(zoneRoles) })),
  }),
  handle: async ({ session }) => ({
    ...session.person,
    owner: session.owner,
    zones: [...session.zones].map(([id, role]) => ({ id, role })),
  }),
});

export const getPreferences = bffRoute(readPreferences, {
  access: 'signed-in',
  output: z.object({ values: z.record(z.string(), z.unknown()) }),
  handle: async ({ session }) => {
    const db = await database();
    const rows = await db.select().from(preferences).where(eq(preferences.personId, session.person.id));
    return { values: Object.fromEntries(rows.map(({ key, value }) => [key, value])) };
  },
});

export const putPreference = bffRoute(savePreference, {
  access: 'signed-in',
  activity: null,
  body: Preference,
  handle: async ({ session, body: { key, value } }) => {
    const db = await database();
    await db
      .insert(preferences)
      .values({ personId: session.person.id, key, value })
      .onConflictDoUpdate({ target: [preferences.personId, preferences.key], set: { value } });
    return undefined;
  },
});
