import 'server-only';
import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import type { stepUpEndpoints } from '#contract/step-up.ts';
import { now } from '../instant.ts';
import type { OperationsOf } from '../operation.ts';
import { notFound, refusal } from '../refusal.ts';
import { stepUpChallenges as challenges } from '../tables.ts';
import { one } from './changes.ts';

const columns = {
  id: challenges.id,
  zone_id: challenges.zone_id,
  session_id: challenges.session_id,
  challenge_type: challenges.challenge_type,
  metadata_json: challenges.metadata_json,
  created_at: challenges.created_at,
  expires_at: challenges.expires_at,
  satisfied_at: challenges.satisfied_at,
};
const inZone = (zoneId: string, id: string) => and(eq(challenges.id, id), eq(challenges.zone_id, zoneId));

export const stepUpOperations: OperationsOf<typeof stepUpEndpoints> = {
  listStepUpChallenges: {
    run: async ({ params }, { db }) =>
      db
        .select(columns)
        .from(challenges)
        .where(eq(challenges.zone_id, params.zoneId))
        .orderBy(desc(challenges.created_at), desc(challenges.id)),
  },

  getStepUpChallenge: {
    run: async ({ params }, { db }) =>
      one(await db.select(columns).from(challenges).where(inZone(params.zoneId, params.id)), notFound('challenge')),
  },

  satisfyStepUpChallenge: {
    run: async ({ params }, { db }) => {
      const at = now();
      const [row] = await db
        .update(challenges)
        .set({ satisfied_at: at })
        .where(and(inZone(params.zoneId, params.id), isNull(challenges.satisfied_at), gt(challenges.expires_at, at)))
        .returning({ id: challenges.id, satisfied_at: challenges.satisfied_at });
      if (!row?.satisfied_at) throw refusal(404, 'challenge_not_found_or_expired');
      return { id: row.id, satisfied_at: row.satisfied_at };
    },
  },
};
