import { zoneIn } from './support/control-plane.ts';
import { expectPresentable } from './support/looks.ts';
import { expect, test } from './support/test.ts';

test('a secret that was not stored, and a form that was not saved, are not left by the palette without a question', async ({
  page,
  controlPlane,
}) => {
  const zone = await zoneIn(controlPlane, 'Leaving');
  await page.goto(`/zones/${zone.id}/applications/new`);
  await page.getByLabel('Name', { exact: true }).fill('leaving-agent');
  const leaveFor = async () => {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.type('Audit');
    await expect(page.getByRole('option', { name: /Audit/ }).first()).toBeVisible();
    await page.keyboard.press('Enter');
  };
  await leaveFor();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Keep editing' }).click();
  await page.getByRole('button', { name: 'Create application' }).click();
  await expect(page.getByText('This is the only time its secret is shown.')).toBeVisible();
  await leaveFor();
  await page.getByRole('alertdialog', { name: 'Leave without storing the secret?' }).getByRole('button', { name: 'Stay here' }).click();
  await page.getByLabel('I have stored it').check();
  await leaveFor();
  await expect(page.getByRole('heading', { level: 1, name: 'Audit' })).toBeVisible();
});

test('whoever types and presses Enter faster than the answer comes has chosen, where only one thing is meant', async ({
  page,
  controlPlane,
}) => {
  const zone = await zoneIn(controlPlane, 'Quick');
  await zone.application('quick-agent');
  await zone.application('other-agent');
  await page.goto(`/zones/${zone.id}/grants/new`);
  const application = page.getByRole('combobox', { name: 'Application' });
  await application.focus();
  await page.keyboard.type('quick');
  await page.keyboard.press('Enter');
  await expect(application).toHaveValue('quick-agent');
  await page.getByRole('combobox', { name: 'User' }).focus();
  await page.keyboard.type('badge-4711');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'User' })).toHaveValue('badge-4711');
});

test('scopes are changed by a new grant and the end of the old one, from the list and by the keyboard, and what ended is named', async ({
  page,
  controlPlane,
}) => {
  const zone = await zoneIn(controlPlane, 'Scopes');
  const [agent, payments] = [await zone.application('agent'), await zone.resource('payments', ['payment:read', 'payment:submit'])];
  await zone.allow();
  const grant = { application_id: agent, resource_id: payments, user_id: 'ada', scopes: ['payment:read'] };
  const { id } = await zone.call<{ id: string }>('POST', '/grants', grant);
  expect(await zone.exchange(agent, 'resource://payments', 'payment:read', 'ada')).toBe(200);

  await page.goto(`/zones/${zone.id}/grants`);
  await page.getByRole('button', { name: 'Actions for agent on payments' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Change scopes' }).focus();
  await page.keyboard.press('Enter');
  const main = page.getByRole('main');
  await expect(main.getByRole('heading', { level: 1, name: 'Change scopes' })).toBeVisible();
  await expect(main.getByText(/1 session of ada|1 session/).first()).toBeVisible();
  await expect(main.getByRole('checkbox', { name: 'payment:read' })).toBeChecked();

  await main.getByRole('checkbox', { name: 'payment:read' }).focus();
  await page.keyboard.press('Space');
  await main.getByRole('button', { name: 'Save changes' }).focus();
  await page.keyboard.press('Enter');
  await expect(main.getByText('Choose at least one scope.').first()).toBeVisible();
  await main.getByRole('checkbox', { name: 'payment:submit' }).focus();
  await page.keyboard.press('Space');
  await main.getByText('Copy as CLI').click();
  await expect(main.getByText(`caracal grant revoke ${id}`)).toBeVisible();
  await main.getByRole('button', { name: 'Save changes' }).focus();
  await page.keyboard.press('Enter');

  await expect(main.getByRole('heading', { level: 1, name: 'agent on payments' })).toBeVisible();
  const notice = main.getByRole('status').filter({ hasText: 'This grant is new, and the old one is revoked' });
  await expect(notice).toContainText('One session ended with it:');
  await expectPresentable(page);
  expect(page.url()).not.toContain(id);
  expect(await zone.exchange(agent, 'resource://payments', 'payment:read', 'ada')).toBe(403);
  expect(await zone.exchange(agent, 'resource://payments', 'payment:submit', 'ada')).toBe(200);
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toHaveCount(0);

  await page.goto(`/zones/${zone.id}/grants/${id}/scopes`);
  await expect(main.getByText('This grant is not active any more')).toBeVisible();
  await expect(main.getByRole('button', { name: 'Save changes' })).toHaveCount(0);
});
