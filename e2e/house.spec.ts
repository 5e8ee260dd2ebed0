import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expectPresentable } from './support/looks.ts';
import { expect, test } from './support/test.ts';

test('an address that does not exist says so, presentably', async ({ page }) => {
  const answer = await page.goto('/nothing-is-here');
  expect(answer?.status()).toBe(404);
  await expectPresentable(page);
});

test('a link from another site arrives with the session, after one reload that nobody sees', async ({ page, console: running }) => {
  const elsewhere = http.createServer((_, res) =>
    res.setHeader('content-type', 'text/html').end(`<a href="${running.origin}/nothing-is-here#part">in</a>`),
  );
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
  const cookies: (string | undefined)[] = [];
  page.on('request', async (request) => {
    if (request.isNavigationRequest()) cookies.push((await request.allHeaders()).cookie);
  });
  await page.getByRole('link', { name: 'in' }).click();
  await expect.poll(() => cookies.length).toBe(2);
  expect(cookies.map((line) => Boolean(line?.includes('__Host-Http-caracal.session')))).toEqual([false, true]);
  expect(page.url()).toBe(`${running.origin}/nothing-is-here#part`);
  elsewhere.close();
});
