import { describe, expect, it } from 'vitest';
import type { Provider } from './api.ts';
import { differing, resolved } from './conflict.ts';
import { editSchema, newSchema } from './provider-checks.ts';
import {
  changeOf,
  collect,
  inputOf,
  lifted,
  newValues,
  type ProviderValues,
  partOf,
  switched,
  valuesOf,
  withKind,
} from './provider-values.ts';

const row = (change: Partial<Provider> = {}): Provider => ({
  id: 'prov-1',
  zone_id: 'zone-1',
  name: 'Google',
  identifier: 'google-prod',
  kind: 'oauth2',
  owner_type: 'customer',
  client_id: 'caracal',
  config_json: { kind: 'oauth2', client_id: 'caracal', scopes: ['openid'], region: 'eu' },
  secret_config_keys: ['client_secret', 'token_url'],
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  ...change,
});
const typed = (values: ProviderValues, change: Partial<ProviderValues['typed']>): ProviderValues => ({
  ...values,
  typed: { ...values.typed, ...change },
});
const issues = (
  schema: { safeParse: (values: ProviderValues) => { error?: { issues: { path: PropertyKey[]; message: string }[] } | undefined } },
  values: ProviderValues,
) => (schema.safeParse(values).error?.issues ?? []).map(({ path }) => path.join('.'));
const secrets = { token_url: 'https://a.example/token', client_secret: 's3cret' };

describe('a new provider', () => {
  it.each([
    [
      'oauth2',
      { ...secrets, client_id: 'caracal', scopes: ['openid', 'email'] },
      { ...secrets, client_id: 'caracal', scopes: ['openid', 'email'] },
    ],
    [
      'oidc',
      { issuer: 'https://a.example', client_id: 'caracal', client_secret: 's3cret', audience: 'api' },
      { issuer: 'https://a.example', client_id: 'caracal', client_secret: 's3cret', audience: 'api' },
    ],
    ['apikey', { api_key: 'key', header_name: '' }, { api_key: 'key' }],
  ])('of the kind %s sends the keys that its fields stand for', (kind, fields, config) => {
    const values = { ...typed(newValues(), fields), identifier: ' it ', kind };
    expect(issues(newSchema, values)).toEqual([]);
    expect(inputOf(values)).toEqual({
      identifier: 'it',
      kind,
      ...('client_id' in config && { client_id: 'caracal' }),
      config_json: config,
    });
  });

  it('says at each field what is missing, the first field first', () => {
    expect(issues(newSchema, newValues())).toEqual(['identifier', 'typed.token_url', 'typed.client_id', 'typed.client_secret']);
    expect(issues(newSchema, { ...newValues('a'), kind: 'apikey' })).toEqual(['typed.api_key']);
    expect(issues(newSchema, { ...typed(newValues('a'), { ...secrets, client_id: 'c', token_url: 'not a url' }) })).toEqual([
      'typed.token_url',
    ]);
  });

  it('never sends what belongs to another kind', () => {
    const values = { ...typed(newValues('a'), { ...secrets, client_id: 'c', api_key: 'key' }), kind: 'apikey' };
    expect(inputOf(values).config_json).toEqual({ api_key: 'key' });
  });

  it('keeps a sealed value to the letter, blanks included, and trims an address', () => {
    const values = typed(newValues('a'), { token_url: ' https://a.example/token ', client_secret: ' s ', client_id: ' c ' });
    expect(inputOf(values).config_json).toEqual({ token_url: 'https://a.example/token', client_secret: ' s ', client_id: 'c' });
  });

  it('as JSON takes what is sealed out of the text, with values that are no strings', () => {
    const { config, sealed, moved } = lifted({ trust: 'a', private_key: { kty: 'EC' }, token: 't' }, []);
    expect([config, moved]).toEqual([{ trust: 'a' }, ['private_key', 'token']]);
    const values: ProviderValues = { ...newValues('a'), kind: 'workload', ...partOf('workload', 'json', config, sealed) };
    expect(values.text).not.toContain('EC');
    expect(inputOf(values).config_json).toEqual({ trust: 'a', private_key: { kty: 'EC' }, token: 't' });
  });

  it('as JSON sends sealed keys that still stand in the text', () => {
    const values: ProviderValues = { ...newValues('a'), kind: 'workload', mode: 'json', text: '{"trust":"a","token":"t"}' };
    expect(issues(newSchema, values)).toEqual([]);
    expect(inputOf(values).config_json).toEqual({ trust: 'a', token: 't' });
  });

  it('refuses a text that is no JSON, a nested secret, a kind in the text, and JSON values that are none', () => {
    const json = (text: string): ProviderValues => ({ ...newValues('a'), kind: 'workload', mode: 'json', text });
    for (const text of ['{', '[]', '{"nested":{"client_secret":"x"}}', '{"kind":"saml"}'])
      expect(issues(newSchema, json(text)), text).toContain('text');
    expect(issues(newSchema, { ...json('{}'), sealed: [{ key: 'token', value: '{', json: true }] })).toContain('sealed.0.value');
    expect(issues(newSchema, { ...json('{}'), sealed: [{ key: 'token', value: '', json: false }] })).toContain('sealed.0.value');
  });

  it('survives the way from fields to JSON and back', () => {
    const values = { ...typed(newValues('a'), { ...secrets, client_id: 'c', scopes: ['x'] }), extra: { region: 'eu' } };
    const asJson = switched(values, 'json', []);
    if ('fault' in asJson) throw new Error(asJson.fault);
    expect(asJson.text).not.toContain('s3cret');
    const back = switched({ ...values, ...asJson }, 'fields', []);
    if ('fault' in back) throw new Error(back.fault);
    expect(inputOf({ ...values, ...back })).toEqual(inputOf(values));
  });

  it('stays JSON where a field could not hold a value', () => {
    const odd: ProviderValues = { ...newValues('a'), mode: 'json', text: '{"client_id": 7}' };
    expect(switched(odd, 'fields', [])).toHaveProperty('fault');
    expect(switched({ ...odd, text: '{' }, 'fields', [])).toHaveProperty('fault');
  });

  it('keeps what is configured when the kind changes', () => {
    const values = typed(newValues('a'), { ...secrets, client_id: 'c' });
    expect(withKind(values, 'oidc')).toBeUndefined();
    const workload = withKind(values, 'workload');
    expect(inputOf({ ...values, ...workload, kind: 'workload' }).config_json).toEqual(inputOf(values).config_json);
    const back = withKind({ ...values, ...workload, kind: 'workload' }, 'oauth2');
    expect(back?.mode).toBe('fields');
    expect(inputOf({ ...values, ...back }).config_json).toEqual(inputOf(values).config_json);
  });
});

describe('an edit', () => {
  it('that renames sends no configuration and no kind', () => {
    const values = { ...valuesOf(row()), name: 'New', identifier: 'new' };
    expect(changeOf(values, row()).change).toEqual({ name: 'New', identifier: 'new' });
    expect(issues(editSchema(row()), values)).toEqual([]);
  });

  it('without a difference is empty', () => {
    expect(changeOf(valuesOf(row()), row()).change).toEqual({});
    expect(changeOf(valuesOf(row(), 'json'), row()).change).toEqual({});
  });

  it('of the configuration cannot be submitted without every sealed value, in fields and as JSON', () => {
    const values = typed(valuesOf(row()), { client_id: 'other' });
    expect(issues(editSchema(row()), values)).toEqual(['typed.token_url', 'typed.client_secret']);
    expect(issues(editSchema(row()), typed(values, { client_secret: 's' }))).toEqual(['typed.token_url']);
    const json: ProviderValues = { ...valuesOf(row(), 'json'), text: '{"client_id":"other","scopes":["openid"],"region":"eu"}' };
    expect(issues(editSchema(row()), json)).toEqual(['sealed.1.value', 'sealed.0.value']);
  });

  it('of one sealed value asks for all of them', () => {
    expect(issues(editSchema(row()), typed(valuesOf(row()), { client_secret: 's' }))).toEqual(['typed.token_url']);
    expect(issues(editSchema(row()), { ...valuesOf(row()), again: true })).toEqual(['typed.token_url', 'typed.client_secret']);
  });

  it('sends what differs with all sealed values, the client id in both places, and never the kind', () => {
    const values = typed(valuesOf(row()), { client_id: 'other', ...secrets });
    expect(issues(editSchema(row()), values)).toEqual([]);
    expect(changeOf(values, row()).change).toEqual({ client_id: 'other', config_json: { client_id: 'other', ...secrets } });
  });

  it('says which keys stay although they were taken out, and sends nothing for them', () => {
    const values: ProviderValues = { ...valuesOf(row(), 'json'), text: '{"client_id":"caracal"}' };
    const { kept, change } = changeOf(values, row());
    expect([kept, change]).toEqual([['region', 'scopes'], {}]);
  });

  it('empties a field that was emptied', () => {
    const { change } = changeOf(typed(valuesOf(row()), { scopes: [], ...secrets }), row());
    expect(change.config_json).toEqual({ scopes: [], ...secrets });
  });

  it('takes the client id of the row where the configuration has none, and does not call that a change', () => {
    const old = row({ config_json: { kind: 'oauth2' } });
    expect(valuesOf(old).typed.client_id).toBe('caracal');
    expect(changeOf(valuesOf(old), old).change).toEqual({});
  });

  it('keeps scopes that are one text as one text', () => {
    const old = row({ config_json: { kind: 'oauth2', client_id: 'caracal', scopes: 'openid email' } });
    expect(changeOf(valuesOf(old), old).change).toEqual({});
    const more = typed(valuesOf(old), { scopes: ['openid', 'email', 'profile'], ...secrets });
    expect(changeOf(more, old).change.config_json).toEqual({ scopes: 'openid email profile', ...secrets });
  });

  it('does not judge nested secrets, odd keys and kinds that it leaves alone', () => {
    const odd = row({ kind: 'saml', config_json: { kind: 'saml', nested: { client_secret: 'x' } }, secret_config_keys: [] });
    const values = { ...valuesOf(odd), name: 'New' };
    expect(values.mode).toBe('json');
    expect(issues(editSchema(odd), values)).toEqual([]);
  });

  it('goes on asking for sealed values while a text cannot be read', () => {
    const values: ProviderValues = { ...valuesOf(row(), 'json'), text: '{' };
    expect(changeOf(values, row()).touched).toBe(true);
    expect(issues(editSchema(row()), values)).toContain('text');
  });
});

describe('two people at once', () => {
  const theirs = row({
    name: 'Theirs',
    config_json: { kind: 'oauth2', client_id: 'caracal', scopes: ['openid'], region: 'us', zone: 'b' },
  });

  it('every public part that differs is shown, with whose change it is', () => {
    const mine = typed(valuesOf(row()), { client_id: 'mine' });
    expect(differing(mine, row(), theirs)).toEqual([
      { key: 'name', name: 'name', yours: 'Google', theirs: 'Theirs', mine: false },
      { key: 'config:region', name: 'region', yours: 'eu', theirs: 'us', mine: false },
      { key: 'config:client_id', name: 'client_id', yours: 'mine', theirs: 'caracal', mine: true },
      { key: 'config:zone', name: 'zone', yours: undefined, theirs: 'b', mine: false },
    ]);
  });

  it('what was chosen is in the form, and typed sealed values are still there', () => {
    const mine = typed(valuesOf(row()), { client_id: 'mine', client_secret: 's' });
    const after = { ...mine, ...resolved(mine, theirs, (key) => key !== 'config:client_id') };
    expect([after.name, after.typed.client_id, after.typed.client_secret, collect(after).config?.region]).toEqual([
      'Theirs',
      'mine',
      's',
      'us',
    ]);
    expect(changeOf(after, theirs)).toMatchObject({ missing: ['token_url'], changedKeys: ['client_id'], kept: [] });
  });
});
