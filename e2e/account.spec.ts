import type { BrowserContext } from '@playwright/test';
import { newFolder, removeFolder, startConsole } from '../tests/support/process.ts';
import { setUp } from '../tests/support/visitor.ts';
import { askBff } from './support/bff.ts';
import { type FilledZone, filledZone } from './support/filled-zone.ts';
import { expectPresentable } from './support/looks.ts';
import { type Member, makePeople } from './support/people.ts';
import { test as base, expect, signInAs } from './support/test.ts';

type Cast = { filled: FilledZone; mia: Member; noor: Member };
const person = (name: string, zones: Member['zones']): Member => ({
  name,
  email: `${name.split(' ')[0]?.toLowerCase()}@example.test`,
  password: `six patient tugboats for ${name.length} sailors`,
  zones,
});

/** A zone with two members. They are there before the console starts. */
const test = base.extend<object, { cast: Cast }>({
  upstream: ['http', { scope: 'worker' }],
  cast: [
    async ({ controlPlane }, use) => {
      const filled = await filledZone(controlPlane, 'Ours');
      const zones: Member['zones'] = { [filled.zone.id]: 'member' };
      await use({ filled, mia: person('Mia Visser', zones), noor: person('Noor de Wit', zones) });
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  console: [
    async ({ controlPlane, cast }, use) => {
      const folder = newFolder();
      await makePeople(folder, [cast.mia, cast.noor]);
      const started = await startConsole({ folder, env: controlPlane.settings });
      await setUp(started);
      await use(started);
      await started.stop();
      removeFolder(folder);
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

const viewer = async (context: BrowserContext) =>
  JSON.parse((await askBff(context, 'GET', '/api/viewer')).text) as { name: string; subjectId: string };

test.describe('a member without another role', () => {
  test.use({ signedIn: false });

  test('lands on their account, renames themselves, ends another session and changes the password', async ({
    page,
    context,
    browser,
    console: running,
    cast: { filled, mia },
  }) => {
    const elsewhere = await browser.newContext({ baseURL: running.origin });
    const library = await browser.newContext({
      baseURL: running.origin,
      userAgent: 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Firefox/140.0',
    });
    for (const other of [elsewhere, library]) await signInAs(other, mia);
    const main = page.getByRole('main');

    await page.goto('/sign-in');
    await page.getByLabel('E-mail').fill(mia.email);
    await page.getByLabel('Password').fill(mia.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page).toHaveURL(`${running.origin}/account`);
    await expect(page).toHaveTitle('My account · Caracal Console');
    await expect(main.getByText(mia.email)).toBeVisible();
    await expectPresentable(page);
    // The list of zones would lead nowhere; the zone itself says why.
    await page.goto('/zones');
    await expect(page).toHaveURL(`${running.origin}/account`);
    expect((await page.goto(`/zones/${filled.zone.id}`))?.status()).toBe(403);

    await page.goto('/account');
    await main.getByLabel('Name', { exact: true }).fill('  ');
    await main.getByRole('button', { name: 'Save changes' }).click();
    await expect(main.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/Enter a name/);
    await main.getByLabel('Name', { exact: true }).fill('Mia van der Visser');
    await main.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByRole('button', { name: 'Account of Mia van der Visser' })).toBeVisible();
    expect((await viewer(context)).name).toBe('Mia van der Visser');

    const sessions = main.getByRole('region', { name: 'Sessions' });
    await expect(sessions.getByRole('button', { name: /^Sign out (?!everywhere)/ })).toHaveCount(2);
    await sessions.getByRole('button', { name: 'Sign out Firefox on Windows' }).click();
    await expect(sessions.getByText('Firefox on Windows')).toHaveCount(0);
    expect((await askBff(library, 'GET', '/api/viewer')).status).toBe(401);
    expect((await askBff(elsewhere, 'GET', '/api/viewer')).status).toBe(200);

    const next = 'eleven lanterns above a frozen canal';
    const password = main.getByRole('region', { name: 'Password' });
    await password.getByLabel('Current password').fill('not my password at all');
    await password.getByLabel('New password').fill(next);
    await password.getByRole('button', { name: 'Change password' }).click();
    await expect(password.getByLabel('Current password')).toHaveAccessibleDescription(/not your current password/);
    await expect(password.getByLabel('Current password')).toBeFocused();
    await password.getByLabel('Current password').fill(mia.password);
    await password.getByRole('button', { name: 'Change password' }).click();
    await expect(password.getByRole('status')).toContainText('One other session was signed out.');
    await expect(password.getByLabel('New password')).toHaveValue('');
    expect((await askBff(elsewhere, 'GET', '/api/viewer')).status).toBe(401);

    // This browser goes on, and the next sign-in takes the new one.
    await page.reload();
    await expect(sessions.getByText('This one')).toBeVisible();
    await expect(sessions.getByRole('button')).toHaveCount(0);
    await signInAs(elsewhere, { email: mia.email, password: next });
    await page.reload();
    await sessions.getByRole('button', { name: 'Sign out everywhere else' }).click();
    await expect(sessions.getByRole('button')).toHaveCount(0);
    expect((await askBff(elsewhere, 'GET', '/api/viewer')).status).toBe(401);
    for (const other of [elsewhere, library]) await other.close();
  });

  test('reads what applications may do for them in words, and nothing of what others may', async ({ page, context, cast }) => {
    const { filled, noor } = cast;
    await signInAs(context, noor);
    const main = page.getByRole('main');
    await page.goto('/account/access');
    await expect(page).toHaveTitle('My access · Caracal Console');
    await expect(main.getByText('No grant names you')).toBeVisible();
    await expectPresentable(page);

    const grant = { application_id: filled.application, resource_id: filled.resource };
    const { subjectId } = await viewer(context);
    await filled.zone.call('POST', '/grants', { ...grant, scopes: ['payments:read', 'payments:submit'], user_id: subjectId });
    await filled.zone.call('POST', '/grants', { ...grant, scopes: ['payments:read'], user_id: 'somebody-else' });
    const ours = main.getByRole('region', { name: 'Ours zone' });
    await expect(async () => {
      await page.reload();
      await expect(ours.getByRole('listitem')).toHaveText(
        /^Ours agent may use payments:read and payments:submit on Ours payments for you/,
        { timeout: 2_000 },
      );
    }).toPass();
    await expect(main.getByRole('link', { name: 'Ours zone' })).toHaveCount(0);
    await expectPresentable(page);
  });
});

test('a member is chosen as the user of a grant without a mouse, and any other subject id is typed', async ({ page, context, cast }) => {
  const { filled, noor } = cast;
  const ledger = await filled.zone.resource('Ledger', ['ledger:read']);
  const form = `/zones/${filled.zone.id}/grants/new?application=${filled.application}&resource=${ledger}&scopes=ledger:read`;
  await page.goto(form);
  const user = page.getByRole('combobox', { name: 'User' });
  await user.focus();
  await page.keyboard.type('noor@');
  await expect(page.getByText('1 found')).toBeAttached();
  await page.keyboard.press('Enter');
  await expect(user).toHaveValue('Noor de Wit');
  await expect(page.getByRole('radio', { name: 'Only' })).toBeChecked();
  await expectPresentable(page);
  await page.getByRole('button', { name: 'Create grant' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Ours agent on Ledger' })).toBeVisible();
  const facts = page.getByRole('region', { name: 'Grant', exact: true });
  await expect(facts).toContainText('Noor de Wit');
  const made = (await filled.zone.call<{ id: string; user_id: string | null }[]>('GET', '/grants')).find(({ id }) =>
    page.url().endsWith(id),
  );
  await context.clearCookies();
  await signInAs(context, noor);
  expect(made?.user_id).toBe((await viewer(context)).subjectId);

  await context.clearCookies();
  await signInAs(context);
  await page.goto(form);
  // Left as it was typed, without choosing from the list.
  await user.fill('badge-4711');
  await page.keyboard.press('Tab');
  await expect(user).toHaveValue('badge-4711');
  await expect(page.getByText('No member of this zone has this subject id.')).toBeVisible();
  await page.getByRole('button', { name: 'Create grant' }).click();
  await expect(page.getByRole('region', { name: 'Grant', exact: true })).toContainText('badge-4711');
});
