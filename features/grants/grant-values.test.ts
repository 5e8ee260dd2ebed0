import { describe, expect, it } from 'vitest';
import { type GrantValues, grantValues, inputOf, valuesFrom } from './grant-values.ts';
import { isGrantable } from './schema.ts';

const values: GrantValues = { application_id: 'app-1', resource_id: 'res-1', scopes: ['a:read'], audience: 'everyone', user_id: '' };
const faults = (changes: Partial<GrantValues>, known: string[] | undefined = ['a:read', 'a:write']) =>
  Object.fromEntries(
    (grantValues(known).safeParse({ ...values, ...changes }).error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]),
  );

describe('a grant from the address', () => {
  it('takes application, resource, scopes and user', () => {
    expect(valuesFrom(new URLSearchParams('application=a&resource=r&scopes=x:read,y:write,x:read&user=u-1'))).toEqual({
      application_id: 'a',
      resource_id: 'r',
      scopes: ['x:read', 'y:write'],
      audience: 'one',
      user_id: 'u-1',
    });
  });

  it('is empty and for everyone without them', () => {
    expect(valuesFrom(new URLSearchParams())).toEqual({ ...values, application_id: '', resource_id: '', scopes: [] });
  });
});

describe('what the form refuses before sending', () => {
  it('names everything that is missing', () => {
    expect(Object.keys(faults({ application_id: '', resource_id: '', scopes: [], audience: 'one' }))).toEqual([
      'application_id',
      'resource_id',
      'scopes',
      'user_id',
    ]);
  });

  it('names the scopes that the resource does not have, and only when its scopes are known', () => {
    expect(faults({ scopes: ['a:read', 'b:read'] })).toEqual({ scopes: 'The resource does not have b:read. Remove it.' });
    expect(grantValues(undefined).safeParse({ ...values, scopes: ['b:read'] }).success).toBe(true);
  });

  it('refuses scopes that a resource can have and a grant cannot hold', () => {
    expect(isGrantable('Payment:Read')).toBe(false);
    expect(isGrantable('a'.repeat(201))).toBe(false);
    expect(faults({ scopes: ['Payment:Read'] }, ['Payment:Read']).scopes).toMatch(/no grant can hold/);
  });

  it('refuses a subject id that is too long', () => {
    expect(faults({ audience: 'one', user_id: 'u'.repeat(201) })).toEqual({ user_id: 'Use at most 200 characters.' });
  });
});

it('sends no user for everyone, whatever was typed before', () => {
  expect(inputOf({ ...values, user_id: 'typed' })).toEqual({ application_id: 'app-1', resource_id: 'res-1', scopes: ['a:read'] });
});
