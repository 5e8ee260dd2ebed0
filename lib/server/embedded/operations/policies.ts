import 'server-only';
import { createHash } from 'node:crypto';
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { policyEndpoints } from '#contract/policies.ts';
import { newId, now } from '../instant.ts';
import type { OperationsOf } from '../operation.ts';
import { notFound, refusal } from '../refusal.ts';
import { outline } from '../rego.ts';
import { policies, policyVersions } from '../tables.ts';
import { one } from './changes.ts';
import { liveZone } from './zone-guard.ts';

const columns = {
  id: policies.id,
  zone_id: policies.zone_id,
  name: policies.name,
  description: policies.description,
  owner_type: policies.owner_type,
  created_by: policies.created_by,
  created_at: policies.created_at,
};
const { created_by: _onlyListed, ...detailColumns } = columns;
const newVersionColumns = {
  id: policyVersions.id,
  policy_id: policyVersions.policy_id,
  version: policyVersions.version,
  content_sha256: policyVersions.content_sha256,
  schema_version: policyVersions.schema_version,
  created_at: policyVersions.created_at,
};
const live = (zoneId: string, id: string) => and(eq(policies.id, id), eq(policies.zone_id, zoneId), isNull(policies.archived_at));

function checkRego(content: string): void {
  const found = outline(content);
  if ('error' in found) throw refusal(422, 'invalid_rego', { detail: found.error });
}

const versionRow = (body: { content: string; schema_version: string }, policyId: string, version: number, actor: string, at: string) => ({
  id: newId(),
  policy_id: policyId,
  version,
  content: body.content,
  content_sha256: createHash('sha256').update(body.content, 'utf8').digest('hex'),
  schema_version: body.schema_version,
  created_by: actor,
  created_at: at,
});

export const policyOperations: OperationsOf<typeof policyEndpoints> = {
  listPolicies: {
    run: async ({ params }, { db }) =>
      db
        .select(columns)
        .from(policies)
        .where(and(eq(policies.zone_id, params.zoneId), isNull(policies.archived_at)))
        .orderBy(desc(policies.created_at), desc(policies.id)),
  },

  createPolicy: {
    before: liveZone,
    run: async ({ params, body }, { db, actor }) => {
      checkRego(body.content);
      const at = now();
      const { name, description = null, owner_type } = body;
      const row = { id: newId(), zone_id: params.zoneId, name, description, owner_type, created_by: actor, created_at: at };
      return db.transaction(async (tx) => {
        const { id, zone_id } = one(await tx.insert(policies).values(row).returning(columns), notFound('policy'));
        const version = await tx
          .insert(policyVersions)
          .values(versionRow(body, id, 1, actor, at))
          .returning(newVersionColumns);
        return { id, zone_id, name, description, version: one(version, notFound('policy')) };
      });
    },
  },

  getPolicy: {
    run: async ({ params }, { db }) => {
      const policy = one(await db.select(detailColumns).from(policies).where(live(params.zoneId, params.id)), notFound('policy'));
      const versions = await db
        .select({
          id: policyVersions.id,
          policy_id: policyVersions.policy_id,
          version: policyVersions.version,
          content: policyVersions.content,
          content_sha256: policyVersions.content_sha256,
          schema_version: policyVersions.schema_version,
          created_by: policyVersions.created_by,
          // The one timestamp with microseconds and an offset, as PostgreSQL writes it into JSON (contract 1.3).
          created_at: sql<string>`to_json(${policyVersions.created_at}) #>> '{}'`,
        })
        .from(policyVersions)
        .where(eq(policyVersions.policy_id, params.id))
        .orderBy(desc(policyVersions.version));
      return { ...policy, versions: versions.map((version) => ({ ...version, archived_at: null })) };
    },
  },

  archivePolicy: {
    run: async ({ params }, { db }) => {
      const where = live(params.zoneId, params.id);
      one(await db.update(policies).set({ archived_at: now() }).where(where).returning({ id: policies.id }), notFound('policy'));
      return undefined;
    },
  },

  createPolicyVersion: {
    run: async ({ params, body }, { db, actor }) => {
      checkRego(body.content);
      return db.transaction(async (tx) => {
        one(await tx.select({ id: policies.id }).from(policies).where(live(params.zoneId, params.id)), notFound('policy'));
        const [{ last } = { last: 0 }] = await tx
          .select({ last: sql<number>`coalesce(max(${policyVersions.version}), 0)::int` })
          .from(policyVersions)
          .where(eq(policyVersions.policy_id, params.id));
        const row = versionRow(body, params.id, last + 1, actor, now());
        return one(await tx.insert(policyVersions).values(row).returning(newVersionColumns), notFound('policy'));
      });
    },
  },
};
