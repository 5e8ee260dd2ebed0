import 'server-only';
import type { Policy } from '#contract/policies.ts';
import { policyEndpoints } from '#contract/policies.ts';
import { type PolicySet, policySetEndpoints } from '#contract/policy-sets.ts';
import { templateEndpoints } from '#contract/templates.ts';
import { ProblemError } from '#http/problem.ts';
import type { ZoneScope } from '#server/bff/zone.ts';
import type { ControlPlane } from '#server/control-plane/client.ts';
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
export async function activateStarterPolicy(zone: ZoneScope, controlPlane: ControlPlane, requestId: string): Promise<StarterActivated> {
  const content = await templateText(controlPlane, requestId);
  const { policy, versionId } = await policyWith(zone, content);
  const set = await setNamed(zone);
  const version = await zone.call(policySetEndpoints.createPolicySetVersion, {
    params: { id: set.id },
    body: { manifest: [{ policy_version_id: versionId }] },
  });
  await zone.call(policySetEndpoints.activatePolicySet, { params: { id: set.id }, body: { version_id: version.id } });
  keepRow(zone.id, 'policySets', { ...set, active_version_id: version.id });
  return {
    set: { id: set.id, name: set.name },
    version: { id: version.id, version: version.version },
    policy: { id: policy.id, name: policy.name },
  };
}

async function policyWith(zone: ZoneScope, content: string): Promise<{ policy: { id: string; name: string }; versionId: string }> {
  const existing = (await listOf(zone, 'policies')).rows.find(({ name }) => name === policyName);
  if (existing) {
    const detail = await zone.call(policyEndpoints.getPolicy, { params: { id: existing.id } });
    const same = detail.versions.find((version) => version.content === content);
    const versionId =
      same?.id ?? (await zone.call(policyEndpoints.createPolicyVersion, { params: { id: existing.id }, body: { content } })).id;
    return { policy: existing, versionId };
  }
  const created = await zone.call(policyEndpoints.createPolicy, {
    body: { name: policyName, description: 'The starter: allows by default, with rate limits.', content },
  });
  const row: Policy = { ...created, owner_type: 'customer', created_at: created.version.created_at };
  keepRow(zone.id, 'policies', row);
  return { policy: row, versionId: created.version.id };
}

async function setNamed(zone: ZoneScope): Promise<PolicySet> {
  const existing = (await listOf(zone, 'policySets')).rows.find(({ name }) => name === setName);
  if (existing) return existing;
  const created = await zone.call(policySetEndpoints.createPolicySet, {
    body: { name: setName, description: 'Made by Activate a starter policy.' },
  });
  const row: PolicySet = { ...created, active_version_id: null };
  keepRow(zone.id, 'policySets', row);
  return row;
}
