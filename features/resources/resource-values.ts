import { z } from 'zod';
import type { Resource, ResourceChange, ResourceInput } from './api.ts';
import { ResourceChange as ChangeSchema, ResourceInput as InputSchema } from './schema.ts';
import { isGrantable } from './scope-rule.ts';

/** What the form holds: every field has a value, and what is not set is empty. */
export type ResourceValues = {
  identifier: string;
  name: string;
  scopes: string[];
  upstream_url: string;
  prefix: boolean;
  credential_provider_id: string;
};

export const resourceLabels = {
  identifier: 'Identifier',
  name: 'Name',
  scopes: 'Scopes',
  upstream_url: 'Upstream URL',
  prefix: 'Prefix matching',
  credential_provider_id: 'Provider',
} as const satisfies Record<keyof ResourceValues, string>;
export const resourceFields = Object.keys(resourceLabels) as (keyof ResourceValues)[];

/** What a new form holds: nothing, or the provider that the address names (`?provider=`), so that a provider's page can link here. */
export const newValues = (search: URLSearchParams): ResourceValues => ({
  identifier: '',
  name: '',
  scopes: [],
  upstream_url: '',
  prefix: false,
  credential_provider_id: search.get('provider') ?? '',
});

/** A resource as the form holds it. Scopes that stand twice, or are empty, stand once and not at all: they say nothing. */
export const valuesOf = (resource: Resource): ResourceValues => ({
  identifier: resource.identifier,
  name: resource.name,
  scopes: [...new Set(resource.scopes)].filter(Boolean),
  upstream_url: resource.upstream_url ?? '',
  prefix: resource.prefix,
  credential_provider_id: resource.credential_provider_id ?? '',
});

/** The request that creates what the form holds. */
export const inputOf = ({
  identifier,
  name,
  upstream_url: url,
  credential_provider_id: provider,
  ...rest
}: ResourceValues): ResourceInput => ({
  ...rest,
  identifier: identifier.trim(),
  ...(name.trim() && { name: name.trim() }),
  ...(url.trim() && { upstream_url: url.trim() }),
  ...(provider && { credential_provider_id: provider }),
});

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const trimmed = (values: ResourceValues): ResourceValues => ({
  ...values,
  identifier: values.identifier.trim(),
  name: values.name.trim(),
  upstream_url: values.upstream_url.trim(),
});

/** What the form changes against a version: only that is sent, so that fields nobody touched stay as somebody else left them. */
export function changeOf(values: ResourceValues, base: ResourceValues): ResourceChange {
  const now = trimmed(values);
  return Object.fromEntries(resourceFields.filter((key) => !same(now[key], base[key])).map((key) => [key, now[key]]));
}

type Add = (path: string, message: string) => void;
const told = (result: { success: boolean; error?: z.ZodError | undefined }, add: Add) => {
  for (const { path, message } of result.error?.issues ?? []) if (path[0] !== undefined) add(String(path[0]), message);
};
const schemaOf = (check: (values: ResourceValues, add: Add) => void) =>
  z
    .custom<ResourceValues>()
    .superRefine((values, context) => check(values, (path, message) => context.addIssue({ code: 'custom', path: [path], message })));

/** What a new resource must be. */
export const newSchema = schemaOf((values, add) => told(InputSchema.safeParse(inputOf(values)), add));

/** What an edit must be: only what changes is judged, since the control plane may hold what this form would not make. */
export const editSchema = (base: ResourceValues) =>
  schemaOf((values, add) => {
    const change = changeOf(values, base);
    if (change.upstream_url === '') {
      add('upstream_url', `An upstream URL can be changed, never cleared. Enter another, or keep ${base.upstream_url}.`);
      delete change.upstream_url;
    }
    const strange = values.scopes.filter((scope) => !base.scopes.includes(scope) && !isGrantable(scope));
    if (strange.length > 0)
      add('scopes', `Use lower-case letters, digits and : _ . / - only: ${strange.join(', ')} could never be granted.`);
    if (Object.keys(change).length > 0) told(ChangeSchema.safeParse(change), add);
  });
