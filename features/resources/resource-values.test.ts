import { describe, expect, it } from 'vitest';
import { GrantScope } from '#contract/grants.ts';
import type { Resource } from './api.ts';
import { changeOf, editSchema, inputOf, newSchema, newValues, type ResourceValues, valuesOf } from './resource-values.ts';
import { isGrantable } from './scope-rule.ts';

const row: Resource = {
  id: 'res-1',
  zone_id: 'zone-1',
  name: 'Inventory',
  identifier: 'resource://inventory',
  upstream_url: 'https://inventory.internal',
  prefix: false,
  scopes: ['inventory:read', 'Old Scope'],
  credential_provider_id: 'prov-1',
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
};
const base = valuesOf(row);
const issues = (schema: ReturnType<typeof editSchema>, values: ResourceValues) =>
  (schema.safeParse(values).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);

it('a scope counts as grantable exactly when the contract takes it in a grant', () => {
  for (const scope of ['a', 'payment:read', 'Payment', 'a b', '', 'x'.repeat(200), 'x'.repeat(201), 'a,b', 'ä', 'a.b/c-d_e:f'])
    expect(isGrantable(scope), scope).toBe(GrantScope.safeParse(scope).success);
});

describe('a new resource', () => {
  it('sends what is typed and leaves out what is empty', () => {
    const values = { ...newValues(new URLSearchParams()), identifier: ' resource://a ', scopes: ['a:read'] };
    expect(inputOf(values)).toEqual({ identifier: 'resource://a', scopes: ['a:read'], prefix: false });
  });

  it('takes the provider from the address', () => {
    expect(newValues(new URLSearchParams('provider=prov-1')).credential_provider_id).toBe('prov-1');
  });

  it('needs an identifier and scopes that can be granted, each message on its field', () => {
    const empty = newValues(new URLSearchParams());
    expect(issues(newSchema, empty)[0]).toMatch(/^identifier: Enter/);
    expect(issues(newSchema, { ...empty, identifier: 'a' })).toEqual(['scopes: Add at least one scope.']);
    expect(issues(newSchema, { ...empty, identifier: 'a', scopes: ['A'] })[0]).toMatch(/^scopes: Use lower-case/);
    expect(issues(newSchema, { ...empty, identifier: 'a', scopes: ['a'], upstream_url: 'ftp://a' })[0]).toMatch(
      /^upstream_url: Enter an absolute/,
    );
  });
});

describe('an edit', () => {
  it('sends only what differs, and nothing for blanks at the ends', () => {
    expect(changeOf({ ...base, name: ' Inventory ', identifier: 'resource://stock' }, base)).toEqual({ identifier: 'resource://stock' });
    expect(changeOf(base, base)).toEqual({});
  });

  it('refuses to clear an upstream URL, which the control plane cannot do', () => {
    expect(issues(editSchema(base), { ...base, upstream_url: '' })).toEqual([
      'upstream_url: An upstream URL can be changed, never cleared. Enter another, or keep https://inventory.internal.',
    ]);
  });

  it('keeps a scope that can never be granted, and refuses a new one', () => {
    expect(issues(editSchema(base), { ...base, scopes: [...base.scopes, 'inventory:write'] })).toEqual([]);
    expect(issues(editSchema(base), { ...base, scopes: [...base.scopes, 'New Scope'] })[0]).toContain('New Scope could never be granted');
  });

  it('does not judge what it leaves alone', () => {
    const odd = valuesOf({ ...row, identifier: 'has blanks', upstream_url: null });
    expect(issues(editSchema(odd), { ...odd, name: 'New name' })).toEqual([]);
  });
});
