import 'server-only';
import { setImmediate } from 'node:timers/promises';
import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { grantEndpoints } from '#contract/grants.ts';
import { newId, now } from '../instant.ts';
import { JsonText, type OperationsOf } from '../operation.ts';
import { notFound, refusal } from '../refusal.ts';
import type { Db } from '../store.ts';
import { applications, grants, resources, sessions } from '../tables.ts';
import { one } from './changes.ts';
import { liveZone } from './zone-guard.ts';

const columns = {
  id: grants.id,
  zone_id: grants.zone_id,
  application_id: grants.application_id,
  user_id: grants.user_id,
  resource_id: grants.resource_id,
  scopes: grants.scopes,
  status: grants.status,
  created_at: grants.created_at,
};
const inZone = (zoneId: string, id: string) => and(eq(grants.id, id), eq(grants.zone_id, zoneId));

/** Rows that the list reads at a time: between two reads other requests get their turn. */
const chunk = 5_000;
type Chunk = { text: string; rows: number; last_at: string; last_id: string };

/** The next grants of a zone, newest first, as JSON text built by the database, and where to go on. */
async function readChunk(db: Db, zoneId: string, after: { at: string; id: string } | undefined): Promise<Chunk | undefined> {
  const older = after ? sql`and (created_at, id) < (${after.at}::timestamptz, ${after.id})` : sql``;
  const { rows } = await db.execute<Chunk>(sql`
    select string_agg(json, ',' order by at desc, id desc) as text, count(*)::int as rows,
      (array_agg(at::text order by at desc, id desc))[count(*)] as last_at, (array_agg(id order by at desc, id desc))[count(*)] as last_id
    from (
      select id, created_at as at, json_build_object(
        'id', id, 'zone_id', zone_id, 'application_id', application_id, 'user_id', user_id, 'resource_id', resource_id,
        'scopes', scopes, 'status', status, 'created_at', to_char(created_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      )::text as json
      from control_plane.grants where zone_id = ${zoneId} ${older}
      order by created_at desc, id desc limit ${chunk}
    ) as newest`);
  const [row] = rows;
  return row && row.rows > 0 ? row : undefined;
}

/** Ends the active sessions of a grant's subject; of a grant for everyone, those of the application itself (contract 8). */
const endSessions = (db: Db, zoneId: string, subject: string) =>
  db
    .update(sessions)
    .set({ status: 'revoked' })
    .where(and(eq(sessions.zone_id, zoneId), eq(sessions.status, 'active'), eq(sessions.subject_id, subject)));

export const grantOperations: OperationsOf<typeof grantEndpoints> = {
  listGrants: {
    run: async ({ params }, { db }) => {
      const texts: string[] = [];
      let read = await readChunk(db, params.zoneId, undefined);
      while (read) {
        texts.push(read.text);
        // The database works in this thread; without this nobody else would be served until the end of the list.
        await setImmediate();
        read = read.rows < chunk ? undefined : await readChunk(db, params.zoneId, { at: read.last_at, id: read.last_id });
      }
      return new JsonText(`[${texts.join(',')}]`);
    },
  },

  createGrant: {
    before: liveZone,
    run: async ({ params, body }, { db }) =>
      db.transaction(async (tx) => {
        const { zoneId } = params;
        const application = and(
          eq(applications.id, body.application_id),
          eq(applications.zone_id, zoneId),
          isNull(applications.archived_at),
          or(isNull(applications.expires_at), gt(applications.expires_at, now())),
        );
        one(await tx.select({ id: applications.id }).from(applications).where(application), notFound('application'));
        const resource = and(eq(resources.id, body.resource_id), eq(resources.zone_id, zoneId), isNull(resources.archived_at));
        const { scopes } = one(await tx.select({ scopes: resources.scopes }).from(resources).where(resource), notFound('resource'));
        if (!body.scopes.every((scope) => scopes.includes(scope))) throw refusal(403, 'grant_scopes_exceed_resource');
        const row = { ...body, user_id: body.user_id ?? null, id: newId(), zone_id: zoneId, status: 'active', created_at: now() };
        return one(await tx.insert(grants).values(row).returning(columns), notFound('grant'));
      }),
  },

  getGrant: {
    run: async ({ params }, { db }) =>
      one(await db.select(columns).from(grants).where(inZone(params.zoneId, params.id)), notFound('grant')),
  },

  revokeGrant: {
    run: async ({ params }, { db }) =>
      db.transaction(async (tx) => {
        const where = inZone(params.zoneId, params.id);
        const changed = await tx.update(grants).set({ status: 'revoked' }).where(where).returning(columns);
        const grant = one(changed, notFound('grant'));
        await endSessions(tx, params.zoneId, grant.user_id ?? grant.application_id);
        return undefined;
      }),
  },
};
