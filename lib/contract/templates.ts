import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

/** The templates of v2026.05.14, in their order (contract 7). */
export const templateIds = [
  'role-based',
  'attribute-based',
  'delegation',
  'baseline-scopes',
  'baseline-resource-constraints',
  'baseline-delegation-constraints',
  'baseline-session-state',
  'baseline-step-up-triggers',
  'baseline-rate-limits',
] as const;
export type TemplateId = (typeof templateIds)[number];

export const PolicyTemplate = z.object({ id: z.string(), name: z.string(), description: z.string(), content: z.string() });
export type PolicyTemplate = z.infer<typeof PolicyTemplate>;

export const templateEndpoints = {
  listTemplates: defineEndpoint({
    method: 'GET',
    path: '/v1/policy-templates',
    auth: 'global',
    success: 200,
    output: z.array(PolicyTemplate),
  }),
};
