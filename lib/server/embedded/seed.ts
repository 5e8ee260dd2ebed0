import 'server-only';
import { randomBytes } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { SessionStatus, SessionType } from '#contract/sessions.ts';
import type { ChallengeType } from '#contract/step-up.ts';
import { tokenDigest } from './admin-tokens.ts';
import { newId, now, secondsFromNow } from './instant.ts';
import type { Db } from './store.ts';
import { adminTokens, applications, auditEvents, invitations, sessions, stepUpChallenges } from './tables.ts';

export type SeedSession = {
  zone_id: string;
  id?: string;
  session_type?: SessionType;
  subject_id?: string | null;
  parent_id?: string | null;
  status?: SessionStatus;
  expires_at?: string;
  authenticated_at?: string;
  created_at?: string;
};
export type SeedAuditEvent = Partial<typeof auditEvents.$inferInsert> & { zone_id: string };
export type SeedChallenge = {
  zone_id: string;
  id?: string;
  session_id?: string | null;
  challenge_type?: ChallengeType;
  metadata_json?: Record<string, unknown>;
  created_at?: string;
  expires_at?: string;
  satisfied_at?: string | null;
};

const anHourFromNow = () => secondsFromNow(3600) ?? now();
export type Seed = ReturnType<typeof createSeed>;

/** Rows that no endpoint makes, for tests, benchmarks and trying things out. Times are ISO text with up to microseconds. */
export function createSeed(db: Db) {
  return {
    /** A token for one zone, or a global one that is revoked; returns it. */
    async token({
      zone_id,
      name = 'zone-admin',
      revoked = false,
    }: {
      zone_id: string | null;
      name?: string;
      revoked?: boolean;
    }): Promise<string> {
      const token = `cat_${randomBytes(24).toString('base64url')}`;
      await db.insert(adminTokens).values({ sha256: tokenDigest(token), name, zone_id, revoked_at: revoked ? now() : null });
      return token;
    },

    async sessions(rows: SeedSession[]): Promise<void> {
      const whole = rows.map((row) => {
        const at = row.created_at ?? now();
        const usual = { id: newId(), session_type: 'user', subject_id: null, parent_id: null, status: 'active' };
        return { ...usual, expires_at: anHourFromNow(), authenticated_at: at, created_at: at, ...row };
      });
      await db.insert(sessions).values(whole);
    },

    async auditEvents(rows: SeedAuditEvent[]): Promise<void> {
      const whole = rows.map((row) => {
        const at = row.occurred_at ?? now();
        return { id: newId(), event_type: 'token_exchange', occurred_at: at, ingested_at: at, ...row };
      });
      await db.insert(auditEvents).values(whole);
    },

    async challenges(rows: SeedChallenge[]): Promise<void> {
      const whole = rows.map((row) => {
        const usual = { id: newId(), session_id: null, challenge_type: 'human_approval', metadata_json: {} };
        return { ...usual, created_at: now(), expires_at: anHourFromNow(), ...row };
      });
      await db.insert(stepUpChallenges).values(whole);
    },

    async acceptInvitation(id: string): Promise<void> {
      await db.update(invitations).set({ accepted_at: now() }).where(eq(invitations.id, id));
    },

    async expireApplication(id: string): Promise<void> {
      await db.update(applications).set({ expires_at: '2020-01-01T00:00:00Z' }).where(eq(applications.id, id));
    },

    /** As many active grants as wanted, for users `user-1`, `user-2` and so on. */
    async grants({ zone_id, application_id, resource_id, scopes, count }: GrantsSeed): Promise<void> {
      await db.execute(sql`
        insert into control_plane.grants (id, zone_id, application_id, user_id, resource_id, scopes, status, created_at)
        select gen_random_uuid()::text, ${zone_id}, ${application_id}, 'user-' || n, ${resource_id}, ${JSON.stringify(scopes)}::jsonb, 'active',
          ${now()}::timestamptz - n * interval '1 second'
        from generate_series(1, ${count}::int) as n`);
    },
  };
}
type GrantsSeed = { zone_id: string; application_id: string; resource_id: string; scopes: string[]; count: number };
