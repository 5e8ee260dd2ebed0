import { describe, expect, it } from 'vitest';
import { Provider } from '#contract/providers.ts';
import { Resource } from '#contract/resources.ts';
import { call, exactly, iso, itEmbedded, made, newResource, newZone, refused, useControlPlane } from './support/control-plane.ts';

useControlPlane();
const newProvider = (zone: string, body: Record<string, unknown> = {}) =>
  made<Provider>(201, 'POST', `/v1/zones/${zone}/providers`, { body: { identifier: 'github', ...body } });

describe('resources', () => {
  it('are made with defaults or with every field, scopes kept as they are', async () => {
    const { id: zone } = await newZone();
    const plain = await newResource(zone);
    expect(exactly(Resource, plain)).toBe(true);
    expect(plain).toMatchObject({ name: 'resource://calendar', upstream_url: null, prefix: false, credential_provider_id: null });
    const provider = await newProvider(zone);
    const full = {
      name: 'Payments',
      identifier: 'https://pay.example.com/v1',
      upstream_url: 'HTTP://user:pw@169.254.169.254:8443/base?x=1',
      prefix: true,
      scopes: ['payments:read', 'Payments:Write', '', 'a b', 'payments:read', '読む'],
      credential_provider_id: provider.id,
    };
    expect(await newResource(zone, full)).toMatchObject(full);
    expect((await made<Resource[]>(200, 'GET', `/v1/zones/${zone}/resources`)).map(({ identifier }) => identifier)).toEqual([
      full.identifier,
      plain.identifier,
    ]);
    const spaced = await newResource(zone, { identifier: 'spaced', upstream_url: ' https://u.example.com/a\n' });
    expect(spaced.upstream_url).toBe('https://u.example.com/a');
    const many = Array.from({ length: 2000 }, (_, at) => `s${at}`.padEnd(200, 'x'));
    expect((await newResource(zone, { identifier: 'huge', scopes: many })).scopes).toEqual(many);
  });

  it('say field by field what is wrong', async () => {
    const { id: zone } = await newZone();
    const issues = async (body: unknown) =>
      ((await refused('POST', `/v1/zones/${zone}/resources`, { body }))[1] as { issues: unknown }).issues;
    expect(await issues({})).toEqual([
      { path: ['identifier'], message: 'Invalid input: expected string, received undefined' },
      { path: ['scopes'], message: 'Invalid input: expected array, received undefined' },
    ]);
    expect(await issues({ identifier: '', scopes: [1, 'ok', null] })).toEqual([
      { path: ['identifier'], message: 'Too small: expected string to have >=1 characters' },
      { path: ['scopes', 0], message: 'Invalid input: expected string, received number' },
      { path: ['scopes', 2], message: 'Invalid input: expected string, received null' },
    ]);
    expect(await issues({ identifier: 'x', scopes: [] })).toEqual([
      { path: ['scopes'], message: 'Too small: expected array to have >=1 items' },
    ]);
    expect(await issues({ identifier: 'x', scopes: ['a'], upstream_url: 'ftp://x' })).toEqual([
      { path: ['upstream_url'], message: 'upstream_url must use http or https' },
    ]);
    const nulls = { name: null, upstream_url: null, prefix: null, credential_provider_id: null };
    expect(await issues({ identifier: 'x', scopes: ['a'], ...nulls })).toHaveLength(4);
  });

  it('want a live provider of the same zone, and keep the id of one that goes', async () => {
    const { id: zone } = await newZone();
    const { id: other } = await newZone();
    const foreign = await newProvider(other);
    const missing = [404, { error: 'provider_not_found' }];
    for (const credential_provider_id of ['nope', foreign.id])
      expect(
        await refused('POST', `/v1/zones/${zone}/resources`, { body: { identifier: 'x', scopes: ['a'], credential_provider_id } }),
      ).toEqual(missing);
    const provider = await newProvider(zone);
    const { id } = await newResource(zone, { credential_provider_id: provider.id });
    const path = `/v1/zones/${zone}/resources/${id}`;
    await made(204, 'DELETE', `/v1/zones/${zone}/providers/${provider.id}`);
    expect(await made(200, 'GET', path)).toMatchObject({ credential_provider_id: provider.id });
    expect(await made(200, 'PATCH', path, { body: { name: 'ok' } })).toMatchObject({ name: 'ok', credential_provider_id: provider.id });
    for (const credential_provider_id of [provider.id, ''])
      expect(await refused('PATCH', path, { body: { credential_provider_id } })).toEqual(missing);
    expect(await refused('PATCH', path, { body: { credential_provider_id: null } })).toMatchObject([
      400,
      { issues: [{ path: ['credential_provider_id'] }] },
    ]);
  });

  it('change field by field and answer with the whole row', async () => {
    const { id: zone } = await newZone();
    const resource = await newResource(zone);
    const path = `/v1/zones/${zone}/resources/${resource.id}`;
    const renamed = await made<Resource>(200, 'PATCH', path, { body: { name: 'Calendar' } });
    expect(renamed).toEqual({ ...resource, name: 'Calendar', updated_at: expect.stringMatching(iso) });
    const body = { identifier: 'resource://c', scopes: ['x'], prefix: true, upstream_url: 'http://u.example.com' };
    expect(await made(200, 'PATCH', path, { body })).toMatchObject(body);
    expect(await refused('PATCH', path, { body: {} })).toEqual([400, { error: 'no_fields' }]);
    expect(await refused('PATCH', path, { body: { scopes: [] } })).toMatchObject([400, { error: 'invalid_body' }]);
    expect(await refused('PATCH', `/v1/zones/${zone}/resources/nope`, { body: { name: 'x' } })).toEqual([
      404,
      { error: 'resource_not_found' },
    ]);
  });

  it('once archived are gone', async () => {
    const { id: zone } = await newZone();
    const { id } = await newResource(zone);
    await made(204, 'DELETE', `/v1/zones/${zone}/resources/${id}`);
    for (const method of ['GET', 'DELETE'])
      expect(await refused(method, `/v1/zones/${zone}/resources/${id}`)).toEqual([404, { error: 'resource_not_found' }]);
    expect(await made(200, 'GET', `/v1/zones/${zone}/resources`)).toEqual([]);
  });

  itEmbedded('have an identifier that is taken in their zone, and free again once archived', async () => {
    const { id: zone } = await newZone();
    const { id: other } = await newZone();
    const first = await newResource(zone);
    await newResource(other);
    const second = await newResource(zone, { identifier: 'resource://second' });
    const conflict = [409, { error: 'resource_identifier_conflict' }];
    expect(await refused('POST', `/v1/zones/${zone}/resources`, { body: { identifier: first.identifier, scopes: ['a'] } })).toEqual(
      conflict,
    );
    expect(await refused('PATCH', `/v1/zones/${zone}/resources/${second.id}`, { body: { identifier: first.identifier } })).toEqual(
      conflict,
    );
    await made(204, 'DELETE', `/v1/zones/${zone}/resources/${first.id}`);
    await newResource(zone);
  });

  itEmbedded('refuse an upstream URL that is none, and the empty provider id, with a code', async () => {
    const { id: zone } = await newZone();
    const { id } = await newResource(zone);
    for (const upstream_url of ['not a url', '']) {
      const invalid = [400, { error: 'invalid_body', issues: [{ path: ['upstream_url'] }] }];
      expect(
        await refused('POST', `/v1/zones/${zone}/resources`, { body: { identifier: 'x', scopes: ['a'], upstream_url } }),
      ).toMatchObject(invalid);
      expect(await refused('PATCH', `/v1/zones/${zone}/resources/${id}`, { body: { upstream_url } })).toMatchObject(invalid);
    }
    const body = { identifier: 'x', scopes: ['a'], credential_provider_id: '' };
    expect(await refused('POST', `/v1/zones/${zone}/resources`, { body })).toEqual([404, { error: 'provider_not_found' }]);
  });
});

describe('providers', () => {
  const config = { issuer: 'https://i', n: 5, b: true, z: null, scopes: ['repo'], nested: { client_secret: 'leaks', ok: 1 } };

  it('seal what looks like a secret at the top level, and nothing below', async () => {
    const { id: zone } = await newZone();
    const provider = await newProvider(zone, {
      name: 'GitHub',
      kind: 'oauth2',
      owner_type: 'platform',
      client_id: 'cid',
      config_json: {
        ...config,
        client_secret: 's3cret-value',
        api_key: 'k3y-value',
        token_endpoint: 'https://i/token',
        password_policy: 'x',
        credentials_mode: 'header',
        APIKEY: 'k',
      },
    });
    expect(exactly(Provider, provider)).toBe(true);
    expect(provider).toMatchObject({ name: 'GitHub', kind: 'oauth2', owner_type: 'platform', client_id: 'cid' });
    expect(provider.config_json).toEqual({ ...config, kind: 'oauth2' });
    expect(provider.secret_config_keys).toEqual([
      'APIKEY',
      'api_key',
      'client_secret',
      'credentials_mode',
      'password_policy',
      'token_endpoint',
    ]);
    const everything =
      (await call('GET', `/v1/zones/${zone}/providers`)).text + (await call('GET', `/v1/zones/${zone}/providers/${provider.id}`)).text;
    expect(everything).not.toContain('s3cret-value');
    expect(everything).not.toContain('k3y-value');
  });

  it('are made with defaults; their identifier may be taken', async () => {
    const { id: zone } = await newZone();
    const plain = await newProvider(zone);
    expect(plain).toMatchObject({
      name: 'github',
      kind: null,
      owner_type: 'customer',
      client_id: null,
      config_json: {},
      secret_config_keys: [],
    });
    await newProvider(zone);
    expect(await made<unknown[]>(200, 'GET', `/v1/zones/${zone}/providers`)).toHaveLength(2);
  });

  it('keep their kind inside the configuration, where it may be anything', async () => {
    const { id: zone } = await newZone();
    expect(await newProvider(zone, { config_json: { kind: 'saml' } })).toMatchObject({ kind: 'saml', config_json: { kind: 'saml' } });
    expect(await newProvider(zone, { kind: 'apikey', config_json: { kind: 'saml' } })).toMatchObject({
      kind: 'apikey',
      config_json: { kind: 'apikey' },
    });
    for (const [kind, text] of [
      [5, '5'],
      [true, 'true'],
      [null, null],
      ['', ''],
      [{ a: [1] }, '{"a": [1]}'],
    ])
      expect(await newProvider(zone, { config_json: { kind } })).toMatchObject({ kind: text, config_json: { kind } });
    expect(await refused('POST', `/v1/zones/${zone}/providers`, { body: { identifier: 'x', kind: 'saml' } })).toMatchObject([
      400,
      { issues: [{ path: ['kind'] }] },
    ]);
  });

  it('say field by field what is wrong', async () => {
    const { id: zone } = await newZone();
    const issues = async (body: object) =>
      ((await refused('POST', `/v1/zones/${zone}/providers`, { body: { identifier: 'x', ...body } }))[1] as { issues: unknown }).issues;
    expect(await issues({ config_json: [] })).toEqual([
      { path: ['config_json'], message: 'Invalid input: expected record, received array' },
    ]);
    expect(await issues({ config_json: null })).toMatchObject([{ path: ['config_json'] }]);
    expect(await issues({ client_id: null })).toEqual([{ path: ['client_id'], message: 'Invalid input: expected string, received null' }]);
    expect(await issues({ identifier: '' })).toMatchObject([{ path: ['identifier'] }]);
  });

  it('lose every sealed key that a change of configuration or kind does not send again', async () => {
    const { id: zone } = await newZone();
    const { id } = await newProvider(zone, { kind: 'oauth2', config_json: { ...config, client_secret: 'a', private_key: 'b' } });
    const path = `/v1/zones/${zone}/providers/${id}`;
    const patch = (body: object) => made<Provider>(200, 'PATCH', path, { body });
    const both = ['client_secret', 'private_key'];
    expect((await patch({ name: 'n', client_id: '', owner_type: '', identifier: 'other' })).secret_config_keys).toEqual(both);
    expect(await patch({ config_json: { issuer: 'https://j' } })).toMatchObject({
      config_json: { ...config, kind: 'oauth2', issuer: 'https://j' },
      secret_config_keys: [],
    });
    expect((await patch({ config_json: { client_secret: 'c', private_key: 'd' } })).secret_config_keys).toEqual(both);
    expect((await patch({ config_json: { client_secret: 'e' } })).secret_config_keys).toEqual(['client_secret']);
    expect(await patch({ kind: 'oidc' })).toMatchObject({ kind: 'oidc', secret_config_keys: [] });
    await patch({ config_json: { client_secret: 'f' } });
    expect((await patch({ config_json: {} })).secret_config_keys).toEqual([]);
  });

  it('merge shown keys one level deep: a key can become null and never go away', async () => {
    const { id: zone } = await newZone();
    const { id } = await newProvider(zone, { config_json: config });
    const patched = await made<Provider>(200, 'PATCH', `/v1/zones/${zone}/providers/${id}`, {
      body: { config_json: { issuer: null, nested: { other: 2 } } },
    });
    expect(patched.config_json).toEqual({ ...config, issuer: null, nested: { other: 2 } });
  });

  it('are found only in their zone and until they are archived', async () => {
    const { id: zone } = await newZone();
    const { id: other } = await newZone();
    const { id } = await newProvider(zone);
    const missing = [404, { error: 'provider_not_found' }];
    for (const method of ['GET', 'DELETE']) expect(await refused(method, `/v1/zones/${other}/providers/${id}`)).toEqual(missing);
    expect(await refused('PATCH', `/v1/zones/${zone}/providers/${id}`, { body: {} })).toEqual([400, { error: 'no_fields' }]);
    await made(204, 'DELETE', `/v1/zones/${zone}/providers/${id}`);
    for (const method of ['GET', 'DELETE']) expect(await refused(method, `/v1/zones/${zone}/providers/${id}`)).toEqual(missing);
    expect(await refused('PATCH', `/v1/zones/${zone}/providers/${id}`, { body: { name: 'x' } })).toEqual(missing);
    expect(await made(200, 'GET', `/v1/zones/${zone}/providers`)).toEqual([]);
  });
});
