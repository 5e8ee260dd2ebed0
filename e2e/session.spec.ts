import type { BrowserContext, Page } from '@playwright/test';
import { call } from '../tests/support/visitor.ts';
import { askBff } from './support/bff.ts';
import { zoneIn } from './support/control-plane.ts';
import { expect, owner, test } from './support/test.ts';

/** Ends the browser's session as another window would: the browser still holds its cookie and knows of nothing. */
async function endElsewhere(context: BrowserContext, running: Parameters<typeof call>[0]): Promise<void> {
  const cookie = (await context.cookies()).find(({ name }) => name === '__Host-Http-caracal.session');
  const answer = await call(running, `${cookie?.name}=${cookie?.value}`, 'POST', '/api/sign-out');
  expect(answer.ok).toBe(true);
}

async function signInOn(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password').fill(owner.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test('a page without a session leads to the sign-in, and from there to the same address, filters included', async ({
  page,
  context,
  console: running,
  controlPlane,
}) => {
  const zone = await zoneIn(controlPlane, 'Return');
  await zone.application('returning-agent');
  const address = `${running.origin}/zones/${zone.id}/applications?q=returning&sort=name`;
  await page.goto(address);
  await expect(page.getByRole('link', { name: 'returning-agent' })).toBeVisible();

  await endElsewhere(context, running);
  await page.reload();
  await expect(page).toHaveURL((url) => url.pathname === '/sign-in');
  await expect(page.getByText('returning-agent')).toHaveCount(0);
  await signInOn(page);
  await expect(page).toHaveURL(address);
  await expect(page.getByRole('link', { name: 'returning-agent' })).toBeVisible();
});

test('a press on a link after the session ended leads to the sign-in, and from there to where the link led', async ({
  page,
  context,
  console: running,
  controlPlane,
}) => {
  const zone = await zoneIn(controlPlane, 'Links');
  await page.goto(`/zones/${zone.id}`);
  await endElsewhere(context, running);
  await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'Policies' }).click();
  await expect(page).toHaveURL((url) => url.pathname === '/sign-in');
  await signInOn(page);
  await expect(page).toHaveURL(`${running.origin}/zones/${zone.id}/policies`);
  await expect(page.getByRole('heading', { level: 1, name: 'Policies' })).toBeVisible();
});

test('a wrong password is refused without saying which half was wrong, and the right one signs in', async ({ page, context }) => {
  await context.clearCookies();
  await page.goto('/sign-in');
  const refusals: (string | null)[] = [];
  for (const email of [owner.email, 'nobody@example.test']) {
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill('not the password of anybody');
    const answered = page.waitForResponse(/\/api\/sign-in/);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    expect((await answered).status()).toBeGreaterThanOrEqual(400);
    await expect(page.getByRole('main').getByRole('alert')).toBeVisible();
    refusals.push(await page.getByRole('main').getByRole('alert').locator('p').first().textContent());
  }
  expect(new Set(refusals).size).toBe(1);
  await signInOn(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Zones' })).toBeVisible();
});

test('after signing out, Back shows nothing private, and the cookie opens nothing', async ({
  page,
  context,
  console: running,
  controlPlane,
}) => {
  const zone = await zoneIn(controlPlane, 'Private matters');
  await zone.application('private-agent');
  await page.goto(`/zones/${zone.id}/applications`);
  await expect(page.getByRole('link', { name: 'private-agent' })).toBeVisible();
  const kept = await context.cookies();

  await page.getByRole('button', { name: `Account of ${owner.name}` }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(`${running.origin}/sign-in`);

  await page.goBack();
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await expect(page.getByText('private-agent')).toHaveCount(0);
  await expect(page.getByText('Private matters')).toHaveCount(0);

  await context.addCookies(kept);
  expect((await askBff(context, 'GET', `/api/zones/${zone.id}/applications`)).status).toBe(401);
});

test('signing out in one tab leaves nothing private in the others', async ({ page, context, console: running, controlPlane }) => {
  const zone = await zoneIn(controlPlane, 'Both tabs');
  const other = await context.newPage();
  await other.goto(`/zones/${zone.id}`);
  await expect(other.getByRole('heading', { level: 1, name: 'Both tabs' })).toBeVisible();
  await page.goto('/zones');
  await page.getByRole('button', { name: `Account of ${owner.name}` }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(`${running.origin}/sign-in`);
  await expect(other).toHaveURL(`${running.origin}/sign-in`);
  await expect(other.getByText('Both tabs')).toHaveCount(0);
});

test('a form survives a session that ended: signing in in its place keeps what was typed, and it is saved', async ({
  page,
  context,
  console: running,
  controlPlane,
}) => {
  const zone = await zoneIn(controlPlane, 'Survivors');
  await page.goto(`/zones/${zone.id}/applications/new`);
  await page.getByLabel('Name', { exact: true }).fill('surviving-agent');
  await page.getByRole('radio', { name: 'None for now' }).check();
  await page.getByLabel('Traits').fill('billing');
  await page.getByLabel('Traits').press('Enter');
  await endElsewhere(context, running);

  await page.getByRole('button', { name: 'Create application' }).click();
  const dialog = page.getByRole('dialog', { name: 'You were signed out' });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByLabel('E-mail')).toHaveValue(owner.email);

  await dialog.getByLabel('Password').fill('not my password at all');
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();

  await dialog.getByLabel('Password').fill(owner.password);
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('surviving-agent');
  await expect(page.getByRole('button', { name: 'Remove billing' })).toBeVisible();
  expect(await zone.call('GET', '/applications'), 'the refused request made nothing').toEqual([]);

  await page.getByRole('button', { name: 'Create application' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'surviving-agent' })).toBeVisible();
});
