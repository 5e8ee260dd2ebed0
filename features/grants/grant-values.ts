import { z } from 'zod';
import type { GrantInput } from './api.ts';
import { isGrantable, GrantInput as Schema, ScopesInput } from './schema.ts';

/** What the form holds: whom it is for is a choice here and an absent field in the request. */
export type GrantValues = {
  application_id: string;
  resource_id: string;
  scopes: string[];
  audience: 'everyone' | 'one';
  user_id: string;
};

/** What a new form holds: empty, or what the address says (`?application=&resource=&scopes=&user=`), so that pages can link here. */
export function valuesFrom(search: URLSearchParams): GrantValues {
  const user = search.get('user')?.trim() ?? '';
  return {
    application_id: search.get('application') ?? '',
    resource_id: search.get('resource') ?? '',
    scopes: [...new Set((search.get('scopes') ?? '').split(/[\s,]+/).filter(Boolean))],
    audience: user ? 'one' : 'everyone',
    user_id: user,
  };
}

/** The request that the form's values ask for. */
export const inputOf = ({ audience, user_id: user, ...grant }: GrantValues): GrantInput => ({
  ...grant,
  ...(audience === 'one' && { user_id: user }),
});

/** What is wrong with chosen scopes, in words for their field. @param known the scopes of the resource, undefined while not known */
export function scopesFault(scopes: readonly string[], known: readonly string[] | undefined): string | undefined {
  if (scopes.length === 0) return 'Choose at least one scope.';
  const strange = known ? scopes.filter((scope) => !known.includes(scope)) : [];
  if (strange.length > 0) return `The resource does not have ${strange.join(', ')}. Remove ${strange.length === 1 ? 'it' : 'them'}.`;
  if (!scopes.every(isGrantable)) return 'Remove the scopes that no grant can hold; they are marked.';
  return ScopesInput.safeParse({ scopes }).error?.issues[0]?.message;
}

/** The form's own schema. @param known the scopes of the chosen resource, undefined while they are not known */
export const grantValues = (known: readonly string[] | undefined) =>
  z.custom<GrantValues>().superRefine((values, context) => {
    const add = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (!values.application_id) add('application_id', 'Choose an application.');
    if (!values.resource_id) add('resource_id', 'Choose a resource.');
    const fault = scopesFault(values.scopes, known);
    if (fault) add('scopes', fault);
    if (values.audience === 'one' && !values.user_id.trim()) add('user_id', 'Enter a subject id, or choose everyone.');
    if (context.issues.length > 0) return;
    for (const issue of Schema.safeParse(inputOf(values)).error?.issues ?? []) add(String(issue.path[0]), issue.message);
  });
