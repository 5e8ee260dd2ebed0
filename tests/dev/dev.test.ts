import { expect, it } from 'vitest';
import { exchange, removeFolder, startConsole } from '../support/process.ts';

it('the development server tells its own pages of changes, no other site, and ends at once with a page connected', async () => {
  const running = await startConsole({ dev: true });
  const connect = (host: string, path: string) =>
    exchange(
      running.port,
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    );
  // Next listens for its pages from the first request on.
  expect((await fetch(`${running.origin}/api/health`)).status).toBe(200);
  expect(await connect('evil.example', '/_next/hmr?id=a')).toBe('');
  expect(await connect(`localhost:${running.port}`, '/zones')).toBe('');
  const page = connect(`localhost:${running.port}`, '/_next/hmr?id=b');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const began = performance.now();
  await running.stop();
  expect(performance.now() - began).toBeLessThan(8_000);
  expect(await page).toMatch(/^HTTP\/1\.1 101 /);
  removeFolder(running.folder);
});
