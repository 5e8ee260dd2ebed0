import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createZone } from '#features/zones/api.ts';
import { postZone } from '#features/zones/server.ts';
import { type Actor, ask, openConsole, person, type TestConsole } from '../../tests/support/console.ts';
import { activateStarter, readPolicies, readPolicy } from './api.ts';
import { getPolicies, getPolicy, postStarter } from './server.ts';

let console_: TestConsole;
let owner: Actor;
let zoneId: string;
beforeAll(async () => {
  console_ = await openConsole();
});
beforeEach(async () => {
  await console_.truncate();
  owner = await person(console_, { owner: true });
  zoneId = (await ask(createZone, postZone, owner, { body: { name: 'Production', slug: 'production' } })).value.id;
});
afterAll(() => console_.close());

const overview = (who: Actor) => ask(readPolicies, getPolicies, who, { params: { zoneId } });
const starter = (who: Actor) => ask(activateStarter, postStarter, who, { params: { zoneId } });
const upstream = (method: string, path: string, body?: unknown) =>
  console_.controlPlane.fetch(`http://x/v1/zones/${zoneId}${path}`, {
    method,
    headers: { authorization: 'Bearer test-admin-token', ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

describe('the starter policy', () => {
  it('makes a policy, a set and its active version, and the overview names all three', async () => {
    expect((await overview(owner)).value).toMatchObject({ sets: [], policies: [] });
    const made = await starter(owner);
    expect(made.status).toBe(201);
    const [set] = (await overview(owner)).value.sets;
    expect(set).toMatchObject({
      id: made.value.set.id,
      active: {
        id: made.value.version.id,
        version: 1,
        policies: [{ policy_id: made.value.policy.id, name: made.value.policy.name, version: 1 }],
      },
    });
    const text = await ask(readPolicy, getPolicy, owner, { params: { zoneId, id: made.value.policy.id } });
    expect(text.value.versions[0]?.content).toContain('package caracal.authz');
  });
  it('can be done again: nothing is made twice but the version that is activated', async () => {
    await starter(owner);
    const again = await starter(owner);
    expect(again.status).toBe(201);
    const { sets, policies } = (await overview(owner)).value;
    expect([sets.length, policies.length, again.value.version.version]).toEqual([1, 1, 2]);
  });
  it('mends what an earlier try left half-way', async () => {
    const made = await starter(owner);
    await upstream('DELETE', `/policy-sets/${made.value.set.id}`);
    console_.forget();
    expect((await starter(owner)).status).toBe(201);
    const { sets, policies } = (await overview(owner)).value;
    expect([sets.filter(({ active }) => active !== null).length, policies.length]).toEqual([1, 1]);
  });
  it('is an admin’s to activate and an auditor’s to read', async () => {
    const auditor = await person(console_, { zone: zoneId, role: 'auditor' });
    const admin = await person(console_, { zone: zoneId, role: 'admin' });
    expect((await starter(auditor)).problem.code).toBe('forbidden');
    expect((await overview(auditor)).value.sets).toEqual([]);
    expect((await starter(admin)).status).toBe(201);
    expect((await overview(auditor)).value.sets).toHaveLength(1);
    expect((await overview(await person(console_, { zone: zoneId, role: 'member' }))).problem.code).toBe('forbidden');
  });
});

describe('the overview', () => {
  it('calls an active version unknown when it cannot be read, rather than absent', async () => {
    const made = await starter(owner);
    await upstream('DELETE', `/policies/${made.value.policy.id}`);
    console_.forget();
    const [set] = (await overview(owner)).value.sets;
    expect(set?.active).toMatchObject({ version: 1, policies: [{ policy_id: null, name: null }] });
  });
});
