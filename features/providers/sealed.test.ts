import { expect, it } from 'vitest';
import { secretKeyPattern } from '#contract/providers.ts';
import { nestedSecret, sealedKeyPattern, withoutNested } from './sealed.ts';

it('is the rule of the contract', () => {
  expect([sealedKeyPattern.source, sealedKeyPattern.flags]).toEqual([secretKeyPattern.source, secretKeyPattern.flags]);
});

it('finds a secret that would stay readable, and leaves alone what is sealed as a whole', () => {
  expect(nestedSecret({ nested: { deep: [{ api_key: 'x' }] } })).toBe('nested.deep.0.api_key');
  expect(nestedSecret({ credentials: { client_secret: 'x' }, issuer: 'https://a' })).toBeUndefined();
});

it('secrets below the top level are left out, whatever they are, and nothing else is', () =>
  expect(withoutNested({ a: [{ password: { x: 1 } }], oauth: { client_secret: 'x', issuer: 'y' }, scopes: ['z'], n: null })).toEqual({
    a: [{ password: '[hidden]' }],
    oauth: { client_secret: '[hidden]', issuer: 'y' },
    scopes: ['z'],
    n: null,
  }));
