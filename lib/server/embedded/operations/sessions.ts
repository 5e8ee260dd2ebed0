import 'server-only';
import { and, desc, eq } from 'drizzle-orm';
import type { sessionEndpoints } from '#contract/sessions.ts';
import type { OperationsOf } from '../operation.ts';
import { sessions } from '../tables.ts';
import { after, exactly, page, readCursor } from './cursor.ts';

const columns = {
  id: sessions.id,
  zone_id: sessions.zone_id,
  session_type: sessions.session_type,
  subject_id: sessions.subject_id,
  parent_id: sessions.parent_id,
  status: sessions.status,
  expires_at: sessions.expires_at,
  authenticated_at: sessions.authenticated_at,
  created_at: sessions.created_at,
  exact: exactly(sessions.created_at),
};

export const sessionOperations: OperationsOf<typeof sessionEndpoints> = {
  listSessions: {
    run: async ({ params, query }, { db }) => {
      const where = and(
        eq(sessions.zone_id, params.zoneId),
        query.status && eq(sessions.status, query.status),
        query.subject_id === undefined ? undefined : eq(sessions.subject_id, query.subject_id),
        query.cursor === undefined ? undefined : after(sessions.created_at, sessions.id, readCursor(query.cursor)),
      );
      const found = await db
        .select(columns)
        .from(sessions)
        .where(where)
        .orderBy(desc(sessions.created_at), desc(sessions.id))
        .limit(query.limit);
      return page(found, query.limit);
    },
  },
};
