import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Policy, PolicyDetail } from '#contract/policies.ts';
import { PolicySet, PolicySetVersion } from '#contract/policy-sets.ts';
import { PolicyTemplate, templateIds } from '#contract/templates.ts';
import {
  allowAll,
  call,
  embedded,
  exactly,
  iso,
  itEmbedded,
  made,
  newApplication,
  newZone,
  refused,
  useControlPlane,
} from './support/control-plane.ts';

useControlPlane();
type NewPolicy = { id: string; version: { id: string; content_sha256: string } };
const newPolicy = (zone: string, body: object = {}) =>
  made<NewPolicy>(201, 'POST', `/v1/zones/${zone}/policies`, { body: { name: 'p', content: allowAll, ...body } });
const newSet = (zone: string, body: object = {}) =>
  made<{ id: string }>(201, 'POST', `/v1/zones/${zone}/policy-sets`, { body: { name: 's', ...body } });
const newVersion = (zone: string, set: string, ...ids: string[]) =>
  made<{ id: string }>(201, 'POST', `/v1/zones/${zone}/policy-sets/${set}/versions`, {
    body: { manifest: ids.map((id) => ({ policy_version_id: id })) },
  });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('policies', () => {
  it('are made together with their first version', async () => {
    const { id: zone } = await newZone();
    const policy = await newPolicy(zone);
    expect(policy).toEqual({
      id: expect.any(String),
      zone_id: zone,
      name: 'p',
      description: null,
      version: {
        id: expect.any(String),
        policy_id: policy.id,
        version: 1,
        content_sha256: sha256(allowAll),
        schema_version: '2026-03-16',
        created_at: expect.stringMatching(iso),
      },
    });
    expect(await newPolicy(zone, { name: 'full', description: 'd', owner_type: 'platform', schema_version: 'x' })).toMatchObject({
      description: 'd',
      version: { schema_version: 'x' },
    });
    const list = await made<Policy[]>(200, 'GET', `/v1/zones/${zone}/policies`);
    expect(list.map(({ name, owner_type }) => [name, owner_type])).toEqual([
      ['full', 'platform'],
      ['p', 'customer'],
    ]);
    expect(list.every((row) => exactly(Policy, row))).toBe(true);
  });

  it('show their text only one by one, versions newest first, with microseconds', async () => {
    const { id: zone } = await newZone();
    const { id } = await newPolicy(zone);
    const path = `/v1/zones/${zone}/policies/${id}`;
    const second = await made(201, 'POST', `${path}/versions`, { body: { content: `${allowAll}# 2` } });
    expect(second).toEqual({
      id: expect.any(String),
      policy_id: id,
      version: 2,
      content_sha256: sha256(`${allowAll}# 2`),
      schema_version: '2026-03-16',
      created_at: expect.stringMatching(iso),
    });
    expect(await made(201, 'POST', `${path}/versions`, { body: { content: allowAll, schema_version: 'z' } })).toMatchObject({
      version: 3,
      schema_version: 'z',
    });
    const detail = await made<PolicyDetail>(200, 'GET', path);
    expect(PolicyDetail.safeParse(detail).success).toBe(true);
    expect(Object.keys(detail)).toEqual(['id', 'zone_id', 'name', 'description', 'owner_type', 'created_at', 'versions']);
    expect(detail.versions.map(({ version, content }) => [version, content])).toEqual([
      [3, allowAll],
      [2, `${allowAll}# 2`],
      [1, allowAll],
    ]);
    expect(detail.versions[0]).toMatchObject({
      archived_at: null,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+00:00$/),
    });
  });

  it('are looked at lightly: package, strings, brackets and a few built-ins', async () => {
    const { id: zone } = await newZone();
    const { id } = await newPolicy(zone);
    const details = {
      'allow := true': 'missing_package_declaration',
      ' \n ': 'missing_package_declaration',
      'package a..b\nx := 1': 'invalid_package_name',
      'package a\nx { ': 'unbalanced_delimiters',
      'package a\nx := [1)': 'unbalanced_delimiters',
      'package a\nx := "abc\n': 'unterminated_string',
      'package a\nx := `abc': 'unterminated_string',
      'package a\nx := http.send({"url": "http://x"})': 'forbidden_builtin:http.send',
      'package a\nx := time.now_ns()': 'forbidden_builtin:time.now_ns',
      'package a\nx := net.lookup_ip_addr ("x")': 'forbidden_builtin:net.lookup_ip_addr',
    };
    for (const [content, detail] of Object.entries(details)) {
      const invalid = [422, { error: 'invalid_rego', detail }];
      expect(await refused('POST', `/v1/zones/${zone}/policies`, { body: { name: 'bad', content } }), content).toEqual(invalid);
      expect(await refused('POST', `/v1/zones/${zone}/policies/${id}/versions`, { body: { content } }), content).toEqual(invalid);
    }
    const fine = [
      'package a\nthis is not rego at all ~~~\n',
      '# package x\npackage a',
      'package a\nx := "http.send( [" # {',
      'package a\nx := `"{`',
      'package a\nx := "\\"{"',
      'package a\nx := myhttp.send(1)',
    ];
    for (const [at, content] of fine.entries()) await newPolicy(zone, { name: `fine ${at}`, content });
  });

  it('say field by field what is wrong', async () => {
    const { id: zone } = await newZone();
    const issues = async (body: object) =>
      ((await refused('POST', `/v1/zones/${zone}/policies`, { body }))[1] as { issues: unknown }).issues;
    expect(await issues({})).toMatchObject([{ path: ['name'] }, { path: ['content'] }]);
    expect(await issues({ name: 'x', content: allowAll, description: null })).toEqual([
      { path: ['description'], message: 'Invalid input: expected string, received null' },
    ]);
    const { id } = await newPolicy(zone);
    expect(await refused('POST', `/v1/zones/${zone}/policies/${id}/versions`, { body: {} })).toMatchObject([
      400,
      { issues: [{ path: ['content'] }] },
    ]);
  });

  it('once archived are gone, even from an active set', async () => {
    const { id: zone } = await newZone();
    const { id: other } = await newZone();
    const { id } = await newPolicy(zone);
    const path = `/v1/zones/${zone}/policies/${id}`;
    const missing = [404, { error: 'policy_not_found' }];
    expect(await refused('GET', `/v1/zones/${other}/policies/${id}`)).toEqual(missing);
    await made(204, 'DELETE', path);
    for (const method of ['GET', 'DELETE']) expect(await refused(method, path)).toEqual(missing);
    expect(await refused('POST', `${path}/versions`, { body: { content: allowAll } })).toEqual(missing);
    expect(await made(200, 'GET', `/v1/zones/${zone}/policies`)).toEqual([]);
  });

  itEmbedded('have a name that is taken in their zone, and free again once archived', async () => {
    const { id: zone } = await newZone();
    const { id } = await newPolicy(zone);
    expect(await refused('POST', `/v1/zones/${zone}/policies`, { body: { name: 'p', content: allowAll } })).toEqual([
      409,
      { error: 'policy_name_conflict' },
    ]);
    await made(204, 'DELETE', `/v1/zones/${zone}/policies/${id}`);
    await newPolicy(zone);
  });

  itEmbedded('say which token made them', async () => {
    const { id: zone } = await newZone();
    const token = await embedded().seed.token({ zone_id: zone, name: 'zone-admin' });
    await newPolicy(zone);
    await made(201, 'POST', `/v1/zones/${zone}/policies`, { token, body: { name: 'q', content: allowAll } });
    expect((await made<Policy[]>(200, 'GET', `/v1/zones/${zone}/policies`)).map(({ created_by }) => created_by)).toEqual([
      'zone-admin',
      'bootstrap',
    ]);
  });
});

describe('policy sets', () => {
  it('are made without a version, and list the active one', async () => {
    const { id: zone } = await newZone();
    const set = await made<object>(201, 'POST', `/v1/zones/${zone}/policy-sets`, { body: { name: 'main', description: 'd' } });
    expect(set).toEqual({ id: expect.any(String), zone_id: zone, name: 'main', description: 'd', created_at: expect.stringMatching(iso) });
    await newSet(zone);
    const list = await made<PolicySet[]>(200, 'GET', `/v1/zones/${zone}/policy-sets`);
    expect(list.map(({ name, active_version_id }) => [name, active_version_id])).toEqual([
      ['s', null],
      ['main', null],
    ]);
    expect(list.every((row) => exactly(PolicySet, row))).toBe(true);
    expect(await made(200, 'GET', `/v1/zones/${zone}/policy-sets/${list[1]?.id}`)).toEqual({ ...set, active_version_id: null });
    expect(await refused('GET', `/v1/zones/${zone}/policy-sets/nope`)).toEqual([404, { error: 'policy_set_not_found' }]);
  });

  it('have numbered versions, which stay readable', async () => {
    const { id: zone } = await newZone();
    const { id: set } = await newSet(zone);
    const { id: other } = await newSet(zone, { name: 'other' });
    const [one, two] = [await newPolicy(zone), await newPolicy(zone, { name: 'q' })];
    const path = `/v1/zones/${zone}/policy-sets/${set}/versions`;
    const manifest = [{ policy_version_id: one.version.id, note: 'dropped' }];
    const first = await made<{ id: string }>(201, 'POST', path, { body: { manifest } });
    const manifest_sha256 = sha256(JSON.stringify([{ policy_version_id: one.version.id }]));
    expect(first).toEqual({
      id: expect.any(String),
      policy_set_id: set,
      version: 1,
      manifest_sha256,
      schema_version: '2026-03-16',
      created_at: expect.stringMatching(iso),
    });
    const second = await newVersion(zone, set, two.version.id, one.version.id);
    const read = await made<PolicySetVersion>(200, 'GET', `${path}/${second.id}`);
    expect(PolicySetVersion.safeParse(read).success).toBe(true);
    expect(read).toMatchObject({
      version: 2,
      policies: [two.version.id, one.version.id],
      manifest_json: [{ policy_version_id: two.version.id }, { policy_version_id: one.version.id }],
    });
    expect(await refused('GET', `/v1/zones/${zone}/policy-sets/${other}/versions/${first.id}`)).toEqual([
      404,
      { error: 'policy_set_version_not_found' },
    ]);
    await made(204, 'DELETE', `/v1/zones/${zone}/policy-sets/${set}`);
    expect((await call('GET', `${path}/${first.id}`)).status).toBe(200);
  });

  it('refuse a manifest that breaks the contract, and say how', async () => {
    const { id: zone } = await newZone();
    const { id: otherZone } = await newZone();
    const { id: set } = await newSet(zone);
    const { id: pub } = await newApplication(zone, { credential_type: 'public' });
    const fine = (await newPolicy(zone)).version.id;
    const foreign = (await newPolicy(otherZone)).version.id;
    const otherPackage = (await newPolicy(zone, { name: 'a', content: 'package foo\nresult := 1' })).version.id;
    const noResult = (await newPolicy(zone, { name: 'b', content: 'package caracal.authz\nallow := true # result := 1' })).version.id;
    const namesPublic = (await newPolicy(zone, { name: 'c', content: `${allowAll}# ${pub}` })).version.id;
    const contract = async (...ids: string[]) =>
      (await refused('POST', `/v1/zones/${zone}/policy-sets/${set}/versions`, {
        body: { manifest: ids.map((id) => ({ policy_version_id: id })) },
      })) as [number, { error: string; detail: string }];
    const detail = (text: string) => [422, { error: 'invalid_policy_contract', detail: text }];
    expect(await contract('nope')).toEqual(detail('policy set manifest references missing policy versions'));
    expect(await contract(fine, fine)).toEqual(detail('policy set manifest contains duplicate policy_version_id entries'));
    expect(await contract(foreign)).toEqual(detail(`policy version ${foreign} belongs to a different zone`));
    expect(await contract(otherPackage)).toEqual(detail(`policy version ${otherPackage} must use package caracal.authz`));
    expect(await contract(noResult)).toEqual(detail(`policy version ${noResult} must emit data.caracal.authz.result`));
    expect(await contract(fine, namesPublic)).toEqual(detail(`policy references public application(s): ${pub}`));
  });

  it('say field by field what is wrong, before they look for the set', async () => {
    const { id: zone } = await newZone();
    const issues = async (body: object) =>
      ((await refused('POST', `/v1/zones/${zone}/policy-sets/nope/versions`, { body }))[1] as { issues: unknown }).issues;
    expect(await issues({})).toEqual([{ path: ['manifest'], message: 'Invalid input: expected array, received undefined' }]);
    expect(await issues({ manifest: [] })).toEqual([{ path: ['manifest'], message: 'Too small: expected array to have >=1 items' }]);
    expect(await issues({ manifest: ['x', {}] })).toEqual([
      { path: ['manifest', 0], message: 'Invalid input: expected object, received string' },
      { path: ['manifest', 1, 'policy_version_id'], message: 'Invalid input: expected string, received undefined' },
    ]);
    const tooMany = Array.from({ length: 257 }, (_, at) => ({ policy_version_id: `v${at}` }));
    expect(await issues({ manifest: tooMany })).toEqual([{ path: ['manifest'], message: 'Too big: expected array to have <=256 items' }]);
    const manifest = [{ policy_version_id: 'x' }];
    expect(await refused('POST', `/v1/zones/${zone}/policy-sets/nope/versions`, { body: { manifest } })).toEqual([
      404,
      { error: 'policy_set_not_found' },
    ]);
  });

  it('are activated at once, again, backwards, with a shadow, and several at a time', async () => {
    const { id: zone } = await newZone();
    const [a, b] = [(await newSet(zone)).id, (await newSet(zone, { name: 'b' })).id];
    const { version } = await newPolicy(zone);
    const [v1, v2, w1] = [
      (await newVersion(zone, a, version.id)).id,
      (await newVersion(zone, a, version.id)).id,
      (await newVersion(zone, b, version.id)).id,
    ];
    const activate = (set: string, version_id: string, shadow?: string) =>
      made<{ outbox_id: string }>(202, 'POST', `/v1/zones/${zone}/policy-sets/${set}/activate`, {
        body: { version_id, ...(shadow && { shadow_version_id: shadow }) },
      });
    const active = async (set: string) => (await made<PolicySet>(200, 'GET', `/v1/zones/${zone}/policy-sets/${set}`)).active_version_id;
    const first = await activate(a, v1);
    expect(first).toEqual({ activated: true, version_id: v1, shadow_version_id: null, outbox_id: expect.any(String) });
    expect((await activate(a, v1)).outbox_id).not.toBe(first.outbox_id);
    expect(await activate(a, v2, v1)).toMatchObject({ version_id: v2, shadow_version_id: v1 });
    expect(await active(a)).toBe(v2);
    await activate(a, v1);
    await activate(b, w1);
    expect([await active(a), await active(b)]).toEqual([v1, w1]);
  });

  it('activate only versions of their own that still keep the contract', async () => {
    const { id: zone } = await newZone();
    const [a, b] = [(await newSet(zone)).id, (await newSet(zone, { name: 'b' })).id];
    const { id: app } = await newApplication(zone);
    const fine = (await newVersion(zone, a, (await newPolicy(zone)).version.id)).id;
    const named = (await newVersion(zone, a, (await newPolicy(zone, { name: 'q', content: `${allowAll}# ${app}` })).version.id)).id;
    const activate = (set: string, body: object) => refused('POST', `/v1/zones/${zone}/policy-sets/${set}/activate`, { body });
    expect(await activate(b, { version_id: fine })).toEqual([404, { error: 'version_not_found' }]);
    expect(await activate('nope', { version_id: fine })).toEqual([404, { error: 'version_not_found' }]);
    expect(await activate(a, { version_id: fine, shadow_version_id: 'nope' })).toEqual([404, { error: 'shadow_version_not_found' }]);
    expect(await activate(a, {})).toEqual([
      400,
      { error: 'invalid_body', issues: [{ path: ['version_id'], message: 'Invalid input: expected string, received undefined' }] },
    ]);
    expect(await activate(a, { version_id: fine, shadow_version_id: null })).toMatchObject([
      400,
      { issues: [{ path: ['shadow_version_id'] }] },
    ]);
    await made(200, 'PATCH', `/v1/zones/${zone}/applications/${app}`, { body: { credential_type: 'public' } });
    const detail = `policy references public application(s): ${app}`;
    expect(await activate(a, { version_id: named })).toEqual([422, { error: 'invalid_policy_contract', detail }]);
    expect(await activate(a, { version_id: fine, shadow_version_id: named })).toEqual([
      422,
      { error: 'invalid_shadow_policy_contract', detail },
    ]);
  });

  it('activate a version whose policy is archived; archived themselves they are gone', async () => {
    const { id: zone } = await newZone();
    const { id: set } = await newSet(zone);
    const policy = await newPolicy(zone);
    const { id: version } = await newVersion(zone, set, policy.version.id);
    await made(204, 'DELETE', `/v1/zones/${zone}/policies/${policy.id}`);
    await made(202, 'POST', `/v1/zones/${zone}/policy-sets/${set}/activate`, { body: { version_id: version } });
    await made(204, 'DELETE', `/v1/zones/${zone}/policy-sets/${set}`);
    for (const method of ['GET', 'DELETE'])
      expect(await refused(method, `/v1/zones/${zone}/policy-sets/${set}`)).toEqual([404, { error: 'policy_set_not_found' }]);
    expect(await refused('POST', `/v1/zones/${zone}/policy-sets/${set}/activate`, { body: { version_id: version } })).toEqual([
      404,
      { error: 'version_not_found' },
    ]);
    expect(await made(200, 'GET', `/v1/zones/${zone}/policy-sets`)).toEqual([]);
  });

  itEmbedded('have a name that is taken in their zone, and free again once archived', async () => {
    const { id: zone } = await newZone();
    const { id } = await newSet(zone);
    expect(await refused('POST', `/v1/zones/${zone}/policy-sets`, { body: { name: 's' } })).toEqual([
      409,
      { error: 'policy_set_name_conflict' },
    ]);
    await made(204, 'DELETE', `/v1/zones/${zone}/policy-sets/${id}`);
    await newSet(zone);
  });
});

describe('policy templates', () => {
  it('are nine, in their order, and each can be put into a set and activated', async () => {
    const templates = await made<PolicyTemplate[]>(200, 'GET', '/v1/policy-templates');
    expect(templates.map(({ id }) => id)).toEqual([...templateIds]);
    const { id: zone } = await newZone();
    const { id: set } = await newSet(zone);
    for (const template of templates) {
      expect(exactly(PolicyTemplate, template)).toBe(true);
      const policy = await newPolicy(zone, { name: template.id, content: template.content });
      const { id } = await newVersion(zone, set, policy.version.id);
      await made(202, 'POST', `/v1/zones/${zone}/policy-sets/${set}/activate`, { body: { version_id: id } });
    }
  });
});
