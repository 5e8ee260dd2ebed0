import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Actor, ask, openConsole, person, type TestConsole } from '../../tests/support/console.ts';
import { makeZone, type TestZone } from '../../tests/support/zone.ts';
import * as api from './api.ts';
import * as server from './server.ts';

let console_: TestConsole;
let zone: TestZone;
let auditor: Actor;
let admin: Actor;
beforeAll(async () => {
  console_ = await openConsole();
});
beforeEach(async () => {
  await console_.truncate();
  zone = await makeZone(console_.controlPlane);
  [auditor, admin] = await Promise.all([
    person(console_, { zone: zone.id, role: 'auditor' }),
    person(console_, { zone: zone.id, role: 'admin' }),
  ]);
});
afterAll(() => console_.close());

const item = (id: string) => ({ zoneId: zone.id, id });
const dependents = (id: string) => ask(api.applicationDependents, server.getApplicationDependents, auditor, { params: item(id) });

it('the active grants of an application are counted before it is deleted', async () => {
  const [id, resource] = [await zone.application('agent'), await zone.resource('files', ['read'])];
  for (const user of ['one', 'two'])
    await zone.call('POST', '/grants', { application_id: id, resource_id: resource, user_id: user, scopes: ['read'] });
  expect([(await dependents(id)).status, (await dependents(id)).value.activeGrants]).toEqual([200, 2]);
});

it('of an application that is not there, nothing is counted', async () => {
  const id = await zone.application('agent');
  expect([(await dependents(id)).status, (await dependents(id)).value.activeGrants]).toEqual([200, 0]);
  expect((await dependents('01a00000-0000-7000-8000-000000000000')).problem.code).toBe('not_found');
  await ask(api.deleteApplication, server.removeApplication, admin, { params: item(id) });
  expect((await dependents(id)).status).toBe(404);
});
