import { expect, it } from 'vitest';
import { listenFailure, readSettings } from './settings.mjs';
import { accepts } from './static-files.mjs';

it('nothing set: localhost, port 3000, this machine only', () => {
  const { port, listen, publicUrl, trustedProxyHops } = readSettings({ PORT: '', PUBLIC_URL: ' ' });
  expect({ port, listen, trustedProxyHops, origin: publicUrl.origin }).toEqual({
    port: 3000,
    listen: '127.0.0.1',
    trustedProxyHops: 0,
    origin: 'http://localhost:3000',
  });
});

it('PUBLIC_URL follows PORT unless it is set', () => {
  expect(readSettings({ PORT: '8080' }).publicUrl.origin).toBe('http://localhost:8080');
  expect(readSettings({ PORT: '8080', PUBLIC_URL: 'https://console.example' }).publicUrl.origin).toBe('https://console.example');
});

it.each([
  ['PORT', '0'],
  ['PORT', '65536'],
  ['PORT', '3e3'],
  ['PORT', 'http'],
  ['PUBLIC_URL', 'console'],
  ['PUBLIC_URL', 'ftp://console.example'],
  ['PUBLIC_URL', 'http://console.example'],
  ['PUBLIC_URL', 'http://127.evil.example'],
  ['PUBLIC_URL', 'https://console.example/under'],
  ['PUBLIC_URL', 'https://user:secret@console.example'],
  ['TRUSTED_PROXY_HOPS', '-1'],
  ['TRUSTED_PROXY_HOPS', '11'],
])('%s=%s is refused in one sentence that names the variable and not the value', (name, value) => {
  const refused = () => readSettings({ [name]: value });
  expect(refused).toThrow(new RegExp(`^${name} [^\\n]+\\.$`));
  expect(refused).not.toThrow(value.length > 3 ? value : 'never');
});

it.each([
  ['EADDRINUSE', /^PORT 3000 is in use/],
  ['EACCES', /^PORT 3000 may not/],
  ['EADDRNOTAVAIL', /^LISTEN 10\.9\.9\.9 is not/],
  ['EMFILE', /^PORT 3000 could not be opened \(EMFILE\)\.$/],
])('a socket that cannot be opened (%s) is explained', (code, expected) => {
  expect(listenFailure(Object.assign(new Error('x'), { code }), { port: 3000, listen: '10.9.9.9' })).toMatch(expected);
});

it.each([
  ['gzip, deflate, br, zstd', true],
  ['BR;q=0.5', true],
  ['br;q=0', false],
  ['br; q=0.000', false],
  ['brotli', false],
  ['gzip', false],
  ['', false],
  [undefined, false],
])('Accept-Encoding %s admits br: %s', (header, expected) => {
  expect(accepts(header, 'br')).toBe(expected);
});
