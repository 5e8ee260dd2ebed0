import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Console, exchange, readAnswer, removeFolder, startConsole } from '../support/process.ts';

let running: Console;
beforeAll(async () => {
  running = await startConsole({ env: { LOG_LEVEL: 'warn' } });
});
afterAll(async () => {
  await running.stop();
  removeFolder(running.folder);
});

const send = async (body: unknown, type = 'application/csp-report') => {
  const text = JSON.stringify(body);
  const head = ['POST /api/csp-report HTTP/1.1', `Host: localhost:${running.port}`, 'Connection: close', `Content-Type: ${type}`];
  const more = ['Cookie: __Host-Http-caracal.session=needle-cookie', 'Sec-Fetch-Site: same-origin', `Content-Length: ${text.length}`];
  return readAnswer(await exchange(running.port, `${[...head, ...more].join('\r\n')}\r\n\r\n${text}`));
};
const written = () =>
  running
    .stderr()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

it('the log says what was blocked and from where, and nothing that only the person may know', async () => {
  const more = { 'document-uri': 'http://localhost/?needle-page', referrer: 'http://needle-referrer', 'script-sample': 'needle-sample' };
  const uris = [
    'https://user:needle-user@evil.example/a/b.js?needle=query#needle-fragment',
    'inline',
    'data:text/html,needle',
    'needle words',
  ];
  for (const uri of uris)
    expect((await send({ 'csp-report': { ...more, 'effective-directive': 'script-src-elem', 'blocked-uri': uri } })).status).toBe(204);
  const body = { effectiveDirective: 'connect-src needle', blockedURL: 'wss://evil.example/needless?needle', sample: 'needle' };
  expect((await send([{ type: 'csp-violation', url: 'http://localhost/#needle', body }], 'application/reports+json')).status).toBe(204);
  expect(written().map(({ directive, blocked }) => [directive, blocked])).toEqual([
    ['script-src-elem', 'https://evil.example/a/b.js'],
    ['script-src-elem', 'inline'],
    ['script-src-elem', 'data'],
    ['script-src-elem', 'unknown'],
    ['unknown', 'wss://evil.example/needless'],
  ]);
  expect(running.stderr()).not.toMatch(/needle\b|needle-/);
});

it('the log tells that there are many, not each of them', async () => {
  const several = Array.from({ length: 60 }, () => ({
    type: 'csp-violation',
    body: { effectiveDirective: 'img-src', blockedURL: 'data' },
  }));
  for (let at = 0; at < 3; at += 1) expect((await send(several, 'application/reports+json')).status).toBe(204);
  expect(written()).toHaveLength(20);
});
