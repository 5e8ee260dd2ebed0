import 'server-only';
import { createHash, timingSafeEqual } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from './store.ts';
import { adminTokens } from './tables.ts';

/** Who calls: the token's name becomes `created_by`; `zone` is null for a global token (contract 1.1). */
export type Actor = { name: string; zone: string | null };

const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest();
export const tokenDigest = (token: string) => digest(token).toString('hex');
/** Longest bearer token in characters. */
const longest = 4096;

export type AdminTokens = ReturnType<typeof createAdminTokens>;

/** Knows the global token, and looks zone tokens up by their digest. */
export function createAdminTokens(db: Db, globalToken: string) {
  const global = digest(globalToken);
  return async (authorization: string | undefined): Promise<Actor | undefined> => {
    if (!authorization?.startsWith('Bearer ')) return undefined;
    const token = authorization.slice('Bearer '.length).trim();
    if (token === '' || token.length > longest) return undefined;
    if (timingSafeEqual(digest(token), global)) return { name: 'bootstrap', zone: null };
    const [row] = await db
      .select({ name: adminTokens.name, zone: adminTokens.zone_id })
      .from(adminTokens)
      .where(and(eq(adminTokens.sha256, tokenDigest(token)), isNull(adminTokens.revoked_at)));
    return row;
  };
}
