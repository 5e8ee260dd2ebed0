import type { Page } from '@playwright/test';
import { reachedAt, startControlPlane } from './support/control-plane.ts';
import { type FilledZone, filledZone } from './support/filled-zone.ts';
import { expectAccessible, expectNoSidewaysScroll } from './support/looks.ts';
import { type Fault, type Misbehaving, misbehaving } from './support/misbehaving.ts';
import { test as base, expect } from './support/test.ts';

type Upstream = Misbehaving & { fresh: (label: string) => Promise<FilledZone> };

/** A console whose control plane is behind a proxy that fails on demand. */
const test = base.extend<object, { upstreamProxy: Upstream }>({
  upstreamProxy: [
    async ({}, use) => {
      const real = await startControlPlane();
      const foreign = await filledZone(real, 'Foreign');
      const proxy = await misbehaving(real.url, foreign.zone.id);
      await use({ ...proxy, fresh: (label) => filledZone(real, label) });
      await proxy.stop();
      await real.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  controlPlane: [async ({ upstreamProxy }, use) => use(reachedAt(upstreamProxy.url)), { scope: 'worker' }],
});
// The refusals are what is looked at; everything else that a page complains about still fails the test.
test.use({ allowed: /^answer: 50[234] |^error: Failed to load resource: the server responded with a status of 50[234]/ });
test.afterEach(({ upstreamProxy }) => upstreamProxy.behave(undefined));

/** The list pages of a zone, and something that stands on each when it could be read. */
const rooms = [
  { path: '/applications', heading: 'Applications', shows: 'agent' },
  { path: '/resources', heading: 'Resources', shows: 'payments' },
  { path: '/providers', heading: 'Providers', shows: 'sign-on' },
  { path: '/grants', heading: 'Grants', shows: 'agent' },
  { path: '/policies', heading: 'Policies', shows: 'starter' },
  { path: '/audit', heading: 'Audit', shows: 'Allow' },
];

const problemOn = (page: Page) =>
  page
    .getByRole('main')
    .getByRole('alert')
    .filter({ has: page.getByRole('button', { name: 'Try again' }) });

const stories: { fault: Fault; name: string }[] = [
  { fault: 'down', name: 'that cannot be reached' },
  { fault: 'slow', name: 'that does not answer' },
  { fault: 'error', name: 'that answers 500' },
  { fault: 'html', name: 'that answers with a page of HTML' },
  { fault: 'truncated', name: 'whose answers are cut off' },
  { fault: 'foreign', name: 'that answers with objects of another zone' },
];

for (const { fault, name } of stories)
  test(`with a control plane ${name} every list page stands, says so, and shows its list once a retry succeeds`, async ({
    context,
    upstreamProxy,
  }) => {
    test.setTimeout(120_000);
    // Of a zone that nobody looked at before, nothing is remembered that could be shown instead.
    const { zone } = await upstreamProxy.fresh(fault === 'down' ? 'Down' : fault);
    upstreamProxy.behave(fault);
    const tabs = await Promise.all(rooms.map(async (room) => ({ ...room, page: await context.newPage() })));
    await Promise.all(
      tabs.map(async ({ page, path, heading }) => {
        const answer = await page.goto(`/zones/${zone.id}${path}`);
        expect(answer?.status(), path).toBe(200);
        await expect(page.getByRole('heading', { level: 1, name: heading }), path).toBeVisible();
        await expect(problemOn(page), path).toBeVisible({ timeout: 60_000 });
        // Neither an empty list, which would be a lie, nor what the other side sent.
        await expect(page.getByText(/^No .* yet$/), path).toHaveCount(0);
        await expect(page.getByText(/Foreign|Welcome to the gateway/), path).toHaveCount(0);
      }),
    );
    const [first] = tabs;
    if (first) {
      await first.page.bringToFront();
      await expectNoSidewaysScroll(first.page);
      await expectAccessible(first.page);
    }

    upstreamProxy.behave(undefined);
    await Promise.all(
      tabs.map(({ page, path, shows }) =>
        // After many failures the console waits some seconds before it asks again; people press the button again too.
        expect(async () => {
          const retry = problemOn(page).getByRole('button', { name: 'Try again' });
          if (await retry.isVisible()) await retry.click();
          await expect(page.getByRole('table').getByText(shows).first(), path).toBeVisible({ timeout: 2_000 });
          await expect(problemOn(page), path).toHaveCount(0);
        }).toPass({ timeout: 30_000 }),
      ),
    );
  });

test('the list of zones stands without its control plane, and is there again after a retry', async ({ page, upstreamProxy }) => {
  const { zone } = await upstreamProxy.fresh('Listed');
  upstreamProxy.behave('down');
  // What was read within the last seconds may still be served.
  await expect(async () => {
    await page.goto('/zones');
    await expect(problemOn(page)).toBeVisible({ timeout: 8_000 });
  }).toPass({ timeout: 40_000 });
  upstreamProxy.behave(undefined);
  await expect(async () => {
    const retry = problemOn(page).getByRole('button', { name: 'Try again' });
    if (await retry.isVisible()) await retry.click();
    await expect(page.getByRole('main').getByRole('link', { name: 'Listed zone' })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await page.goto(`/zones/${zone.id}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Listed zone' })).toBeVisible();
});

test('a change that got no answer is not called done, and the form keeps what was typed', async ({ page, upstreamProxy }) => {
  const { zone } = await upstreamProxy.fresh('Changes');
  await page.goto(`/zones/${zone.id}/applications/new`);
  await page.getByLabel('Name', { exact: true }).fill('kept-agent');
  await page.getByRole('radio', { name: 'None for now' }).check();
  upstreamProxy.behave('down');
  const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
  await page.getByRole('button', { name: 'Create application' }).click();
  expect((await answered).status()).toBeGreaterThanOrEqual(400);
  await expect(page.getByRole('main').getByRole('alert').first()).toContainText(/not known whether|cannot be reached/);
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('kept-agent');

  upstreamProxy.behave(undefined);
  await expect(async () => {
    await page.getByRole('button', { name: 'Create application' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'kept-agent' })).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 30_000 });
});
