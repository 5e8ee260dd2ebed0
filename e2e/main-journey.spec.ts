import type { Locator, Page } from '@playwright/test';
import { exchangeAt } from './support/exchange.ts';
import { expectPresentable } from './support/looks.ts';
import { expect, owner, test } from './support/test.ts';

// Runs once on the control plane in the process and once over HTTP (playwright.config.ts).
test.use({ hasOwner: false, signedIn: false });
test.describe.configure({ mode: 'serial' });

test('before the console is set up nobody can sign in, and only the printed link makes an owner', async ({ page, console: running }) => {
  await page.goto('/zones');
  await expect(page).toHaveURL((url) => url.pathname === '/sign-in');
  await expect(page.getByText('This console is not set up yet')).toBeVisible();
  await expectPresentable(page);

  await page.goto('/setup');
  await expect(page.getByText('The set-up link is incomplete')).toBeVisible();

  await page.goto('about:blank');
  await page.goto(`${running.origin}/setup#a-token-that-nobody-printed`);
  await expectPresentable(page);
  await page.getByLabel('Name', { exact: true }).fill('Mallory');
  await page.getByLabel('E-mail').fill('mallory@example.test');
  await page.getByLabel('Password').fill('many words that nobody printed');
  await page.getByRole('button', { name: 'Create owner' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('not valid');
});

/** Chooses by typing, as one does among many. */
async function pick(page: Page, box: Locator, name: string): Promise<void> {
  await box.click();
  await box.fill(name);
  await page
    .getByRole('option', { name: new RegExp(`^${name}`) })
    .first()
    .click();
  await expect(box).toHaveValue(name);
}

async function list(page: Page, field: string, scopes: string[]): Promise<void> {
  for (const scope of scopes) {
    await page.getByLabel(field, { exact: true }).fill(scope);
    await page.getByLabel(field, { exact: true }).press('Enter');
    await expect(page.getByRole('button', { name: `Remove ${scope}`, exact: true })).toBeVisible();
  }
}

type Kind = { kind: string; identifier: string; fill: (page: Page) => Promise<void>; secret: string };
const text = (page: Page, label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value);
const kinds: Kind[] = [
  {
    kind: 'OAuth 2.0',
    identifier: 'payments-oauth',
    secret: 'oauth secret 7c1f',
    fill: async (page) => {
      await text(page, 'Token URL', 'https://idp.example.test/token');
      await text(page, 'Client ID', 'client-7');
      await text(page, 'Client secret', 'oauth secret 7c1f');
      await list(page, 'Scopes', ['payments.read']);
    },
  },
  {
    kind: 'OpenID Connect',
    identifier: 'payments-oidc',
    secret: 'oidc secret 90ab',
    fill: async (page) => {
      await text(page, 'Issuer', 'https://idp.example.test');
      await text(page, 'Client ID', 'client-8');
      await text(page, 'Client secret', 'oidc secret 90ab');
      await text(page, 'Audience', 'payments');
    },
  },
  {
    kind: 'API key',
    identifier: 'payments-key',
    secret: 'key 55d2 of the payments',
    fill: async (page) => {
      await text(page, 'API key', 'key 55d2 of the payments');
      await text(page, 'Header name', 'X-Api-Key');
    },
  },
  {
    kind: 'Workload',
    identifier: 'payments-workload',
    secret: 'workload token e7e7',
    fill: async (page) => {
      await text(page, 'Configuration (JSON)', '{ "audience": "payments", "bootstrap_token": "workload token e7e7" }');
      await page.keyboard.press('Tab');
      await expect(page.getByLabel('bootstrap_token', { exact: true }), 'what is sealed leaves the readable text').toHaveAttribute(
        'type',
        'password',
      );
      await expect(page.getByLabel('Configuration (JSON)', { exact: true })).not.toHaveValue(/e7e7/);
    },
  },
];

test('from the printed link to a grant whose exchange is allowed, seen in the audit, revoked, and then refused', async ({
  page,
  context,
  console: running,
  controlPlane,
}) => {
  test.setTimeout(120_000);
  /** Every byte that the console sent to the browser, to find in it what must never come back. */
  const sent: string[] = [];
  context.on('response', async (response) => {
    if (/json|html|x-component/.test(response.headers()['content-type'] ?? '')) sent.push(await response.text().catch(() => ''));
  });
  const main = page.getByRole('main');
  const room = (name: string) => page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: new RegExp(`^${name}\\b`) });
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });

  await test.step('the link makes the owner, once', async () => {
    const link = running.setupLink() ?? 'no link was printed';
    await page.goto(link);
    await text(page, 'Name', owner.name);
    await page.getByLabel('E-mail').fill(owner.email);
    await page.getByLabel('Password').fill(owner.password);
    await page.getByRole('button', { name: 'Create owner' }).click();
    await expect(page).toHaveURL(`${running.origin}/zones`);
    await expect(page.getByText('No zones yet')).toBeVisible();
    const token = new URL(link).hash.slice(1);
    const again = await page.request.post('/api/setup', {
      headers: { 'sec-fetch-site': 'same-origin' },
      data: { token, name: 'Second', email: 'second@example.test', password: 'second owner by the same link' },
    });
    expect(again.status()).toBe(410);
  });

  const zoneId = await test.step('a zone, in which nothing is allowed yet', async () => {
    await main.getByRole('link', { name: 'Create zone' }).first().click();
    await text(page, 'Name', 'Production');
    await text(page, 'Slug', 'acme-production');
    await page.getByRole('button', { name: 'Create zone' }).click();
    await expect(heading('Production')).toBeVisible();
    await expect(page).toHaveTitle('Overview · Production · Caracal Console');
    return new URL(page.url()).pathname.split('/')[2] ?? '';
  });

  await test.step('a starter policy', async () => {
    await room('Policies').click();
    await main.getByRole('button', { name: 'Activate a starter policy' }).click();
    const dialog = page.getByRole('alertdialog');
    await expect(dialog).toContainText('It allows by default');
    await dialog.getByRole('button', { name: 'Activate starter policy' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(main.getByText('is active, made')).toBeVisible();
    await expect(main.getByText('No policy set is active')).toHaveCount(0);
  });

  for (const { kind, identifier, fill, secret } of kinds)
    await test.step(`a provider: ${kind}`, async () => {
      await room('Providers').click();
      await main.getByRole('link', { name: 'Create provider' }).first().click();
      await text(page, 'Identifier', identifier);
      await text(page, 'Name', `Payments by ${kind}`);
      await page.getByLabel('Kind', { exact: true }).selectOption({ label: kind });
      await fill(page);
      sent.length = 0;
      await page.getByRole('button', { name: 'Create provider' }).click();
      await expect(heading(`Payments by ${kind}`)).toBeVisible();
      await expect(main.getByText('Sealed').first()).toBeVisible();
      await page.reload();
      await expect(main.getByText('Sealed').first()).toBeVisible();
      expect(sent.join('\n').includes(secret), `the ${kind} secret came back`).toBe(false);
    });

  await test.step('a resource with that provider and two scopes', async () => {
    await room('Resources').click();
    await main.getByRole('link', { name: 'Create resource' }).first().click();
    await text(page, 'Identifier', 'resource://payments');
    await text(page, 'Name', 'Payments API');
    await list(page, 'Scopes', ['payments:read', 'payments:submit']);
    await text(page, 'Upstream URL', 'https://payments.example.test');
    await pick(page, page.getByRole('combobox', { name: 'Provider' }), 'Payments by OAuth 2.0');
    await page.getByRole('button', { name: 'Create resource' }).click();
    await expect(heading('Payments API')).toBeVisible();
    await expect(main.getByRole('link', { name: 'Payments by OAuth 2.0' })).toBeVisible();
  });

  const application = await test.step('an application, with a secret that is shown once', async () => {
    await room('Applications').click();
    await main.getByRole('link', { name: 'Create application' }).first().click();
    await text(page, 'Name', 'payments-agent');
    await page.getByRole('button', { name: 'Create application' }).click();
    await expect(page.getByText('payments-agent is created')).toBeVisible();
    const secret = await page.getByLabel('Client secret', { exact: true }).inputValue();
    expect(secret.length).toBeGreaterThanOrEqual(32);
    // There is no way on before it is stored.
    await page.getByRole('button', { name: 'Go to the application' }).click();
    await expect(page.getByText('Store the secret first')).toBeVisible();
    await page.getByLabel('I have stored it').check();
    await page.getByRole('button', { name: 'Go to the application' }).click();
    await expect(heading('payments-agent')).toBeVisible();
    sent.length = 0;
    await page.reload();
    await expect(heading('payments-agent')).toBeVisible();
    await page.waitForLoadState('networkidle');
    expect(sent.join('\n').includes(secret), 'the client secret came back').toBe(false);
    return { id: new URL(page.url()).pathname.split('/').at(-1) ?? '', secret };
  });
  const exchange = (scope: string) =>
    exchangeAt(controlPlane.url, {
      zoneId,
      applicationId: application.id,
      secret: application.secret,
      resource: 'resource://payments',
      scope,
    });

  await test.step('without a grant the exchange is refused', async () => {
    expect(await exchange('payments:read')).toMatchObject({ status: 403 });
  });

  await test.step('a grant', async () => {
    await room('Grants').click();
    await main.getByRole('link', { name: 'Create grant' }).first().click();
    await pick(page, page.getByRole('combobox', { name: 'Application' }), 'payments-agent');
    await pick(page, page.getByRole('combobox', { name: 'Resource' }), 'Payments API');
    await page.getByRole('checkbox', { name: 'payments:read' }).check();
    await page.getByRole('button', { name: 'Create grant' }).click();
    await expect(heading('payments-agent on Payments API')).toBeVisible();
    await expect(main.getByText('Recorded', { exact: true })).toBeVisible();
  });
  const grantAddress = page.url();

  await test.step('a real exchange is allowed, for what was granted and for nothing else', async () => {
    expect(await exchange('payments:read')).toMatchObject({ status: 200, scope: 'payments:read' });
    expect(await exchange('payments:submit')).toMatchObject({ status: 403 });
  });

  const decisions = page
    .getByRole('table', { name: 'Decisions' })
    .getByRole('row')
    .filter({ has: page.getByRole('cell') });
  await test.step('the decisions stand in the audit, newest first, and the trace of the allowed one opens', async () => {
    await room('Audit').click();
    await expect(decisions).toHaveCount(3);
    await expect(decisions.nth(0)).toContainText('Deny');
    await expect(decisions.nth(1)).toContainText('Allow');
    await expect(decisions.nth(1)).toContainText('payments-agent');
    await expect(decisions.nth(2)).toContainText('Deny');
    await decisions.nth(1).getByRole('link').first().click();
    const trace = page.getByRole('complementary', { name: /^Request/ });
    await expect(trace.getByText('Allow', { exact: true })).toBeVisible();
    await expect(trace).toContainText('resource://payments');
    await expect(trace).toContainText('payments:read');
    await trace.getByRole('link', { name: 'Open as a page' }).click();
    await expect(heading(/^Request/)).toBeVisible();
    await expect(main.getByText('Allow', { exact: true })).toBeVisible();
  });

  await test.step('the grant is revoked, after a dialog that says what ends', async () => {
    await page.goto(grantAddress);
    await main.getByRole('button', { name: 'Revoke', exact: true }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Revoke payments-agent on Payments API?' });
    await expect(dialog).toContainText('payments:read');
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await expect(dialog).toHaveCount(0);
    expect(await exchange('payments:read'), 'keeping it keeps it').toMatchObject({ status: 200 });

    await main.getByRole('button', { name: 'Revoke', exact: true }).click();
    await dialog.getByRole('button', { name: 'Revoke grant' }).click();
    await expect(main.getByRole('status').filter({ hasText: 'payments-agent on Payments API is revoked' })).toBeVisible();
    await expect(main.getByText('Revoked', { exact: true })).toBeVisible();
    await expect(main.getByRole('button', { name: 'Revoke', exact: true })).toHaveCount(0);
  });

  await test.step('the same exchange is refused, and the refusal stands in the audit', async () => {
    const refused = await exchange('payments:read');
    expect(refused.status).toBe(403);
    await room('Audit').click();
    await expect(decisions).toHaveCount(5);
    await expect(decisions.nth(0)).toContainText('Deny');
    await page.getByLabel('Decision', { exact: true }).selectOption('Allow');
    await expect(decisions).toHaveCount(2);
    await expect(page).toHaveURL(/decision=allow/);
  });
});
