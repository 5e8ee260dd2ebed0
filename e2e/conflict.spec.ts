import { askBff } from './support/bff.ts';
import { zoneIn } from './support/control-plane.ts';
import { expect, test } from './support/test.ts';

test("an edit against an older version saves nothing, shows the other person's change field by field, and saves once resolved", async ({
  page,
  context,
  controlPlane,
}) => {
  const zone = await zoneIn(controlPlane, 'Conflicts');
  const id = await zone.application('report-bot');
  const path = `/api/zones/${zone.id}/applications/${id}`;
  const now = async () => JSON.parse((await askBff(context, 'GET', path)).text) as { name: string; traits: string[]; consent: string };

  await page.goto(`/zones/${zone.id}/applications/${id}/edit`);
  await page.getByLabel('Name', { exact: true }).fill('report-bot-mine');
  await page.getByLabel('Require consent').check();

  // Meanwhile somebody else saves another name and a trait.
  const version = (await context.request.get(path)).headers().etag ?? '';
  const other = await askBff(context, 'PATCH', path, { name: 'report-bot-theirs', traits: ['billing'] }, { 'if-match': version });
  expect(other.status, other.text).toBe(200);

  const refused = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
  await page.getByRole('button', { name: 'Save changes' }).click();
  expect((await refused).status()).toBe(412);
  const notice = page.getByRole('alert').filter({ hasText: 'Nothing was saved' });
  await expect(notice).toBeVisible();
  expect(await now()).toMatchObject({ name: 'report-bot-theirs', traits: ['billing'], consent: 'implicit' });

  const row = (field: string) => notice.getByRole('row').filter({ has: page.getByRole('rowheader', { name: field, exact: true }) });
  await expect(row('Name')).toContainText('report-bot-mine');
  await expect(row('Name')).toContainText('report-bot-theirs');
  await expect(row('Traits')).toContainText('billing');
  await expect(row('Credential type'), 'what is the same on both sides is no conflict').toHaveCount(0);

  // Nothing is overwritten unasked: one's own values are kept until the other side is chosen.
  await expect(notice.getByRole('radio', { name: 'Name, yours' })).toBeChecked();
  await notice.getByRole('radio', { name: 'Traits, theirs' }).check();
  await notice.getByRole('button', { name: 'Use these values' }).click();
  await expect(notice).toHaveCount(0);
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('report-bot-mine');
  await expect(page.getByRole('button', { name: 'Remove billing' })).toBeVisible();

  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'report-bot-mine' })).toBeVisible();
  expect(await now()).toMatchObject({ name: 'report-bot-mine', traits: ['billing'], consent: 'required' });
});

test('fields that nobody else touched are saved without a question when the version is the current one', async ({ page, controlPlane }) => {
  const zone = await zoneIn(controlPlane, 'No conflicts');
  await page.goto(`/zones/${zone.id}/settings`);
  const saved = page.waitForRequest((request) => request.method() === 'PATCH');
  await page.getByLabel('Name', { exact: true }).fill('No conflicts at all');
  await page.getByRole('button', { name: 'Save changes' }).click();
  expect((await saved).postDataJSON(), 'only what was changed is sent').toEqual({ name: 'No conflicts at all' });
  await expect(page.getByRole('listitem').filter({ hasText: 'The zone is saved' })).toBeVisible();
});
