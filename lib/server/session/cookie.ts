import 'server-only';
import { createHmac } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { decode, encode } from 'next-auth/jwt';
import { database } from '../database/database.ts';
import { installation } from '../database/tables.ts';
import { env } from '../env.ts';
import { once } from '../once.ts';
import { newToken } from './tokens.ts';

/** The session cookie. The prefix makes browsers insist on Secure, HttpOnly, Path=/ and no Domain. */
export const sessionCookie = '__Host-Http-caracal.session';
/** Absolute life of a session, in seconds (security section 1: the stricter pair, 12 h and 30 min). */
export const sessionSeconds = 12 * 60 * 60;
export const idleSeconds = 30 * 60;

type Claims = { sid: string; uid: string; sv: number };
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Strict; Priority=High';

/** The first secret encrypts, each of them decrypts. Without SESSION_SECRETS one is made and kept in the store, for all processes on it. */
const secrets = (): Promise<string[]> =>
  once('session-secrets', async () => {
    const set = env().sessionSecrets;
    if (set) return set;
    const db = await database();
    await db.insert(installation).values({ key: 'session-secret', value: newToken() }).onConflictDoNothing();
    const [row] = await db.select().from(installation).where(eq(installation.key, 'session-secret'));
    if (!row) throw new Error('the session secret was not kept');
    return [row.value];
  });

/** A hash that only this console can make, of something that may hold a secret: whoever reads it in the store cannot try guesses against it. */
export async function keyedHash(purpose: string, text: string): Promise<string> {
  const [secret = ''] = await secrets();
  return createHmac('sha256', secret).update(`${purpose}\0${text}`).digest('base64url');
}

/** The Set-Cookie line of a new session; next-auth's encrypted token carries the claims and nothing else. */
export async function sealCookie(claims: Claims): Promise<string> {
  const [secret = ''] = await secrets();
  const token = await encode({ token: claims, secret, maxAge: sessionSeconds });
  return `${sessionCookie}=${token}; Max-Age=${sessionSeconds}; ${attributes}`;
}

/** The claims of a cookie value, or null for anything that this console did not issue or that has expired. */
export async function openCookie(token: string): Promise<Claims | null> {
  if (token.length > 1_500) return null;
  for (const secret of await secrets()) {
    const claims = await decode({ token, secret }).catch(() => null);
    if (claims && typeof claims.sid === 'string' && typeof claims.uid === 'string' && typeof claims.sv === 'number')
      return { sid: claims.sid, uid: claims.uid, sv: claims.sv };
  }
  return null;
}

export const clearedCookie = `${sessionCookie}=; Max-Age=0; ${attributes}`;
