import 'server-only';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { zoneRoles } from '#access/permission.ts';
import { ProblemError } from '#http/problem.ts';
import { etagOf, requireMatch } from '#server/bff/etag.ts';
import { exclusive } from '#server/bff/exclusive.ts';
import { PathId } from '#server/bff/input.ts';
import { bffRoute } from '#server/bff/route.ts';
import { database } from '#server/database/database.ts';
import { people, preferences } from '#server/database/tables.ts';
import { changePassword as replacePassword } from '#server/people/change-password.ts';
import { emailKey } from '#server/people/email.ts';
import { findPerson } from '#server/people/people.ts';
import { createFirstOwner } from '#server/people/setup.ts';
import { accountAttempts, addressAttempts, countAttempt, forgetAttempts, refundAttempt, setupAttempts } from '#server/session/attempts.ts';
import { clearedCookie } from '#server/session/cookie.ts';
import { endOwnSession as endOne, endOtherSessions as endOthers, ownSessions } from '#server/session/live.ts';
import { verifyPassword } from '#server/session/passwords.ts';
import { beginSession, readSession, revokeSession, type Session } from '#server/session/session.ts';
import {
  type Account,
  changeAccount,
  changePassword,
  endOtherSessions,
  endOwnSession,
  listOwnSessions,
  type OwnSessions,
  readAccount,
  readPreferences,
  readViewer,
  savePreference,
  setUp,
  signIn,
  signOut,
} from './api.ts';
import { deviceOf } from './device.ts';
import {
  Account as AccountSchema,
  ChangeAccount,
  ChangePassword,
  OwnSessions as OwnSessionsSchema,
  Preference,
  SetUp,
  SignIn,
} from './schema.ts';

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
  access: 'leaving',
  activity: null,
  handle: async ({ session, header }) => {
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
  handle: async ({ body: { token, ...input }, request, header, requestId }) => {
    const attempts = setupAttempts(from(request).address);
    await countAttempt([attempts]);
    const person = await createFirstOwner(token, input, requestId);
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

/** Every page of the person reads all of them: each list has one, and nothing else makes any. */
const keptPreferences = 100;

/** Keeps a choice, or with `null` takes it back. In line for each person, so that parallel ones are counted. */
export const putPreference = bffRoute(savePreference, {
  access: 'signed-in',
  activity: null,
  body: Preference,
  handle: ({ session, body: { key, value } }) =>
    exclusive(`preferences:${session.person.id}`, async () => {
      const db = await database();
      const whose = eq(preferences.personId, session.person.id);
      if (value === null) {
        await db.delete(preferences).where(and(whose, eq(preferences.key, key)));
        return undefined;
      }
      const kept = await db.select({ key: preferences.key }).from(preferences).where(whose);
      if (kept.length >= keptPreferences && !kept.some((one) => one.key === key))
        throw new ProblemError('invalid_input', 'Some fields need attention.', {
          detail: 'Nothing was kept.',
          fields: { key: `At most ${keptPreferences} choices are kept for a person.` },
        });
      await db
        .insert(preferences)
        .values({ personId: session.person.id, key, value })
        .onConflictDoUpdate({ target: [preferences.personId, preferences.key], set: { value } });
      return undefined;
    }),
});

const shownSessions = 200;
/** What a person can change of their account. */
const changeable = ({ name }: { name: string }) => ({ name });
const accountOf = ({ person: { name, email, subjectId } }: Session): Account => ({ name, email, subjectId });

/** The account as `bffWithEtag` gives it to the browser, for the page. */
export function ownAccount(session: Session): { value: Account; etag: string } {
  const value = accountOf(session);
  return { value, etag: etagOf(changeable(value)) };
}

export const getAccount = bffRoute(readAccount, {
  access: 'signed-in',
  output: AccountSchema,
  etag: changeable,
  handle: async ({ session }) => accountOf(session),
});

export const patchAccount = bffRoute(changeAccount, {
  access: 'signed-in',
  activity: 'account.profile',
  body: ChangeAccount,
  output: AccountSchema,
  ifMatch: true,
  etag: changeable,
  describe: ({ body }) => ({ changed: Object.keys(body) }),
  handle: ({ session, body: { name }, ifMatch }) =>
    exclusive(`person:${session.person.id}`, async () => {
      const db = await database();
      const whose = eq(people.id, session.person.id);
      const [now] = await db.select({ name: people.name }).from(people).where(whose);
      requireMatch(ifMatch, changeable(now ?? session.person));
      await db.update(people).set({ name }).where(whose);
      return { ...accountOf(session), name };
    }),
});

/** Ends every session of the person, and begins a new one for the browser that asked. */
export const postPassword = bffRoute(changePassword, {
  access: 'signed-in',
  activity: 'account.password',
  maxBody: 16 * 1024,
  body: ChangePassword,
  output: z.object({ ended: z.int() }),
  handle: async ({ session, body, request, header, note }) => {
    const { person, ended } = await replacePassword(session, body);
    note({ ended });
    header('set-cookie', await beginSession(person, from(request)));
    return { ended };
  },
});

/** The person's live sessions, the asking one first, for the page and the endpoint alike. */
export async function sessionsOf(session: Session): Promise<OwnSessions> {
  const { rows, total } = await ownSessions(session.person.id, shownSessions);
  const items = rows.map(({ idHash, userAgent, address, createdAt, lastSeen }) => ({
    id: idHash,
    current: idHash === session.idHash,
    device: deviceOf(userAgent),
    address,
    createdAt: createdAt.toISOString(),
    lastSeen: lastSeen.toISOString(),
  }));
  return { items: [...items.filter(({ current }) => current), ...items.filter(({ current }) => !current)], total };
}

export const getOwnSessions = bffRoute(listOwnSessions, {
  access: 'signed-in',
  output: OwnSessionsSchema,
  handle: ({ session }) => sessionsOf(session),
});

export const deleteOwnSession = bffRoute(endOwnSession, {
  access: 'signed-in',
  activity: 'account.session_end',
  params: z.strictObject({ id: PathId }),
  describe: ({ params: { id } }) => ({ objectId: id }),
  handle: async ({ session, params: { id }, header }) => {
    if (!(await endOne(session.person.id, id)))
      throw new ProblemError('not_found', 'There is no such session.', { detail: 'It may have ended already.' });
    if (id === session.idHash) header('set-cookie', clearedCookie);
    return undefined;
  },
});

export const postEndOthers = bffRoute(endOtherSessions, {
  access: 'signed-in',
  activity: 'account.session_end',
  output: z.object({ ended: z.int() }),
  describe: () => ({ which: 'others' }),
  handle: async ({ session, note }) => {
    const ended = await endOthers(session.person.id, session.idHash);
    note({ ended });
    return { ended };
  },
});
