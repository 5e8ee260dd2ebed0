import { signIn } from '../tests/support/visitor.ts';
import { zoneIn } from './support/control-plane.ts';
import { type FilledZone, filledZone } from './support/filled-zone.ts';
import { inviteTo } from './support/invite.ts';
import { expectPresentable } from './support/looks.ts';
import { test as base, expect } from './support/test.ts';

type World = { filled: FilledZone; empty: string };

/** One zone with one of everything, and one with nothing. */
const test = base.extend<object, { world: World }>({
  world: [
    async ({ controlPlane, console: running }, use) => {
      expect(running.port, 'the control plane is there once the console runs').toBeGreaterThan(0);
      const empty = await zoneIn(controlPlane, 'Empty zone');
      const filled = await filledZone(controlPlane, 'Filled');
      await inviteTo(running, await signIn(running), filled.zone.id, ['invited@example.test', 'another@example.test'], 'auditor');
      await use({ filled, empty: empty.id });
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});
test.describe.configure({ mode: 'parallel' });

type Place = {
  name: string;
  path: (world: World) => string;
  title: string | RegExp;
  shows: string | RegExp;
  signedIn?: false;
  status?: number;
};
const inFilled = (path: (filled: FilledZone) => string) => (world: World) => `/zones/${world.filled.zone.id}${path(world.filled)}`;
const inEmpty = (path: string) => (world: World) => `/zones/${world.empty}${path}`;
const zoned = (page: string, zone = 'Filled zone') => `${page} · ${zone} · Caracal Console`;

/** Every page there is, and what proves that it is there and filled (or empty) as meant. */
const places: Place[] = [
  { name: 'sign-in', path: () => '/sign-in', title: 'Sign in · Caracal Console', shows: 'E-mail', signedIn: false },
  { name: 'zones', path: () => '/zones', title: 'Zones · Caracal Console', shows: 'Filled zone' },
  { name: 'zones, none found', path: () => '/zones?q=nothing-has-this-name', title: 'Zones · Caracal Console', shows: 'No zone matches' },
  { name: 'create zone', path: () => '/zones/new', title: 'Create zone · Caracal Console', shows: 'Slug' },
  { name: 'my account', path: () => '/account', title: 'My account · Caracal Console', shows: 'Change password' },
  { name: 'my access', path: () => '/account/access', title: 'My access · Caracal Console', shows: 'No grant names you' },
  { name: 'overview', path: inFilled(() => ''), title: zoned('Overview'), shows: 'Decisions of the last hour' },
  {
    name: 'overview of an empty zone',
    path: inEmpty(''),
    title: zoned('Overview', 'Empty zone'),
    shows: 'Without one every exchange is denied.',
  },
  { name: 'settings', path: inFilled(() => '/settings'), title: zoned('Settings'), shows: 'Login flow' },
  { name: 'applications', path: inFilled(() => '/applications'), title: zoned('Applications'), shows: 'Filled agent' },
  { name: 'applications, empty', path: inEmpty('/applications'), title: zoned('Applications', 'Empty zone'), shows: 'No applications yet' },
  { name: 'create application', path: inFilled(() => '/applications/new'), title: zoned('Create application'), shows: 'Credential type' },
  {
    name: 'application',
    path: inFilled(({ application }) => `/applications/${application}`),
    title: zoned('Application'),
    shows: 'Filled payments',
  },
  {
    name: 'edit application',
    path: inFilled(({ application }) => `/applications/${application}/edit`),
    title: zoned('Edit application'),
    shows: 'Save changes',
  },
  { name: 'resources', path: inFilled(() => '/resources'), title: zoned('Resources'), shows: 'Filled payments' },
  { name: 'resources, empty', path: inEmpty('/resources'), title: zoned('Resources', 'Empty zone'), shows: 'No resources yet' },
  { name: 'create resource', path: inFilled(() => '/resources/new'), title: zoned('Create resource'), shows: 'Prefix matching' },
  { name: 'resource', path: inFilled(({ resource }) => `/resources/${resource}`), title: zoned('Resource'), shows: 'Filled agent' },
  {
    name: 'edit resource',
    path: inFilled(({ resource }) => `/resources/${resource}/edit`),
    title: zoned('Edit resource'),
    shows: 'Save changes',
  },
  { name: 'providers', path: inFilled(() => '/providers'), title: zoned('Providers'), shows: 'Filled sign-on' },
  { name: 'providers, empty', path: inEmpty('/providers'), title: zoned('Providers', 'Empty zone'), shows: 'No providers yet' },
  { name: 'create provider', path: inFilled(() => '/providers/new'), title: zoned('Create provider'), shows: 'Token URL' },
  { name: 'provider', path: inFilled(({ provider }) => `/providers/${provider}`), title: zoned('Provider'), shows: 'Sealed' },
  {
    name: 'edit provider',
    path: inFilled(({ provider }) => `/providers/${provider}/edit`),
    title: zoned('Edit provider'),
    shows: 'Save changes',
  },
  { name: 'grants', path: inFilled(() => '/grants'), title: zoned('Grants'), shows: 'Filled agent' },
  { name: 'grants, empty', path: inEmpty('/grants'), title: zoned('Grants', 'Empty zone'), shows: 'No grants yet' },
  { name: 'create grant', path: inFilled(() => '/grants/new'), title: zoned('Create grant'), shows: 'Choose a resource first' },
  { name: 'change scopes', path: inFilled(({ grant }) => `/grants/${grant}/scopes`), title: zoned('Change scopes'), shows: 'Save changes' },
  { name: 'grant', path: inFilled(({ grant }) => `/grants/${grant}`), title: zoned('Grant'), shows: 'Recorded' },
  { name: 'policies', path: inFilled(() => '/policies'), title: zoned('Policies'), shows: 'is active, made' },
  { name: 'policies, empty', path: inEmpty('/policies'), title: zoned('Policies', 'Empty zone'), shows: 'No policy sets yet' },
  { name: 'policy', path: inFilled(({ policy }) => `/policies/${policy}`), title: zoned('Policy'), shows: 'Version 1' },
  { name: 'audit', path: inFilled(() => '/audit'), title: zoned('Audit'), shows: /2 loaded/ },
  { name: 'audit, empty', path: inEmpty('/audit'), title: zoned('Audit', 'Empty zone'), shows: 'No decisions yet' },
  {
    name: 'audit with a trace beside it',
    path: inFilled(({ request }) => `/audit?open=${request}`),
    title: zoned('Audit'),
    shows: 'Open as a page',
  },
  { name: 'trace', path: inFilled(({ request }) => `/audit/${request}`), title: zoned('Request'), shows: 'resource://filled-payments' },
  { name: 'invitations', path: inFilled(() => '/invitations'), title: zoned('Invitations'), shows: 'invited@example.test' },
  { name: 'invitations, empty', path: inEmpty('/invitations'), title: zoned('Invitations', 'Empty zone'), shows: 'Nobody was invited yet' },
  { name: 'invite people', path: inFilled(() => '/invitations/new'), title: zoned('Invite people'), shows: 'Links work for 24 hours.' },
  {
    name: 'a link that is not known',
    path: () => '/accept#nothing',
    title: 'Accept invitation · Caracal Console',
    shows: 'This link is not known',
    signedIn: false,
  },
  { name: 'members, empty', path: inEmpty('/members'), title: zoned('Members', 'Empty zone'), shows: 'No members yet' },
  {
    name: 'a member who is not there',
    path: inFilled(() => '/members/nobody'),
    title: zoned('Member'),
    shows: 'Go to Members',
    status: 404,
  },
  { name: 'people', path: () => '/people', title: 'People · Caracal Console', shows: 'Olive Owner' },
  { name: 'people, none found', path: () => '/people?q=nobody-has-this-name', title: 'People · Caracal Console', shows: 'Nobody matches' },
  {
    name: 'a person who is not there',
    path: () => '/people/nobody',
    title: 'Person · Caracal Console',
    shows: 'Go to People',
    status: 404,
  },
  {
    name: 'an object that is not there',
    path: inFilled(() => '/grants/01a00000-0000-7000-8000-000000000000'),
    title: zoned('Grant'),
    shows: /\S/,
    status: 404,
  },
  { name: 'an address in what cannot be a zone', path: () => '/zones/a@b/grants', title: /Caracal Console$/, shows: /\S/, status: 404 },
];

for (const { name, path, title, shows, signedIn = true, status = 200 } of places)
  test.describe(() => {
    test.use({ signedIn });
    test(`presentable in light and dark, on a telephone and on a desk: ${name}`, async ({ page, world }) => {
      const answer = await page.goto(path(world));
      expect(answer?.status()).toBe(status);
      // The policy of the pages refuses such styles; a page that needs them would look broken before its script runs.
      expect((await answer?.text())?.match(/<[^>]* style="[^>]*>/g) ?? []).toEqual([]);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await expect(page.getByText(shows).locator('visible=true').first()).toBeVisible();
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
      await expect(page).toHaveTitle(title);
      await expectPresentable(page);
    });
  });

test('the theme that somebody chose counts more than that of the system, and is there at the next visit', async ({ page }) => {
  const canvas = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/zones');
  const light = await canvas();
  await page.getByRole('button', { name: /^Account of/ }).click();
  // The radio itself is beneath its word.
  await page.getByRole('radio', { name: 'Dark' }).check({ force: true });
  await expect.poll(canvas).not.toBe(light);
  const dark = await canvas();
  await page.reload();
  expect(await canvas()).toBe(dark);
});
