import type { Locator, Page } from '@playwright/test';
import { zoneIn } from './support/control-plane.ts';
import { expect, test } from './support/test.ts';

const furthest = 60;

/** Presses Tab until something has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < furthest; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${target} is not reached by Tab`);
}

test('a zone is created without a mouse', async ({ page }) => {
  await page.goto('/zones');
  await tabTo(page, page.getByRole('main').getByRole('link', { name: 'Create zone' }).first());
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();

  // Sent empty, the form says what is missing where it is missing, and goes there.
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/Enter a name/);

  await page.keyboard.type('Keys only');
  await tabTo(page, page.getByRole('button', { name: 'Create zone' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Keys only' })).toBeVisible();
});

test('a grant is created and revoked without a mouse', async ({ page, controlPlane }) => {
  const zone = await zoneIn(controlPlane, 'Keyboard');
  await zone.application('keyboard-agent');
  await zone.application('other-agent');
  await zone.resource('ledger', ['ledger:read', 'ledger:write']);
  await page.goto(`/zones/${zone.id}/grants/new`);

  const application = page.getByRole('combobox', { name: 'Application' });
  await tabTo(page, application);
  await page.keyboard.type('keyb');
  await expect(page.getByRole('option', { name: /keyboard-agent/ })).toBeVisible();
  await expect(page.getByRole('option', { name: /other-agent/ })).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(application).toHaveValue('keyboard-agent');

  const resource = page.getByRole('combobox', { name: 'Resource' });
  await tabTo(page, resource);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option', { name: /ledger/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(resource).toHaveValue('ledger');

  await tabTo(page, page.getByRole('checkbox', { name: 'ledger:read' }));
  await page.keyboard.press('Space');
  await expect(page.getByRole('checkbox', { name: 'ledger:read' })).toBeChecked();
  await tabTo(page, page.getByRole('button', { name: 'Create grant' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'keyboard-agent on ledger' })).toBeVisible();

  await tabTo(page, page.getByRole('button', { name: 'Revoke', exact: true }));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('alertdialog', { name: /Revoke keyboard-agent on ledger/ });
  // What cannot be undone is not what Enter does first.
  await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Revoke', exact: true }), 'focus goes back to where it came from').toBeFocused();

  await page.keyboard.press('Enter');
  await tabTo(page, dialog.getByRole('button', { name: 'Revoke grant' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'is revoked' })).toBeVisible();
});

test('rows of a table are walked with arrows and with j and k, and Enter opens the one that has the focus', async ({
  page,
  controlPlane,
}) => {
  const zone = await zoneIn(controlPlane, 'Rows');
  for (const name of ['agent-c', 'agent-b', 'agent-a']) await zone.application(name);
  await page.goto(`/zones/${zone.id}/applications?sort=name`);
  const row = (name: string) => page.getByRole('table', { name: 'Applications' }).getByRole('link', { name });
  await tabTo(page, page.getByRole('group', { name: 'Applications' }));

  await page.keyboard.press('j');
  await expect(row('agent-a')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(row('agent-b')).toBeFocused();
  await page.keyboard.press('End');
  await expect(row('agent-c')).toBeFocused();
  await page.keyboard.press('k');
  await expect(row('agent-b')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(row('agent-a')).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'agent-b' })).toBeVisible();

  await page.goBack();
  await expect(row('agent-a')).toBeVisible();
  await page.keyboard.press('/');
  const search = page.getByRole('searchbox', { name: 'Search applications' });
  await expect(search).toBeFocused();
  // Inside a field letters are letters.
  await page.keyboard.type('jk?');
  await expect(search).toHaveValue('jk?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('Ctrl K and Cmd K find pages and objects by name, and Enter goes there', async ({ page, controlPlane }) => {
  const zone = await zoneIn(controlPlane, 'Palette');
  await zone.application('palette-agent');
  await page.goto(`/zones/${zone.id}`);
  const palette = page.getByRole('dialog', { name: 'Search or jump to' });
  // What hears the keys comes with the page's script.
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(palette).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('policies');
  await expect(palette.getByRole('option', { name: 'Policies' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(palette).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1, name: 'Policies' })).toBeVisible();

  await page.keyboard.press('Meta+k');
  await page.keyboard.type('palette-ag');
  await expect(palette.getByRole('option', { name: /palette-agent/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'palette-agent' })).toBeVisible();

  await page.keyboard.press('Control+k');
  await expect(palette).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(palette).toHaveCount(0);
});

test('a question mark shows the shortcuts, and single letters can be switched off for good', async ({ page, controlPlane }) => {
  const zone = await zoneIn(controlPlane, 'Shortcuts');
  await zone.application('agent');
  await page.goto(`/zones/${zone.id}/applications`);
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(async () => {
    await page.keyboard.press('?');
    await expect(dialog).toBeVisible({ timeout: 500 });
  }).toPass();
  await dialog.getByLabel('Single-letter shortcuts').uncheck();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await page.reload();
  const table = page.getByRole('group', { name: 'Applications' });
  await tabTo(page, table);
  await page.keyboard.press('j');
  await page.keyboard.press('?');
  await expect(table).toBeFocused();
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('table', { name: 'Applications' }).getByRole('link', { name: 'agent' })).toBeFocused();
});
