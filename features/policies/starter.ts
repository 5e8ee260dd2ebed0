import 'server-only';
import type { Policy } from '#contract/policies.ts';
import { policyEndpoints } from '#contract/policies.ts';
import { type PolicySet, policySetEndpoints } from '#contract/policy-sets.ts';
import { templateEndpoints } from '#contract/templates.ts';
import { ProblemError } from '#http/problem.ts';
import { exclusive } from '#server/bff/exclusive.ts';
import type { ZoneScope } from '#server/bff/zone.ts';
import type { ControlPlane } from '#server/control-plane/client.ts';
import { refusalOf } from '#server/control-plane/refusal.ts';
import { policyTemplates } from '#server/embedded/policy-templates.ts';
import { env } from '#server/env.ts';
import { keepRow, listOf } from '#server/lists/readers.ts';
import type { StarterActivated } from './api.ts';

/** One of the two templates that allow by default on a real control plane (settled.md). */
export const starterTemplateId = 'baseline-rate-limits';
const policyName = 'starter-baseline-rate-limits';
const setName = 'starter';

/** The template's text: the control plane's own, or the console's copy where its token may not read templates. */
async function templateText(controlPlane: ControlPlane, requestId: string): Promise<string> {
  const offered =
    env().zoneId === undefined ? await controlPlane.call(templateEndpoints.listTemplates, {}, { requestId }) : policyTemplates;
  const template = offered.find(({ id }) => id === starterTemplateId);
  if (!template)
    throw new ProblemError('not_found', 'This control plane has no starter template.', {
      detail: `Nothing was changed. It does not offer ${starterTemplateId}.`,
    });
  return template.content;
}

/**
 * Template -> policy -> set -> version -> activate, so that a new zone can allow anything at all. Each step looks for what an
 * earlier try left behind, so that a failure half-way is mended by doing it again and nothing is made twice.
 */
export const activateStarterPolicy = (zone: ZoneScope, controlPlane: ControlPlane, requestId: string): Promise<StarterActivated> =>
  exclusive(`starter:${zone.id}`, async () => activate(zone, await templateText(controlPlane, requestId)));

async function activate(zone: ZoneScope, content: string): Promise<StarterActivated> {
  const { policy, versionId } = await policyWith(zone, content);
  const set = await setNamed(zone).catch(halfWay);
  const version = await zone.call(policySetEndpoints.createPolicySetVersion, {
    params: { id: set.id },
    body: { manifest: [{ policy_version_id: versionId }] },
  });
  await zone.call(policySetEndpoints.activatePolicySet, { params: { id: set.id }, body: { version_id: version.id } }).catch(halfWay);
  keepRow(zone.id, 'policySets', { ...set, active_version_id: version.id });
  return {
    set: { id: set.id, name: set.name },
    version: { id: version.id, version: version.version },
    policy: { id: policy.id, name: policy.name },
  };
}

/** After the first step, "nothing was changed" is no longer true. */
function halfWay(error: unknown): never {
  if (!(error instanceof ProblemError)) throw error;
  throw new ProblemError(error.code, error.message, {
    detail: 'The policy was made and is not active yet. Do it again: what exists is used, nothing is made twice.',
    ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter }),
    cause: error.cause ?? error,
  });
}

/**
 * Creates something under a name; where the control plane refuses that name (one that was archived stays taken, contract 1.5), under
 * the name with a number of its own.
 */
async function named<T>(name: string, create: (name: string) => Promise<T>): Promise<T> {
  try {
    return await create(name);
  } catch (error) {
    const status = refusalOf(error)?.status;
    if (status !== 409 && status !== 500) throw error;
    return create(`${name}-${Date.now().toString(36)}`);
  }
}

async function policyWith(zone: ZoneScope, content: string): Promise<{ policy: { id: string; name: string }; versionId: string }> {
  const existing = (await listOf(zone, 'policies')).rows.find(({ name }) => name === policyName || name.startsWith(`${policyName}-`));
  if (existing) {
    const detail = await zone.call(policyEndpoints.getPolicy, { params: { id: existing.id } });
    const same = detail.versions.find((version) => version.content === content);
    const versionId =
      same?.id ?? (await zone.call(policyEndpoints.createPolicyVersion, { params: { id: existing.id }, body: { content } })).id;
    return { policy: existing, versionId };
  }
  const created = await named(policyName, (name) =>
    zone.call(policyEndpoints.createPolicy, { body: { name, description: 'The starter: allows by default, with rate limits.', content } }),
  );
  const row: Policy = { ...created, owner_type: 'customer', created_at: created.version.created_at };
  keepRow(zone.id, 'policies', row);
  return { policy: row, versionId: created.version.id };
}

async function setNamed(zone: ZoneScope): Promise<PolicySet> {
  const existing = (await listOf(zone, 'policySets')).rows.find(({ name }) => name === setName || name.startsWith(`${setName}-`));
  if (existing) return existing;
  const created = await named(setName, (name) =>
    zone.call(policySetEndpoints.createPolicySet, { body: { name, description: 'Made by Activate a starter policy.' } }),
  );
  const row: PolicySet = { ...created, active_version_id: null };
  keepRow(zone.id, 'policySets', row);
  return row;
}
