import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { people } from '#server/database/tables.ts';
import { setRole } from '#server/people/people.ts';
import { type Actor, ask, openConsole, person, type TestConsole } from '../../tests/support/console.ts';
import { makeZone, type TestZone } from '../../tests/support/zone.ts';
import { readAccess } from './api.ts';
import { getAccess } from './server.ts';

let console_: TestConsole;
let zone: TestZone;
let second: TestZone;
let app: string;
let payments: string;
let mia: Actor;
let owner: Actor;

beforeAll(async () => {
  console_ = await openConsole();
});
beforeEach(async () => {
  await console_.truncate();
  const { controlPlane } = console_;
  [zone, second] = [await makeZone(controlPlane, 'Production'), await makeZone(controlPlane, 'Acceptance')];
  [app, payments] = [await zone.application('payments-agent'), await zone.resource('Payments API', ['payment:read', 'payment:submit'])];
  [mia, owner] = await Promise.all([person(console_, { zone: zone.id, role: 'member' }), person(console_, { owner: true })]);
});
afterAll(() => console_.close());

const subject = ({ id }: Actor) => `user-${id}`;
const access = (who: Actor | null) => ask(readAccess, getAccess, who, {});
const grant = async (user: string | undefined, at = zone, scopes = ['payment:read']) => {
  const [application, resource] =
    at === zone ? [app, payments] : [await at.application('other-agent'), await at.resource('Other API', ['payment:read'])];
  const body = { application_id: application, resource_id: resource, scopes, ...(user !== undefined && { user_id: user }) };
  return (await at.call<{ id: string }>('POST', '/grants', body)).id;
};
/** Zones by name, each with the ids of its grants. */
const seen = async (who: Actor) =>
  Object.fromEntries((await access(who)).value.zones.map(({ name, grants }) => [name, grants?.map(({ id }) => id) ?? null]));
const refusing = (part: string) => (path: string) =>
  path.includes(part) ? Promise.resolve(Response.json({ error: 'no' }, { status: 500 })) : undefined;

describe('My access', () => {
  it('tells a member, who may read nothing else of the zone, their own active grants in words', async () => {
    const id = await grant(subject(mia), zone, ['payment:read', 'payment:submit']);
    const { status, value } = await access(mia);
    expect(status).toBe(200);
    expect(value.zones).toEqual([
      {
        id: zone.id,
        name: 'Production',
        role: 'member',
        grants: [
          {
            id,
            application: 'payments-agent',
            resource: 'Payments API',
            scopes: ['payment:read', 'payment:submit'],
            createdAt: expect.stringMatching(/^\d{4}-/),
          },
        ],
      },
    ]);
    expect(Date.parse(value.asOf)).toBeLessThanOrEqual(Date.now());
  });

  it('never shows a grant of another subject or one for everyone, not to an owner either', async () => {
    const mine = await grant(subject(mia));
    const theirs = await grant(subject(owner));
    await Promise.all([grant(undefined), grant(`${subject(mia)}x`), grant('somebody-else'), grant(mia.id), grant(mia.email)]);
    expect(await seen(mia)).toEqual({ Production: [mine] });
    expect(await seen(owner)).toEqual({ Acceptance: [], Production: [theirs] });
    const text = JSON.stringify([(await access(mia)).value]);
    for (const word of [theirs, 'somebody-else', second.id, 'Acceptance']) expect(text).not.toContain(word);
  });

  it('leaves out what was revoked', async () => {
    const [kept, revoked] = [await grant(subject(mia)), await grant(subject(mia))];
    await zone.call('DELETE', `/grants/${revoked}`);
    expect(await seen(mia)).toEqual({ Production: [kept] });
  });

  it('is about the zones in which the person has a part; an owner has one in all', async () => {
    const [here, there] = [await grant(subject(mia)), await grant(subject(mia), second)];
    expect(await seen(mia)).toEqual({ Production: [here] });
    await setRole(second.id, mia.id, 'auditor');
    expect(await seen(mia)).toEqual({ Acceptance: [there], Production: [here] });
    expect((await access(mia)).value.zones.map(({ role }) => role)).toEqual(['auditor', 'member']);
    expect((await access(owner)).value.zones.map(({ role }) => role)).toEqual(['owner', 'owner']);
    expect((await access(await person(console_))).value.zones).toEqual([]);
    expect((await access(null)).status).toBe(401);
  });

  it('reads more zones than it asks about at once, each of them', async () => {
    const many = await Promise.all(Array.from({ length: 12 }, (_, n) => makeZone(console_.controlPlane, `Zone ${n}`)));
    const last = await grant(subject(owner), many[11]);
    const found = await seen(owner);
    expect(Object.keys(found)).toHaveLength(14);
    expect(found['Zone 11']).toEqual([last]);
  });

  it('says of a zone that could not be read that it is not known, which is not "none", and shows the others', async () => {
    await setRole(second.id, mia.id, 'member');
    const there = await grant(subject(mia), second);
    console_.between(refusing(`/zones/${zone.id}/`));
    expect(await seen(mia)).toEqual({ Acceptance: [there], Production: null });
    console_.between(undefined);
    expect(await seen(mia)).toEqual({ Acceptance: [there], Production: [] });
  });

  it('stands on what the console knows by itself while the control plane is away altogether', async () => {
    await grant(subject(mia));
    console_.between(refusing('/'));
    const { status, value } = await access(mia);
    expect([status, value.zones]).toEqual([200, [{ id: zone.id, name: null, role: 'member', grants: null }]]);
    // An owner has a part in whichever zones there are, and which those are is not known.
    expect((await access(owner)).status).toBe(502);
  });

  it('calls what it joins by its id when the name cannot be read', async () => {
    await grant(subject(mia));
    console_.between(refusing('/applications'));
    expect((await access(mia)).value.zones[0]?.grants).toMatchObject([{ application: app, resource: 'Payments API' }]);
  });

  it('forgets a zone that was archived, and shows nothing once the part in it is gone', async () => {
    await grant(subject(mia));
    expect(Object.keys(await seen(mia))).toEqual(['Production']);
    await zone.call('DELETE', '');
    console_.forget();
    expect(await seen(mia)).toEqual({});
  });

  it('goes by the subject id alone, whatever else people are called', async () => {
    const id = await grant('badge-4711');
    expect(await seen(mia)).toEqual({ Production: [] });
    await console_.store.db.update(people).set({ subjectId: 'badge-4711' }).where(eq(people.id, mia.id));
    expect(await seen(mia)).toEqual({ Production: [id] });
  });
});
