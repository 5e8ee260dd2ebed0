import type { BrowserContext, Locator, Page } from '@playwright/test';
import { newFolder, removeFolder, startConsole } from '../tests/support/process.ts';
import { setUp } from '../tests/support/visitor.ts';
import { askBff } from './support/bff.ts';
import { zoneIn } from './support/control-plane.ts';
import { type FilledZone, filledZone, scopes } from './support/filled-zone.ts';
import { expectPresentable } from './support/looks.ts';
import { type Member, makePeople } from './support/people.ts';
import { test as base, expect, signInAs } from './support/test.ts';

const names = ['Adam', 'Mia', 'Max', 'Ria', 'Kim', 'Otto', 'Dora'] as const;
type Name = (typeof names)[number];
type Cast = { ours: FilledZone /** Id of a zone that has nobody but Adam. */; alone: string; person: (name: Name) => Member };

/** A zone with an admin and members, each for a journey of their own. They are there before the console starts. */
const test = base.extend<object, { cast: Cast }>({
  upstream: ['http', { scope: 'worker' }],
  cast: [
    async ({ controlPlane }, use) => {
      const ours = await filledZone(controlPlane, 'Ours');
      const { id: alone } = await zoneIn(controlPlane, 'Alone zone');
      await use({
        ours,
        alone,
        person: (name) => ({
          name,
          email: `${name.toLowerCase()}@example.test`,
          password: `nine slow barges past ${name} at dusk`,
          zones: name === 'Adam' ? { [ours.zone.id]: 'admin', [alone]: 'admin' } : { [ours.zone.id]: 'member' },
        }),
      });
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  console: [
    async ({ controlPlane, cast }, use) => {
      const folder = newFolder();
      await makePeople(folder, names.map(cast.person));
      const started = await startConsole({ folder, env: controlPlane.settings });
      await setUp(started);
      await use(started);
      await started.stop();
      removeFolder(folder);
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

type Listed = { personId: string; subjectId: string; name: string };
/** A member as the owner's list tells them. */
async function listed(context: BrowserContext, { ours }: Cast, name: Name): Promise<Listed> {
  const { items } = JSON.parse((await askBff(context, 'GET', `/api/zones/${ours.zone.id}/members?q=${name}`)).text) as { items: Listed[] };
  const found = items.find((row) => row.name === name);
  if (!found) throw new Error(`${name} is not listed`);
  return found;
}
/** A grant that names a person. */
const grantTo = async ({ ours }: Cast, subjectId: string, scope: string): Promise<string> =>
  (
    await ours.zone.call<{ id: string }>('POST', '/grants', {
      application_id: ours.application,
      resource_id: ours.resource,
      scopes: [scope],
      user_id: subjectId,
    })
  ).id;
const statusOf = async ({ ours }: Cast, grant: string): Promise<string> =>
  (await ours.zone.call<{ status: string }>('GET', `/grants/${grant}`)).status;
const main = (page: Page): Locator => page.getByRole('main');
const row = (page: Page, name: string): Locator => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

/** Presses Tab until something has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${target} is not reached by Tab`);
}

test('an owner sees who has which part and changes a role, which counts at the member’s next request', async ({
  page,
  context,
  browser,
  baseURL,
  cast,
}) => {
  const base_ = `/zones/${cast.ours.zone.id}`;
  const theirs = await browser.newContext({ ...(baseURL !== undefined && { baseURL }) });
  await signInAs(theirs, cast.person('Mia'));
  expect((await askBff(theirs, 'GET', `/api${base_}/members`)).status).toBe(403);

  await page.goto(`${base_}/members`);
  await expect(page).toHaveTitle('Members · Ours zone · Caracal Console');
  await expect(row(page, 'Adam')).toContainText('Zone admin');
  await expect(row(page, 'Mia')).toContainText('Member');
  await expect(row(page, 'Dora')).toContainText('Not yet');
  await page.getByLabel('Role', { exact: true }).selectOption('admin');
  await expect(row(page, 'Mia')).toHaveCount(0);
  await expect(page).toHaveURL(/role=admin/);
  await page.getByRole('button', { name: 'Clear filter' }).click();

  await main(page).getByRole('link', { name: 'Mia', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Mia' })).toBeVisible();
  const { subjectId } = await listed(context, cast, 'Mia');
  await expect(main(page).getByText(subjectId)).toBeVisible();
  await page.getByRole('button', { name: 'Change role' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change the role of Mia' });
  await dialog.getByRole('radio', { name: /^Auditor/ }).check();
  await dialog.getByRole('button', { name: 'Save role' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(main(page).getByText('Auditor', { exact: true }).first()).toBeVisible();
  expect((await askBff(theirs, 'GET', `/api${base_}/members`)).status).toBe(200);
  await theirs.close();
});

test('a role that somebody else changed meanwhile is shown, and saved over only when asked again', async ({ page, context, cast }) => {
  const { personId } = await listed(context, cast, 'Ria');
  const path = `/zones/${cast.ours.zone.id}/members/${personId}`;
  await page.goto(path);
  await page.getByRole('button', { name: 'Change role' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change the role of Ria' });
  await dialog.getByRole('radio', { name: /^Zone admin/ }).check();
  const version = (await context.request.get(`/api${path}`)).headers().etag ?? '';
  expect((await askBff(context, 'PATCH', `/api${path}`, { role: 'auditor' }, { 'if-match': version })).status).toBe(200);

  await dialog.getByRole('button', { name: 'Save role' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Somebody else made Ria Auditor in the meantime.');
  await expect(dialog.getByRole('radio', { name: /^Zone admin/ })).toBeChecked();
  await dialog.getByRole('button', { name: 'Save role' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(main(page).getByText('Zone admin', { exact: true }).first()).toBeVisible();
});

test('a role is changed without a mouse', async ({ page, context, cast }) => {
  const { personId } = await listed(context, cast, 'Kim');
  await page.goto(`/zones/${cast.ours.zone.id}/members`);
  await tabTo(page, page.getByRole('group', { name: 'Members' }));
  const link = main(page).getByRole('link', { name: 'Kim', exact: true });
  await tabTo(page, link);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(personId));
  const button = page.getByRole('button', { name: 'Change role' });
  await tabTo(page, button);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Change the role of Kim' });
  await tabTo(page, dialog.getByRole('radio', { name: /^Member/ }));
  await page.keyboard.press('ArrowUp');
  await expect(dialog.getByRole('radio', { name: /^Auditor/ })).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(button, 'focus goes back to where it came from').toBeFocused();
  await expect(main(page).getByText('Auditor', { exact: true }).first()).toBeVisible();
});

test('a member is removed and their grants are revoked in the same dialog; one that fails is told and tried again', async ({
  page,
  context,
  browser,
  baseURL,
  cast,
}) => {
  const base_ = `/zones/${cast.ours.zone.id}`;
  const { personId, subjectId } = await listed(context, cast, 'Max');
  const [kept, failing, revoked] = [
    await grantTo(cast, subjectId, scopes[0] ?? ''),
    await grantTo(cast, subjectId, scopes[1] ?? ''),
    await grantTo(cast, subjectId, scopes[0] ?? ''),
  ];
  const theirs = await browser.newContext({ ...(baseURL !== undefined && { baseURL }) });
  await signInAs(theirs, cast.person('Max'));
  expect((await askBff(theirs, 'GET', '/api/viewer')).status).toBe(200);

  const address = `**/api${base_}/grants/${failing}`;
  await page.route(address, (route) =>
    route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      body: JSON.stringify({ code: 'outcome_unknown', title: 'It is not known whether this was done.', detail: 'Look.', fields: {} }),
    }),
  );
  // What another page did is known here a moment later; the dialog asks anew.
  await expect(async () => {
    await page.goto(`${base_}/members/${personId}`);
    await expect(page.getByRole('heading', { name: 'Active grants (3)' })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  const asked = page.getByRole('alertdialog', { name: 'Remove Max from this zone?' });
  await expect(asked.getByRole('button', { name: 'Keep as member' })).toBeFocused();
  await expect(asked.getByRole('checkbox')).toHaveCount(3);
  // Newest first: the last one is the oldest.
  await asked.getByRole('checkbox').last().uncheck();
  await asked.getByRole('button', { name: 'Remove and revoke 2 grants' }).click();

  const told = page.getByRole('alertdialog', { name: 'Max is removed from this zone' });
  await expect(told.getByRole('status')).toContainText('1 of 2 grants are revoked.');
  await expect(told.getByText('It is not known whether this was done.')).toBeVisible();
  expect((await askBff(theirs, 'GET', '/api/viewer')).status, 'the session has ended').toBe(401);
  await page.unroute(address);
  await told.getByRole('button', { name: /^Try again/ }).click();
  await expect(told.getByRole('status')).toContainText('2 of 2 grants are revoked.');
  await told.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Members' })).toBeVisible();
  await expect(row(page, 'Adam')).toBeVisible();
  await expect(row(page, 'Max')).toHaveCount(0);
  expect([await statusOf(cast, kept), await statusOf(cast, failing), await statusOf(cast, revoked)]).toEqual([
    'active',
    'revoked',
    'revoked',
  ]);
  expect((await page.goto(`${base_}/members/${personId}`))?.status()).toBe(404);
  await theirs.close();
});

test.describe(() => {
  test.use({ signedIn: false });
  test('the only admin of a zone is told why nothing can be taken from them; people are for owners', async ({ page, context, cast }) => {
    await signInAs(context, cast.person('Adam'));
    await page.goto(`/zones/${cast.alone}/members`);
    await main(page).getByRole('link', { name: 'Adam', exact: true }).click();
    await expect(page.getByText('You are the only zone admin here')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Change role' })).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Leave zone' })).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
    expect((await page.goto('/people'))?.status()).toBe(403);
  });
});

test('an owner makes somebody an owner, who may then manage people; deactivating ends a session', async ({
  page,
  context,
  browser,
  baseURL,
  cast,
}) => {
  const theirs = await browser.newContext({ ...(baseURL !== undefined && { baseURL }) });
  await signInAs(theirs, cast.person('Otto'));
  expect((await askBff(theirs, 'GET', '/api/people')).status).toBe(403);

  await page.goto('/people');
  await expect(row(page, 'Otto')).toContainText('Ours zone');
  await page.getByLabel('Show', { exact: true }).selectOption('owners');
  await expect(row(page, 'Otto')).toHaveCount(0);
  await main(page)
    .getByRole('link', { name: /^Olive Owner/ })
    .click();
  await expect(page.getByText('You are the only active owner')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Remove owner' })).toHaveCount(0);

  const { personId } = await listed(context, cast, 'Otto');
  await page.goto(`/people/${personId}`);
  await page.getByRole('button', { name: 'Make owner' }).click();
  await page.getByRole('alertdialog', { name: 'Make Otto an owner?' }).getByRole('button', { name: 'Make owner' }).click();
  await expect(main(page).getByText('Owner', { exact: true })).toBeVisible();
  expect((await askBff(theirs, 'GET', '/api/people')).status).toBe(200);

  await page.getByRole('button', { name: 'Remove owner' }).click();
  await page.getByRole('alertdialog', { name: 'Remove Otto as an owner?' }).getByRole('button', { name: 'Remove owner' }).click();
  await expect(page.getByRole('button', { name: 'Make owner' })).toBeVisible();
  await page.getByRole('button', { name: 'Deactivate' }).click();
  await page.getByRole('alertdialog', { name: 'Deactivate Otto?' }).getByRole('button', { name: 'Deactivate' }).click();
  await expect(main(page).getByText('Deactivated', { exact: true })).toBeVisible();
  expect((await askBff(theirs, 'GET', '/api/viewer')).status).toBe(401);
  await page.getByRole('button', { name: 'Activate' }).click();
  await page.getByRole('alertdialog', { name: 'Activate Otto?' }).getByRole('button', { name: 'Activate' }).click();
  await expect(page.getByRole('button', { name: 'Make owner' })).toBeVisible();
  await theirs.close();
});

test('the pages of members and people are presentable in light and dark, on a telephone and on a desk', async ({ page, context, cast }) => {
  const { personId, subjectId } = await listed(context, cast, 'Dora');
  await grantTo(cast, subjectId, scopes[0] ?? '');
  const members = `/zones/${cast.ours.zone.id}/members`;
  for (const path of [members, `${members}/${personId}`, '/people', `/people/${personId}`]) {
    await page.goto(path);
    await expect(page.getByText('Dora').locator('visible=true').first()).toBeVisible();
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    await expectPresentable(page);
  }
  await page.goto(`${members}/${personId}`);
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await expectPresentable(page);
});
