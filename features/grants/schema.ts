import { z } from 'zod';
import { Grant, GrantScope, grantLimits } from '#contract/grants.ts';
import { Session } from '#contract/sessions.ts';

const id = z.string().regex(/^(?!\.{1,2}$)[A-Za-z0-9_.:-]{1,100}$/, 'Choose one from the list.');

/** Whether any grant can hold this scope; a resource may have others (contract 8). */
export const isGrantable = (scope: string): boolean => GrantScope.safeParse(scope).success;

const scopes = z
  .array(GrantScope)
  .min(1, 'Choose at least one scope.')
  .max(grantLimits.scopes, `A grant holds at most ${grantLimits.scopes} scopes.`)
  .refine((list) => new Set(list).size === list.length, 'A scope stands here twice.');

export const GrantInput = z.strictObject({
  application_id: id,
  resource_id: id,
  scopes,
  user_id: z.string().trim().min(1, 'Enter a subject id, or choose everyone.').max(200, 'Use at most 200 characters.').optional(),
  duplicate: z.boolean().optional(),
});
export const ScopesInput = z.strictObject({ scopes });
export const GrantRow = Grant.extend({
  application: z.string().nullable(),
  resource: z.string().nullable(),
  resource_identifier: z.string().nullable(),
  named: z.boolean(),
});
export const SimilarGrants = z.object({ same: z.array(GrantRow), others: z.array(GrantRow) });
export const RevocationPreview = z.object({
  grant: GrantRow,
  subject: z.string(),
  sessions: z.array(Session).nullable(),
  more: z.boolean(),
  covered: z.array(z.string()),
  single: z.int(),
  asOf: z.iso.datetime(),
});
export const Revoked = z.object({ grant: GrantRow, ended: z.array(Session).nullable() });
export const ScopesChanged = z.object({
  grant: GrantRow,
  revoked: Revoked.nullable(),
  left: z.string().nullable(),
});
