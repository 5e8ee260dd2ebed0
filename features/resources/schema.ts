import { z } from 'zod';
import { grantLimits, grantScopePattern } from '#contract/grants.ts';
import { Resource, UpstreamUrl } from '#contract/resources.ts';
import { isPrintable, unprintable } from '#http/name.ts';

const identifier = z
  .string()
  .trim()
  .min(1, 'Enter an identifier, such as resource://inventory.')
  .max(500, 'Use at most 500 characters.')
  .regex(/^\S+$/, 'An identifier holds no blanks.');
const name = z.string().trim().min(1, 'Enter a name.').max(200, 'Use at most 200 characters.').refine(isPrintable, unprintable);
/** Only scopes that can be granted: the control plane stores others, and then never grants them (contract 5). */
const scope = z
  .string()
  .trim()
  .min(1)
  .max(grantLimits.scopeLength, `A scope has at most ${grantLimits.scopeLength} characters.`)
  .regex(grantScopePattern, 'Use lower-case letters, digits and : _ . / - only.');
const scopes = z
  .array(scope)
  .min(1, 'Add at least one scope.')
  .max(2_000, 'Use at most 2000 scopes.')
  .refine((list) => new Set(list).size === list.length, 'A scope stands here twice.');
/** The control plane takes a user and a password in the address and shows them to whoever reads it (contract 5). */
const hasNoUser = (value: string): boolean => !URL.canParse(value) || (new URL(value).username === '' && new URL(value).password === '');
const upstreamUrl = z
  .string()
  .trim()
  .max(2_000, 'Use at most 2000 characters.')
  .refine((value) => UpstreamUrl.safeParse(value).success, 'Enter an absolute http or https URL, such as https://inventory.internal:8443.')
  .refine(hasNoUser, 'Leave user and password out: everybody who reads the resource would see them. A provider keeps credentials.');
const fields = {
  identifier,
  name,
  scopes,
  upstream_url: upstreamUrl,
  prefix: z.boolean(),
  credential_provider_id: z.string().trim().min(1).max(100),
};

export const ResourceInput = z.strictObject({
  ...fields,
  name: name.optional(),
  upstream_url: upstreamUrl.optional(),
  credential_provider_id: fields.credential_provider_id.optional(),
});
/** Existing scopes may be ones that cannot be granted; an edit keeps them, so only their length is looked at. */
export const ResourceChange = z
  .strictObject({
    ...fields,
    scopes: z.array(z.string().min(1).max(1_000)).min(1, 'Keep at least one scope.').max(2_000, 'Use at most 2000 scopes.'),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'Nothing was changed.');
export const ResourceRow = Resource.extend({ provider_name: z.string().nullable() });
