import type { Browser, BrowserContext, Page } from '@playwright/test';
import { newFolder, removeFolder, startConsole } from '../tests/support/process.ts';
import { setUp, signIn } from '../tests/support/visitor.ts';
import { zoneIn } from './support/control-plane.ts';
import { expireInvitations, inviteTo } from './support/invite.ts';
import { expectNoSidewaysScroll, expectPresentable } from './support/looks.ts';
import { type Member, makePeople } from './support/people.ts';
import { test as base, expect, owner, signInAs } from './support/test.ts';

const password = 'seven quiet herons over Utrecht';
const erin: Member = { name: 'Erin Elsewhere', email: 'erin@example.test', password: 'nine slow barges past Erin at dusk', zones: {} };
type World = { zoneId: string; cookie: string };

/** A zone, and somebody who has an account but no part in it. */
const test = base.extend<object, { world: World }>({
  upstream: ['http', { scope: 'worker' }],
  console: [
    async ({ controlPlane }, use) => {
      const folder = newFolder();
      await makePeople(folder, [erin]);
      const started = await startConsole({ folder, env: controlPlane.settings });
      await setUp(started);
      await use(started);
      await started.stop();
      removeFolder(folder);
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  world: [
    async ({ controlPlane, console: running }, use) => {
      const zone = await zoneIn(controlPlane, 'Production');
      await use({ zoneId: zone.id, cookie: await signIn(running) });
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

/** A browser that nobody has used yet. */
async function freshBrowser(browser: Browser, origin: string, options: object = {}): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ baseURL: origin, locale: 'en-GB', timezoneId: 'UTC', ...options });
  return { context, page: await context.newPage() };
}
const newAddress = (name: string) => `${name}-${crypto.randomUUID().slice(0, 8)}@example.test`;
async function fillAccount(page: Page, name: string, email: string): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
}

test('a new person is invited, makes an account with the invited address, accepts, and is a member', async ({
  page,
  browser,
  world,
  console: running,
}) => {
  const email = newAddress('alice');
  await page.goto(`/zones/${world.zoneId}/invitations`);
  await page.getByRole('link', { name: 'Invite people' }).first().click();
  await page.getByLabel('E-mail addresses').fill(`Alice <${email}>, nonsense`);
  await page.getByRole('radio', { name: 'Auditor' }).check();
  await page.getByLabel('Message').fill('Welcome aboard.');
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/invitations') && response.request().method() === 'POST'),
    page.getByRole('button', { name: 'Send invitations' }).click(),
  ]);
  await expect(page.getByText('1 person is invited, 1 not')).toBeVisible();
  await expect(page.getByText('Not an e-mail address.')).toBeVisible();
  await expect(page.getByRole('button', { name: `Copy link for ${email}` })).toBeVisible();
  const { results } = (await answer.json()) as { results: { link: string }[] };
  const link = results[0]?.link ?? '';
  await page.getByRole('link', { name: 'Go to the invitations' }).click();
  await expect(page.getByRole('row', { name: new RegExp(email) })).toContainText('Pending');

  const { context, page: theirs } = await freshBrowser(browser, running.origin);
  // Everything that a request shows to the machines on its way: its address and where it came from.
  const shown: string[] = [];
  theirs.on('request', (request) => shown.push(request.url().replace(/#.*/, ''), JSON.stringify(request.headers())));
  await theirs.goto(link);
  await expect(theirs.getByText(`${owner.name} (${owner.email}) invites you to the zone Production.`)).toBeVisible();
  // The token is out of the address bar, and going back does not bring it there.
  expect(new URL(theirs.url()).hash).toBe('');
  await expect(theirs.getByText(/^a••••.@example\.test$/)).toBeVisible();
  await expect(theirs.getByText('Welcome aboard.')).toBeVisible();
  await expectPresentable(theirs);
  await theirs.getByRole('button', { name: 'Create account' }).click();
  await fillAccount(theirs, 'Alice', 'somebody.else@example.test');
  await theirs.getByRole('button', { name: 'Create account' }).click();
  await expect(theirs.getByText('The invitation was sent to another address.', { exact: false })).toBeVisible();
  await theirs.getByLabel('E-mail').fill(email.toUpperCase());
  await theirs.getByRole('button', { name: 'Create account' }).click();
  await expect(theirs.getByText('Signed in as Alice', { exact: false })).toBeVisible();
  // Making an account joined nothing yet, and a reload finds the way back without the token.
  await theirs.reload();
  await theirs.getByRole('button', { name: 'Accept invitation' }).click();
  await expect(theirs.getByRole('heading', { name: 'Welcome to Production' })).toBeVisible();
  await theirs.getByRole('link', { name: 'Open Production' }).click();
  await expect(theirs.getByRole('heading', { level: 1, name: 'Production' })).toBeVisible();
  const token = new URL(link).hash.slice(1);
  expect(shown.length).toBeGreaterThan(20);
  expect(shown.filter((text) => text.includes(token))).toEqual([]);
  const browserSide = await context.newCDPSession(theirs);
  const { entries } = await browserSide.send('Page.getNavigationHistory');
  expect(entries.length).toBeGreaterThan(1);
  expect(entries.filter(({ url }) => url.includes(token))).toEqual([]);
  const kept = await context.storageState();
  expect(JSON.stringify(kept)).not.toContain(token);

  await page.goto(`/zones/${world.zoneId}/invitations?state=accepted`);
  await expect(page.getByRole('row', { name: new RegExp(email) })).toContainText('by Alice');
  await theirs.goto(link);
  await expect(theirs.getByText('You have accepted this invitation')).toBeVisible();
  await context.close();
});

test('somebody with an account signs in on the way, and comes back to accept', async ({ browser, world, console: running }) => {
  const [invited] = await inviteTo(running, world.cookie, world.zoneId, [erin.email], 'auditor');
  const { context, page } = await freshBrowser(browser, running.origin);
  await page.goto(invited?.link ?? '');
  // Who does not remember the account is told of it, and loses nothing.
  await page.getByRole('button', { name: 'Create account' }).click();
  await fillAccount(page, 'Erin', erin.email);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('alert').getByText('This address has an account already.')).toBeVisible();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL((url) => url.pathname === '/sign-in');
  await page.getByLabel('E-mail').fill(erin.email);
  await page.getByLabel('Password', { exact: true }).fill(erin.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL((url) => url.pathname === '/accept');
  await page.getByRole('button', { name: 'Accept invitation' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome to Production' })).toBeVisible();
  await context.close();
});

test('somebody signed in as another person sees both addresses, switches, and accepts as the right one', async ({
  page,
  world,
  console: running,
}) => {
  const email = newAddress('wendy');
  const [invited] = await inviteTo(running, world.cookie, world.zoneId, [email]);
  await page.goto(invited?.link ?? '');
  const notice = page.getByRole('status').filter({ hasText: 'This invitation is for another person' });
  await expect(notice).toContainText(owner.email);
  await expect(notice).toContainText(/w••••.@example\.test/);
  await expect(page.getByRole('button', { name: 'Accept invitation' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Switch account' }).click();
  await page.getByRole('button', { name: 'Create account' }).click();
  await fillAccount(page, 'Wendy', email);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'Accept invitation' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome to Production' })).toBeVisible();
  // A member without another role has no page in the zone, but what they may use.
  await page.getByRole('link', { name: 'See what you may use' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'My access' })).toBeVisible();
});

test('two tabs and double presses join once, and every tab says so', async ({ browser, world, page: admin, console: running }) => {
  const email = newAddress('tara');
  const [invited] = await inviteTo(running, world.cookie, world.zoneId, [email], 'auditor');
  const { context, page: first } = await freshBrowser(browser, running.origin);
  await first.goto(invited?.link ?? '');
  await first.getByRole('button', { name: 'Create account' }).click();
  const second = await context.newPage();
  // The second tab has no token: the browser knows which link it has shown.
  await second.goto('/accept');
  await expect(second.getByRole('button', { name: 'Create account' })).toBeVisible();
  await fillAccount(first, 'Tara', email);
  await first.getByRole('button', { name: 'Create account' }).click();
  await expect(first.getByText('Signed in as Tara', { exact: false })).toBeVisible();
  // What happened in one tab is known in the other as soon as somebody looks at it.
  // A browser without windows tells no page that it is looked at.
  await second.evaluate(() => dispatchEvent(new Event('focus')));
  await expect(second.getByRole('button', { name: 'Accept invitation' })).toBeVisible();
  await Promise.all([
    first.getByRole('button', { name: 'Accept invitation' }).dblclick(),
    second.getByRole('button', { name: 'Accept invitation' }).dblclick(),
  ]);
  // The second press of one of them may have followed the link that took the button's place.
  for (const tab of [first, second])
    await expect(
      tab
        .getByRole('link', { name: /^(Open|Go to) Production$/ })
        .or(tab.getByRole('heading', { level: 1, name: 'Production', exact: true })),
    ).toBeVisible();
  await admin.goto(`/zones/${world.zoneId}/invitations?q=${encodeURIComponent(email)}`);
  await expect(admin.getByRole('row', { name: new RegExp(email) })).toHaveCount(1);
  await expect(admin.getByRole('row', { name: new RegExp(email) })).toContainText('Accepted');
  await context.close();
});

test('a second link opened in the same tab is the one that is shown and pressed', async ({ browser, world, console: running }) => {
  const [one] = await inviteTo(running, world.cookie, world.zoneId, [newAddress('ola')], 'auditor');
  const [two] = await inviteTo(running, world.cookie, world.zoneId, [newAddress('zoe')], 'admin');
  const { context, page } = await freshBrowser(browser, running.origin);
  await page.goto(one?.link ?? '');
  await expect(page.getByText(/^o••••.@example\.test$/)).toBeVisible();
  // Only the fragment changes: no page is loaded.
  await page.goto(two?.link ?? '');
  await expect(page.getByText(/^z••••.@example\.test$/)).toBeVisible();
  await expect(page.getByText(/^o••••/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Decline' }).click();
  await expect(page.getByRole('heading', { name: 'Invitation declined' })).toBeFocused();
  await page.goto(one?.link ?? '');
  await expect(page.getByText(/^o••••.@example\.test$/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Decline' })).toBeVisible();
  await context.close();
});

test('on a telephone and by the keyboard alone, an invitation is read, declined, and stays declined', async ({
  browser,
  world,
  console: running,
}) => {
  const [invited] = await inviteTo(running, world.cookie, world.zoneId, [newAddress('dora')]);
  const { context, page } = await freshBrowser(browser, running.origin, { viewport: { width: 390, height: 844 } });
  await page.goto(invited?.link ?? '');
  await expect(page.getByRole('button', { name: 'Decline' })).toBeVisible();
  await expectNoSidewaysScroll(page);
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
  for (let i = 0; i < 12 && (await focused()) !== 'Decline'; i += 1) await page.keyboard.press('Tab');
  expect(await focused()).toBe('Decline');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Invitation declined' })).toBeVisible();
  await page.goto('about:blank');
  await page.goto(invited?.link ?? '');
  await expect(page.getByText('This invitation was declined')).toBeVisible();
  await expectNoSidewaysScroll(page);
  await context.close();
});

test('by the keyboard alone, people are invited and an invitation is revoked', async ({ page, world, browser, console: running }) => {
  const email = newAddress('kay');
  await page.goto(`/zones/${world.zoneId}/invitations/new`);
  await expect(page.getByLabel('E-mail addresses')).toBeFocused();
  await page.keyboard.type(email);
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/invitations') && response.request().method() === 'POST'),
    (async () => {
      const submit = page.getByRole('button', { name: 'Send invitations', exact: true });
      for (let i = 0; i < 20 && !(await submit.evaluate((it) => it === document.activeElement)); i += 1) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
    })(),
  ]);
  const { results } = (await answer.json()) as { results: { link: string }[] };
  await page.goto(`/zones/${world.zoneId}/invitations?q=${encodeURIComponent(email)}`);
  await page.getByRole('button', { name: `Actions for ${email}` }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Copy link' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('row', { name: new RegExp(email) })).toContainText('Withdrawn');
  const { context, page: theirs } = await freshBrowser(browser, running.origin);
  await theirs.goto(results[0]?.link ?? '');
  await expect(theirs.getByText('This invitation was withdrawn')).toBeVisible();
  await context.close();
});

test('an expired link is told, asked anew, resent, replaced, and then accepted', async ({ browser, controlPlane }) => {
  test.setTimeout(180_000);
  const folder = newFolder();
  let running = await startConsole({ folder, env: controlPlane.settings });
  await setUp(running);
  const zone = await zoneIn(controlPlane, 'Expiring');
  const email = newAddress('eve');
  const [invited] = await inviteTo(running, await signIn(running), zone.id, [email], 'auditor');
  const { port, origin } = running;
  await running.stop();
  await expireInvitations(folder);
  running = await startConsole({ folder, port, env: controlPlane.settings });
  try {
    const { context: eve, page: theirs } = await freshBrowser(browser, origin);
    await theirs.goto(invited?.link ?? '');
    await expect(theirs.getByText('This invitation has expired')).toBeVisible();
    await expectPresentable(theirs);
    await theirs.getByRole('button', { name: 'Ask for a new link' }).click();
    await expect(theirs.getByText('Your request was taken')).toBeVisible();

    const { context: admin, page } = await freshBrowser(browser, origin, { viewport: { width: 1440, height: 900 } });
    await signInAs(admin);
    await page.goto(`/zones/${zone.id}/invitations`);
    await expect(page.getByText('1 person asked for a new link')).toBeVisible();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByRole('button', { name: `Actions for ${email}` }).click();
    await page.getByRole('menuitem', { name: 'Resend' }).click();
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith('/resend')),
      page.getByRole('button', { name: 'Resend', exact: true }).click(),
    ]);
    const { results } = (await answer.json()) as { results: { link: string }[] };
    await expect(page.getByRole('button', { name: `Copy link for ${email}` })).toBeVisible();

    await theirs.goto('about:blank');
    await theirs.goto(invited?.link ?? '');
    await expect(theirs.getByText('A newer link has replaced this one')).toBeVisible();
    await theirs.goto('about:blank');
    await theirs.goto(results[0]?.link ?? '');
    await theirs.getByRole('button', { name: 'Create account' }).click();
    await fillAccount(theirs, 'Eve', email);
    await theirs.getByRole('button', { name: 'Create account' }).click();
    await theirs.getByRole('button', { name: 'Accept invitation' }).click();
    await expect(theirs.getByRole('heading', { name: 'Welcome to Expiring' })).toBeVisible();
    await Promise.all([eve.close(), admin.close()]);
  } finally {
    await running.stop();
    removeFolder(folder);
  }
});

test('the zone’s settings decide how long links last and which domains are invited', async ({ page, world }) => {
  await page.goto(`/zones/${world.zoneId}/settings`);
  await page.getByLabel('Invitation lifetime').fill('48');
  await page.getByLabel('Allowed domains').fill('example.test\nexample.org');
  await page.getByRole('button', { name: 'Save invitation settings' }).click();
  await expect(page.getByText('The settings are saved')).toBeVisible();
  await page.goto(`/zones/${world.zoneId}/invitations/new`);
  await expect(page.getByText('Links work for 48 hours.', { exact: false })).toBeVisible();
  await page.getByLabel('E-mail addresses').fill('somebody@elsewhere.example');
  await page.getByRole('button', { name: 'Send invitations', exact: true }).click();
  await expect(page.getByText('This zone does not invite addresses of this domain.')).toBeVisible();
  await page.goto(`/zones/${world.zoneId}/settings`);
  await page.getByLabel('Allowed domains').fill('');
  await page.getByRole('button', { name: 'Save invitation settings' }).click();
  await expect(page.getByText('The settings are saved')).toBeVisible();
});

test('many are chosen with the mouse and revoked at once', async ({ page, world, console: running }) => {
  const emails = [newAddress('bulk'), newAddress('bulk'), newAddress('bulk')];
  await inviteTo(running, world.cookie, world.zoneId, emails);
  await page.goto(`/zones/${world.zoneId}/invitations?q=bulk&state=pending`);
  for (const email of emails) await page.getByRole('checkbox', { name: `Select ${email}` }).check();
  await page.getByRole('button', { name: 'Revoke 3' }).click();
  await page.getByRole('button', { name: 'Revoke invitations' }).click();
  await expect(page.getByText('3 invitations are revoked')).toBeVisible();
  await expect(page.getByText('No invitation matches')).toBeVisible();
});
