import type { Page } from '@playwright/test';
import { newFolder, removeFolder, startConsole } from '../tests/support/process.ts';
import { setUp } from '../tests/support/visitor.ts';
import { askBff } from './support/bff.ts';
import { type FilledZone, filledZone } from './support/filled-zone.ts';
import { expectAccessible } from './support/looks.ts';
import { type Member, makePeople } from './support/people.ts';
import { test as base, expect, owner, signInAs } from './support/test.ts';

type Cast = { ours: FilledZone; theirs: FilledZone } & Record<'admin' | 'auditor' | 'member' | 'stranger', Member>;

/** Two zones, and a person of each role. They are there before the console starts. */
const test = base.extend<object, { cast: Cast }>({
  upstream: ['http', { scope: 'worker' }],
  cast: [
    async ({ controlPlane }, use) => {
      const ours = await filledZone(controlPlane, 'Ours');
      const theirs = await filledZone(controlPlane, 'Theirs');
      const person = (name: string, zones: Member['zones']): Member => ({
        name,
        email: `${name.toLowerCase()}@example.test`,
        password: `nine slow barges past ${name} at dusk`,
        zones,
      });
      await use({
        ours,
        theirs,
        admin: person('Adam', { [ours.zone.id]: 'admin' }),
        auditor: person('Aude', { [ours.zone.id]: 'auditor' }),
        member: person('Mia', { [ours.zone.id]: 'member' }),
        stranger: person('Theo', { [theirs.zone.id]: 'admin' }),
      });
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  console: [
    async ({ controlPlane, cast }, use) => {
      const folder = newFolder();
      await makePeople(folder, [cast.admin, cast.auditor, cast.member, cast.stranger]);
      const started = await startConsole({ folder, env: controlPlane.settings });
      await setUp(started);
      await use(started);
      await started.stop();
      removeFolder(folder);
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});
test.use({ signedIn: false });

const rooms = ['', '/applications', '/resources', '/providers', '/grants', '/policies', '/members', '/invitations', '/audit'];

/** Where somebody could write: the page, and what stands on it for those who may. */
const doors = ({ ours }: Cast) =>
  [
    { path: '/applications', role: 'link', name: 'Create application' },
    { path: `/applications/${ours.application}`, role: 'link', name: 'Edit' },
    { path: `/applications/${ours.application}`, role: 'button', name: 'Delete' },
    { path: '/resources', role: 'link', name: 'Create resource' },
    { path: `/resources/${ours.resource}`, role: 'link', name: 'Edit' },
    { path: `/resources/${ours.resource}`, role: 'button', name: 'Delete' },
    { path: '/providers', role: 'link', name: 'Create provider' },
    { path: `/providers/${ours.provider}`, role: 'link', name: 'Edit' },
    { path: `/providers/${ours.provider}`, role: 'button', name: 'Delete' },
    { path: '/grants', role: 'link', name: 'Create grant' },
    { path: `/grants/${ours.grant}`, role: 'link', name: 'Change scopes' },
    { path: `/grants/${ours.grant}`, role: 'button', name: 'Revoke' },
    { path: '/policies', role: 'button', name: 'Activate a starter policy' },
    { path: '/members', role: 'link', name: 'Invite people' },
    { path: '/invitations', role: 'link', name: 'Invite people' },
  ] as const;

/** The pages that are nothing but a form. */
const forms = ({ ours }: Cast) => [
  '/settings',
  ...['/applications', '/resources', '/providers', '/grants', '/invitations'].map((room) => `${room}/new`),
  `/applications/${ours.application}/edit`,
  `/resources/${ours.resource}/edit`,
  `/providers/${ours.provider}/edit`,
  `/grants/${ours.grant}/scopes`,
];

/** Every change that the console knows in a zone, as its own pages would ask for it. */
const changes = ({ ours }: Cast): { method: string; path: string; body?: unknown }[] => [
  { method: 'PATCH', path: '', body: { name: 'Taken over' } },
  {
    method: 'POST',
    path: '/applications',
    body: { name: 'x', credential_type: 'public', traits: [], consent: false, secret: { kind: 'none' } },
  },
  { method: 'PATCH', path: `/applications/${ours.application}`, body: { name: 'x' } },
  { method: 'DELETE', path: `/applications/${ours.application}` },
  { method: 'POST', path: '/resources', body: { identifier: 'resource://x', name: 'x', scopes: ['x:read'], prefix: false } },
  { method: 'PATCH', path: `/resources/${ours.resource}`, body: { name: 'x' } },
  { method: 'DELETE', path: `/resources/${ours.resource}` },
  { method: 'POST', path: '/providers', body: { identifier: 'x', kind: 'apikey', config_json: { api_key: 'x' } } },
  { method: 'PATCH', path: `/providers/${ours.provider}`, body: { name: 'x' } },
  { method: 'DELETE', path: `/providers/${ours.provider}` },
  { method: 'POST', path: '/grants', body: { application_id: ours.application, resource_id: ours.resource, scopes: ['payments:read'] } },
  { method: 'POST', path: `/grants/${ours.grant}/scopes`, body: { scopes: ['payments:read'] } },
  { method: 'DELETE', path: `/grants/${ours.grant}` },
  { method: 'POST', path: '/policies/starter' },
  { method: 'PATCH', path: '/members/somebody', body: { role: 'member' } },
  { method: 'POST', path: '/members/somebody/sign-out' },
  { method: 'DELETE', path: '/members/somebody' },
  { method: 'POST', path: '/invitations', body: { emails: ['x@example.test'], role: 'member' } },
  { method: 'POST', path: '/invitations/resend', body: { ids: [crypto.randomUUID()] } },
  { method: 'POST', path: '/invitations/revoke', body: { ids: [crypto.randomUUID()] } },
  { method: 'PATCH', path: '/invitation-settings', body: { invitationHours: 1 } },
];
/** What each room answers to somebody who only reads. */
const readings = [
  '',
  '/overview',
  '/counts',
  '/applications',
  '/resources',
  '/providers',
  '/grants',
  '/policies',
  '/members',
  '/invitations',
  '/audit',
];

const tables: Record<string, string> = {
  '/applications': 'Ours agent',
  '/resources': 'Ours payments',
  '/providers': 'Ours sign-on',
  '/grants': 'Ours agent',
};
const main = (page: Page) => page.getByRole('main');

test('an auditor reads every room of the zone and finds nothing there to change it with', async ({ page, context, cast }) => {
  const base = `/zones/${cast.ours.zone.id}`;
  await signInAs(context, cast.auditor);
  for (const [path, name] of Object.entries(tables)) {
    await page.goto(base + path);
    await expect(main(page).getByRole('link', { name }).first()).toBeVisible();
  }
  await page.goto(`${base}/audit`);
  await expect(page.getByRole('table').getByText('Allow', { exact: true })).toBeVisible();
  for (const { path, role, name } of doors(cast)) {
    await page.goto(base + path);
    await expect(main(page).getByRole('heading', { level: 1 })).toBeVisible();
    // What could be done comes with the data; nothing is on its way any more.
    await expect(main(page).locator('[aria-busy=true]')).toHaveCount(0);
    await expect(main(page).getByRole(role, { name, exact: true }), path).toHaveCount(0);
  }
  for (const path of forms(cast)) expect((await page.goto(base + path))?.status(), path).toBe(403);
  await expect(main(page).getByRole('heading', { level: 1, name: 'Not allowed' })).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByRole('link', { name: 'Settings' })).toHaveCount(0);
});

test('an admin of the zone finds there everything that an auditor does not', async ({ page, context, cast }) => {
  const base = `/zones/${cast.ours.zone.id}`;
  await signInAs(context, cast.admin);
  for (const { path, role, name } of doors(cast)) {
    await page.goto(base + path);
    await expect(main(page).getByRole(role, { name, exact: true }).first(), path).toBeVisible();
  }
  for (const path of forms(cast)) expect((await page.goto(base + path))?.status(), path).toBe(200);
  await page.goto(`${base}/settings`);
  await expect(page.getByRole('button', { name: 'Save changes' })).toBeVisible();
  // Archiving a whole zone is for owners.
  await expect(page.getByRole('button', { name: 'Archive', exact: true })).toHaveCount(0);
});

test('the BFF refuses every change of an auditor, whatever the pages show, and answers every reading', async ({ context, cast }) => {
  const base = `/api/zones/${cast.ours.zone.id}`;
  await signInAs(context, cast.auditor);
  for (const path of readings) expect((await askBff(context, 'GET', base + path)).status, `GET ${path}`).toBe(200);
  for (const { method, path, body } of changes(cast)) {
    const answer = await askBff(context, method, base + path, body, { 'if-match': '"any"' });
    expect(answer.status, `${method} ${path}`).toBe(403);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'forbidden' });
  }
  await context.clearCookies();
  await signInAs(context, cast.admin);
  const made = await askBff(context, 'POST', `${base}/resources`, {
    identifier: 'resource://by-the-admin',
    name: 'By the admin',
    scopes: ['x:read'],
    prefix: false,
  });
  expect(made.status, made.text).toBe(201);
});

test('an admin of another zone sees nothing of this one: no page, no name in a title, no answer of the BFF', async ({
  page,
  context,
  cast,
}) => {
  await signInAs(context, cast.stranger);
  for (const room of rooms) {
    const answer = await page.goto(`/zones/${cast.ours.zone.id}${room}`);
    expect(answer?.status(), room).toBe(404);
    expect(await page.content(), room).not.toContain('Ours');
    await expect(page).not.toHaveTitle(/Ours/);
  }
  for (const path of readings) {
    const answer = await askBff(context, 'GET', `/api/zones/${cast.ours.zone.id}${path}`);
    expect(answer.status, path).toBe(404);
    expect(answer.text).not.toContain('Ours');
  }
  for (const { method, path, body } of changes(cast))
    expect((await askBff(context, method, `/api/zones/${cast.ours.zone.id}${path}`, body)).status, `${method} ${path}`).toBe(404);

  await page.goto('/zones');
  await expect(main(page).getByRole('link', { name: 'Theirs zone' })).toBeVisible();
  await expect(page.getByText('Ours')).toHaveCount(0);
  await page.goto(`/zones/${cast.theirs.zone.id}/applications`);
  await expect(page).toHaveTitle('Applications · Theirs zone · Caracal Console');
  await expect(main(page).getByRole('link', { name: 'Theirs agent' })).toBeVisible();
  // An object of the other zone is not found in the own one either.
  expect((await page.goto(`/zones/${cast.theirs.zone.id}/applications/${cast.ours.application}`))?.status()).toBe(404);
});

test('a member without a right in the zone is told so, and gets no data of it', async ({ page, context, cast }) => {
  await signInAs(context, cast.member);
  for (const room of rooms) {
    const answer = await page.goto(`/zones/${cast.ours.zone.id}${room}`);
    expect(answer?.status(), room).toBe(403);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await page.content(), room).not.toContain('Ours agent');
  }
  for (const path of readings) expect((await askBff(context, 'GET', `/api/zones/${cast.ours.zone.id}${path}`)).status, path).toBe(403);
});

test('only owners make zones', async ({ page, context, cast }) => {
  const zone = { name: 'A zone of my own', slug: 'a-zone-of-my-own' };
  await signInAs(context, cast.admin);
  await page.goto('/zones');
  await expect(main(page).getByRole('link', { name: 'Ours zone' })).toBeVisible();
  await expect(main(page).getByRole('link', { name: 'Create zone' })).toHaveCount(0);
  expect((await page.goto('/zones/new'))?.status()).toBe(403);
  expect((await askBff(context, 'POST', '/api/zones', zone)).status).toBe(403);

  await context.clearCookies();
  await signInAs(context, owner);
  await page.goto('/zones');
  await expect(main(page).getByRole('link', { name: 'Create zone' })).toBeVisible();
  expect((await askBff(context, 'POST', '/api/zones', zone)).status).toBe(201);
});
