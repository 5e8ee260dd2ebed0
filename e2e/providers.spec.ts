import type { Page, Request } from '@playwright/test';
import type { TestZone } from '../tests/support/zone.ts';
import { askBff } from './support/bff.ts';
import { zoneIn } from './support/control-plane.ts';
import { expect, test } from './support/test.ts';

const secret = 'the sealed secret 41b7';
const tokenUrl = 'https://accounts.example.test/token';

const provider = (zone: TestZone) =>
  zone.call<{ id: string }>('POST', '/providers', {
    identifier: 'google-prod',
    name: 'Google',
    kind: 'oauth2',
    config_json: { token_url: tokenUrl, client_id: 'client-1', client_secret: secret, scopes: ['openid'] },
  });
type Stored = { name: string; config_json: Record<string, unknown>; secret_config_keys: string[] };
const sealed = ['client_secret', 'token_url'];

/** Every change that the page asks for while something is done. */
function changesOf(page: Page): Request[] {
  const seen: Request[] = [];
  page.on('request', (request) => request.method() === 'PATCH' && seen.push(request));
  return seen;
}

test('a new name sends no configuration, and every sealed value stays', async ({ page, controlPlane }) => {
  const zone = await zoneIn(controlPlane, 'Renaming');
  const { id } = await provider(zone);
  const changes = changesOf(page);
  await page.goto(`/zones/${zone.id}/providers/${id}/edit`);
  await page.getByLabel('Name', { exact: true }).fill('Google (production)');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Google (production)' })).toBeVisible();
  expect(changes.map((request) => request.postDataJSON())).toEqual([{ name: 'Google (production)' }]);
  const stored = await zone.call<Stored>('GET', `/providers/${id}`);
  expect(stored).toMatchObject({ name: 'Google (production)', secret_config_keys: sealed, config_json: { client_id: 'client-1' } });
});

test('a change of the configuration cannot be sent without the sealed values; with all of them it is saved', async ({
  page,
  controlPlane,
}) => {
  const zone = await zoneIn(controlPlane, 'Changing');
  const { id } = await provider(zone);
  const changes = changesOf(page);
  await page.goto(`/zones/${zone.id}/providers/${id}/edit`);
  await expect(page.getByText('Sealed', { exact: true })).toHaveCount(sealed.length);
  await expect(page.getByLabel('Client secret', { exact: true })).toHaveCount(0);

  await page.getByLabel('Client ID', { exact: true }).fill('client-2');
  await expect(page.getByText('Enter every sealed value again')).toBeVisible();
  const clientSecret = page.getByLabel('Client secret', { exact: true });
  await expect(clientSecret).toHaveAttribute('type', 'password');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(clientSecret).toHaveAttribute('aria-invalid', 'true');
  await clientSecret.fill('another secret 93cc');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByLabel('Token URL', { exact: true }), 'one of two is not enough').toHaveAttribute('aria-invalid', 'true');
  expect(changes, 'nothing was sent').toEqual([]);

  await page.getByLabel('Token URL', { exact: true }).fill(tokenUrl);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Google', exact: true })).toBeVisible();
  expect(changes).toHaveLength(1);
  expect(changes[0]?.postDataJSON()).toMatchObject({
    config_json: { client_id: 'client-2', client_secret: 'another secret 93cc', token_url: tokenUrl },
  });
  const stored = await zone.call<Stored>('GET', `/providers/${id}`);
  expect(stored).toMatchObject({ secret_config_keys: sealed, config_json: { client_id: 'client-2', scopes: ['openid'] } });
});

test('a change that was begun can be taken back: the stored configuration stays, sealed values included', async ({
  page,
  controlPlane,
}) => {
  const zone = await zoneIn(controlPlane, 'Regretting');
  const { id } = await provider(zone);
  const changes = changesOf(page);
  await page.goto(`/zones/${zone.id}/providers/${id}/edit`);
  await page.getByLabel('Client ID', { exact: true }).fill('client-3');
  await page.getByRole('button', { name: 'Keep the stored configuration' }).click();
  await expect(page.getByLabel('Client ID', { exact: true })).toHaveValue('client-1');
  await page.getByLabel('Name', { exact: true }).fill('Google, kept');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Google, kept' })).toBeVisible();
  expect(changes.map((request) => request.postDataJSON())).toEqual([{ name: 'Google, kept' }]);
});

test('the BFF itself refuses a configuration that would drop a sealed value, and takes one that does not', async ({
  context,
  controlPlane,
}) => {
  const zone = await zoneIn(controlPlane, 'Past the form');
  const { id } = await provider(zone);
  const path = `/api/zones/${zone.id}/providers/${id}`;
  const etag = (await context.request.get(path)).headers().etag ?? '';
  const change = (config: object) => askBff(context, 'PATCH', path, { config_json: config }, { 'if-match': etag });
  for (const config of [{}, { client_id: 'x' }, { client_secret: 'x' }, { client_secret: '', token_url: '' }]) {
    const refused = await change(config);
    expect(refused.status, JSON.stringify(config)).toBe(422);
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'invalid_input' });
  }
  expect(await zone.call<Stored>('GET', `/providers/${id}`)).toMatchObject({ secret_config_keys: sealed });
  const saved = await change({ client_id: 'client-4', client_secret: 'a new one 7702', token_url: tokenUrl });
  expect(saved.status, saved.text).toBe(200);
  expect(saved.text).not.toContain('a new one 7702');
});

test('no page and no answer about a provider holds what is sealed', async ({ page, context, controlPlane }) => {
  const zone = await zoneIn(controlPlane, 'Silence');
  const { id } = await provider(zone);
  for (const path of ['', `/${id}`, `/${id}/edit`]) {
    const sent = await (await page.goto(`/zones/${zone.id}/providers${path}`))?.text();
    expect(sent).toContain('Google');
    expect(sent).not.toContain(secret);
    expect(sent).not.toContain(tokenUrl);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await page.content()).not.toContain(secret);
  }
  for (const path of ['', `/${id}`, '/export?format=csv', '/export?format=json']) {
    const { status, text } = await askBff(context, 'GET', `/api/zones/${zone.id}/providers${path}`);
    expect(status).toBe(200);
    expect(text).toContain('client_secret');
    expect(text).not.toContain(secret);
  }
});
