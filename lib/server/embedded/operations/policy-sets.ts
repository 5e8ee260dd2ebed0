import 'server-only';
import { createHash } from 'node:crypto';
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { policySetEndpoints } from '#contract/policy-sets.ts';
import { newId, now } from '../instant.ts';
import type { OperationsOf } from '../operation.ts';
import { notFound, refusal } from '../refusal.ts';
import type { Db } from '../store.ts';
import { policySets, policySetVersions } from '../tables.ts';
import { one } from './changes.ts';
import { manifestProblem } from './policy-contract.ts';
import { liveZone } from './zone-guard.ts';

const newColumns = {
  id: policySets.id,
  zone_id: policySets.zone_id,
  name: policySets.name,
  description: policySets.description,
  created_at: policySets.created_at,
};
const columns = { ...newColumns, active_version_id: policySets.active_version_id };
const newVersionColumns = {
  id: policySetVersions.id,
  policy_set_id: policySetVersions.policy_set_id,
  version: policySetVersions.version,
  manifest_sha256: policySetVersions.manifest_sha256,
  schema_version: policySetVersions.schema_version,
  created_at: policySetVersions.created_at,
};
const live = (zoneId: string, id: string) => and(eq(policySets.id, id), eq(policySets.zone_id, zoneId), isNull(policySets.archived_at));

/** A version of a live set, checked against the contract as it is now: an application may have become public since. */
async function activatable(db: Db, zoneId: string, setId: string, versionId: string, errors: { missing: string; contract: string }) {
  const version = one(
    await db
      .select({ manifest: policySetVersions.manifest_json })
      .from(policySetVersions)
      .innerJoin(policySets, eq(policySets.id, policySetVersions.policy_set_id))
      .where(and(eq(policySetVersions.id, versionId), live(zoneId, setId))),
    refusal(404, errors.missing),
  );
  const detail = await manifestProblem(db, zoneId, version.manifest);
  if (detail !== undefined) throw refusal(422, errors.contract, { detail });
}

export const policySetOperations: OperationsOf<typeof policySetEndpoints> = {
  listPolicySets: {
    run: async ({ params }, { db }) =>
      db
        .select(columns)
        .from(policySets)
        .where(and(eq(policySets.zone_id, params.zoneId), isNull(policySets.archived_at)))
        .orderBy(desc(policySets.created_at), desc(policySets.id)),
  },

  createPolicySet: {
    before: liveZone,
    run: async ({ params, body }, { db, actor }) => {
      const { name, description = null } = body;
      const row = { id: newId(), zone_id: params.zoneId, name, description, created_by: actor, created_at: now() };
      return one(await db.insert(policySets).values(row).returning(newColumns), notFound('policy_set'));
    },
  },

  getPolicySet: {
    run: async ({ params }, { db }) =>
      one(await db.select(columns).from(policySets).where(live(params.zoneId, params.id)), notFound('policy_set')),
  },

  archivePolicySet: {
    run: async ({ params }, { db }) => {
      const where = live(params.zoneId, params.id);
      one(await db.update(policySets).set({ archived_at: now() }).where(where).returning({ id: policySets.id }), notFound('policy_set'));
      return undefined;
    },
  },

  createPolicySetVersion: {
    run: async ({ params, body }, { db, actor }) =>
      db.transaction(async (tx) => {
        one(await tx.select({ id: policySets.id }).from(policySets).where(live(params.zoneId, params.id)), notFound('policy_set'));
        const detail = await manifestProblem(tx, params.zoneId, body.manifest);
        if (detail !== undefined) throw refusal(422, 'invalid_policy_contract', { detail });
        const [{ last } = { last: 0 }] = await tx
          .select({ last: sql<number>`coalesce(max(${policySetVersions.version}), 0)::int` })
          .from(policySetVersions)
          .where(eq(policySetVersions.policy_set_id, params.id));
        const row = {
          id: newId(),
          policy_set_id: params.id,
          version: last + 1,
          manifest_json: body.manifest,
          manifest_sha256: createHash('sha256').update(JSON.stringify(body.manifest), 'utf8').digest('hex'),
          schema_version: body.schema_version,
          created_by: actor,
          created_at: now(),
        };
        return one(await tx.insert(policySetVersions).values(row).returning(newVersionColumns), notFound('policy_set'));
      }),
  },

  getPolicySetVersion: {
    // Also of a deleted set (contract 7).
    run: async ({ params }, { db }) => {
      const version = one(
        await db
          .select({ ...newVersionColumns, manifest_json: policySetVersions.manifest_json })
          .from(policySetVersions)
          .innerJoin(policySets, eq(policySets.id, policySetVersions.policy_set_id))
          .where(and(eq(policySetVersions.id, params.versionId), eq(policySets.id, params.id), eq(policySets.zone_id, params.zoneId))),
        notFound('policy_set_version'),
      );
      return { ...version, policies: version.manifest_json.map((entry) => entry.policy_version_id) };
    },
  },

  activatePolicySet: {
    run: async ({ params, body }, { db }) => {
      const { version_id, shadow_version_id = null } = body;
      return db.transaction(async (tx) => {
        await activatable(tx, params.zoneId, params.id, version_id, { missing: 'version_not_found', contract: 'invalid_policy_contract' });
        if (shadow_version_id !== null) {
          const errors = { missing: 'shadow_version_not_found', contract: 'invalid_shadow_policy_contract' };
          await activatable(tx, params.zoneId, params.id, shadow_version_id, errors);
        }
        await tx.update(policySets).set({ active_version_id: version_id, shadow_version_id }).where(live(params.zoneId, params.id));
        // Nothing waits in an outbox here: the switch is complete. The id stands for the message that a real control plane sends.
        return { activated: true, version_id, shadow_version_id, outbox_id: newId() };
      });
    },
  },
};
