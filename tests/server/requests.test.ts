import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemStatus } from '#http/problem.ts';
import { type Console, exchange, readAnswer, removeFolder, startConsole } from '../support/process.ts';

let running: Console;
beforeAll(async () => {
  running = await startConsole();
});
afterAll(async () => {
  await running.stop();
  removeFolder(running.folder);
});

const host = () => `localhost:${running.port}`;
const send = async (bytes: string) => readAnswer(await exchange(running.port, bytes));
const lines = (...all: string[]) => `${all.join('\r\n')}\r\n\r\n`;
/** A request that ends its connection, with the right Host unless told otherwise. */
const get = (target: string, ...headers: string[]) =>
  send(lines(`GET ${target} HTTP/1.1`, `Host: ${host()}`, 'Connection: close', ...headers));

/** Where a file lies that every page loads. */
const staticScript = async () => /src="(\/_next\/static\/chunks\/[^"]+\.js)"/.exec((await get('/sign-in')).body)?.[1] ?? '';

describe('what HTTP should not carry is refused with a problem', () => {
  const own = 'Host: {host}';
  const close = 'Connection: close';
  it.each<[string, number, string[]]>([
    ['a malformed escape in the path', 400, ['GET /zones/%zz HTTP/1.1', own]],
    ['a malformed escape in the query', 400, ['GET /zones?q=%zz HTTP/1.1', own]],
    ['an encoded slash', 400, ['GET /zones/a%2fb HTTP/1.1', own]],
    ['an encoded backslash', 400, ['GET /zones/a%5cb HTTP/1.1', own]],
    ['a null byte', 400, ['GET /zones/%00 HTTP/1.1', own]],
    ['dot segments', 400, ['GET /zones/../api/health HTTP/1.1', own]],
    ['encoded dot segments', 400, ['GET /zones/%2e%2e/x HTTP/1.1', own]],
    ['two slashes first', 400, ['GET //evil.example HTTP/1.1', own]],
    ['absolute form', 400, ['GET http://169.254.169.254/ HTTP/1.1', own]],
    ['a coding that is none', 411, ['POST /api/sign-in HTTP/1.1', own, 'Transfer-Encoding: identity']],
    ['a coding that does not exist', 411, ['POST /api/sign-in HTTP/1.1', own, 'Transfer-Encoding: xchunked']],
    ['two hosts', 400, ['GET / HTTP/1.1', own, own]],
    ['no host', 400, ['GET / HTTP/1.1', 'Accept: */*']],
    ['no host in HTTP/1.0', 400, ['GET / HTTP/1.0', 'Accept: */*']],
    ['another host', 421, ['GET / HTTP/1.1', 'Host: evil.example']],
    ['the right name and another port', 421, ['GET / HTTP/1.1', 'Host: localhost:1']],
    ['an address of this machine, for the API', 421, ['GET /api/viewer HTTP/1.1', 'Host: 127.0.0.1:{port}']],
    ['TRACE', 405, ['TRACE / HTTP/1.1', own]],
    ['a method of file servers', 405, ['PROPFIND / HTTP/1.1', own]],
    ['a method that does not exist', 400, ['FETCH / HTTP/1.1', own]],
    ['a write to a page', 405, ['POST /zones HTTP/1.1', own, 'Content-Length: 0']],
    ['OPTIONS of a page', 405, ['OPTIONS /zones HTTP/1.1', own]],
    ['a chunked body', 411, ['POST /api/sign-in HTTP/1.1', own, 'Transfer-Encoding: chunked', '', '0']],
    ['a body that is too large', 413, ['POST /api/sign-in HTTP/1.1', own, 'Content-Length: 2000000']],
    ['headers that are too large', 431, ['GET / HTTP/1.1', own, `X-Much: ${'a'.repeat(20_000)}`]],
    ['two lengths', 400, ['POST /api/sign-in HTTP/1.1', own, 'Content-Length: 1', 'Content-Length: 2']],
    ['a length and chunks', 400, ['POST /api/sign-in HTTP/1.1', own, 'Content-Length: 4', 'Transfer-Encoding: chunked']],
    ['a folded header', 400, ['GET / HTTP/1.1', own, 'X-Folded: a', ' b: c', 'Content-Length: 1', 'Content-Length: 2']],
    ['a blank before the colon', 400, ['GET / HTTP/1.1', own, 'Content-Length : 1']],
    ['an expectation', 417, ['POST /api/sign-in HTTP/1.1', own, 'Expect: wonders', 'Content-Length: 0']],
    [
      'an expectation with a body that is none',
      417,
      ['POST /api/sign-in HTTP/1.1', own, 'Expect: wonders', 'Transfer-Encoding: chunked', '', 'zz'],
    ],
    ['a router state that is none', 400, ['GET / HTTP/1.1', own, 'RSC: 1', 'Next-Router-State-Tree: %zz']],
    ["Next's image optimizer", 404, ['GET /_next/image?url=%2Fa.png&w=64&q=75 HTTP/1.1', own]],
    ["Next's data of pages", 404, ['GET /_next/data/x/index.json HTTP/1.1', own]],
    ["Next's error page", 404, ['GET /_error HTTP/1.1', own]],
    ["Next's other error page", 404, ['GET /_global-error HTTP/1.1', own]],
    ["Next's development endpoints", 404, ['GET /__nextjs_original-stack-frames HTTP/1.1', own]],
    ['a static file that is none', 404, ['GET /_next/static/chunks/none.js HTTP/1.1', own]],
    ['a way out of the static files', 400, ['GET /_next/static/../server/app.js HTTP/1.1', own]],
  ])('%s: %i', async (_, status, request) => {
    const text = request.map((line) => line.replace('{host}', host()).replace('{port}', String(running.port)));
    const [first = '', ...rest] = text;
    const answers = await exchange(
      running.port,
      lines(first, ...(rest.some((line) => /^connection:/i.test(line)) ? [] : [close]), ...rest),
    );
    expect(answers.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    const answer = readAnswer(answers);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers.get('connection')).toBe('close');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('vary')).toBe('Cookie, Origin, Sec-Fetch-Site');
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
    const problem = JSON.parse(answer.body) as Record<string, unknown>;
    expect(Object.keys(problem).sort()).toEqual(['code', 'detail', 'fields', 'requestId', 'status', 'title', 'type']);
    expect(problem).toMatchObject({ status, type: 'about:blank', requestId: answer.headers.get('x-request-id') });
    expect(problemStatus).toHaveProperty(String(problem.code));
    if (status === 405) expect(answer.headers.get('allow')).toMatch(/^GET, HEAD/);
  });

  it.each([
    ['a WebSocket', ['GET /_next/hmr HTTP/1.1', 'Host: {host}', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13']],
    ['one to somewhere else', ['GET http://169.254.169.254/ HTTP/1.1', 'Host: {host}', 'Connection: Upgrade', 'Upgrade: websocket']],
    ['a tunnel', ['CONNECT 169.254.169.254:80 HTTP/1.1', 'Host: {host}']],
  ])('%s is closed without a word', async (_, request) => {
    expect(await exchange(running.port, lines(...request.map((line) => line.replace('{host}', host()))))).toBe('');
  });

  it.each(['h2c', 'TLS/1.0'])('an offer to upgrade to %s is not taken: the answer is that of any request', async (protocol) => {
    const offer = [`Upgrade: ${protocol}`, 'HTTP2-Settings: AAMAAABkAAQAAP__', 'Connection: Upgrade, HTTP2-Settings'];
    const asked = async (...more: string[]) =>
      readAnswer(await exchange(running.port, lines('GET /api/health HTTP/1.1', `Host: ${host()}`, ...more), /"ok":true/)).status;
    expect([await asked('Connection: close'), await asked(...offer)]).toEqual([200, 200]);
  });

  it('what follows a whole request is not answered in its place, and an error after an answer has its own', async () => {
    const health = lines('GET /api/health HTTP/1.1', `Host: ${host()}`);
    const one = await exchange(running.port, `${health}nonsense\r\n\r\n`);
    expect(one.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
    const two = await new Promise<string>((resolve) => {
      let answer = '';
      const socket = net.connect(running.port, '127.0.0.1', () => socket.write(health));
      socket.setEncoding('latin1').on('data', (text: string) => {
        answer += text;
        if (/"ok":true/.test(text)) socket.write('nonsense\r\n\r\n');
      });
      socket.on('close', () => resolve(answer));
    });
    expect(two.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
  });

  it('connections that never finish their headers are closed, and nobody else waits for them', async () => {
    const script = await staticScript();
    const slow = Promise.all(Array.from({ length: 50 }, () => exchange(running.port, `GET / HTTP/1.1\r\nHost: ${host()}\r\nX-Slow: `)));
    let over = false;
    void slow.then(() => {
      over = true;
    });
    let served = 0;
    while (!over) {
      expect((await fetch(running.origin + script)).status).toBe(200);
      served += 1;
    }
    expect(served).toBeGreaterThan(50);
    for (const answer of await slow) expect(readAnswer(answer).status).toBe(408);
  });
});

describe('one host', () => {
  it('health answers to any name: a watcher asks by address', async () => {
    expect((await send(lines('GET /api/health HTTP/1.1', 'Host: 10.0.0.1', 'Connection: close'))).status).toBe(200);
  });

  it.each(['127.0.0.1', '[::1]'])('a page asked of %s is asked again of localhost, where the cookies are', async (name) => {
    const answer = await send(lines('GET /zones?q=a%20b HTTP/1.1', `Host: ${name}:${running.port}`, 'Connection: close'));
    expect([answer.status, answer.headers.get('location')]).toEqual([307, `${running.origin}/zones?q=a%20b`]);
  });

  it('names are compared without regard to case', async () => {
    expect((await send(lines('GET /api/health HTTP/1.1', `Host: LocalHost:${running.port}`, 'Connection: close'))).status).toBe(200);
  });
});

describe('pages', () => {
  /** Every header of a page but those that differ each time. */
  const golden = {
    'cache-control': 'private, no-cache, no-store, max-age=0, must-revalidate',
    connection: 'close',
    'content-type': 'text/html; charset=utf-8',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'permissions-policy':
      'accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(self), display-capture=(), encrypted-media=(), fullscreen=(self), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-create=(self), publickey-credentials-get=(self), screen-wake-lock=(), serial=(), storage-access=(), usb=(), xr-spatial-tracking=()',
    'referrer-policy': 'same-origin',
    'reporting-endpoints': 'csp="/api/csp-report"',
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-frame-options': 'DENY',
    'x-permitted-cross-domain-policies': 'none',
    'x-robots-tag': 'noindex, nofollow',
  };
  const policy = (nonce: string) =>
    `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; script-src-attr 'none'; style-src 'self' 'nonce-${nonce}'; style-src-attr 'none'; ` +
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'none'; frame-src 'none'; media-src 'none'; object-src 'none'; " +
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types nextjs default; " +
    'report-uri /api/csp-report; report-to csp';
  const nonceOf = (answer: { headers: Headers }) =>
    /'nonce-([\w-]{22})'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1] ?? '';

  it.each(['/sign-in', '/nothing-is-here'])('%s carries exactly the headers that were decided', async (path) => {
    const answer = await get(path);
    const {
      'content-security-policy': csp,
      date,
      vary,
      'x-request-id': requestId,
      'transfer-encoding': _,
      // The fonts to load first, whose names change with their content.
      link: __,
      ...rest
    } = Object.fromEntries(answer.headers);
    expect(rest).toEqual(golden);
    expect(csp).toBe(policy(nonceOf(answer)));
    expect(vary?.toLowerCase()).toContain('accept-encoding');
    expect([date, requestId].every(Boolean)).toBe(true);
  });

  it('every script of a page carries the nonce of its answer, and no element an inline style', async () => {
    const answer = await get('/sign-in');
    const scripts = answer.body.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(2);
    expect(scripts.filter((script) => !script.includes(`nonce="${nonceOf(answer)}"`))).toEqual([]);
    expect(answer.body).not.toMatch(/<[^>]+ style="/);
  });

  it('a nonce is used once, and never one that a request brought', async () => {
    const brought = 'AAAAAAAAAAAAAAAAAAAAAA';
    const answers = await Promise.all([
      get('/sign-in'),
      get('/sign-in', `Content-Security-Policy: script-src 'nonce-${brought}'`, `X-Nonce: ${brought}`),
    ]);
    const nonces = answers.map(nonceOf);
    expect(new Set([...nonces, brought]).size).toBe(3);
    expect(answers[1]?.body).not.toContain(brought);
  });

  it.each([
    'x-middleware-subrequest: proxy:proxy:proxy:proxy:proxy',
    'x-middleware-next: 1',
    'x-nextjs-data: 1',
    'next-resume: 1',
    'x-invoke-path: /zones',
    'Next-Action: abc',
  ])('a header of Next from outside changes nothing: %s', async (header) => {
    const answer = await get('/sign-in', header);
    expect([answer.status, nonceOf(answer).length]).toEqual([200, 22]);
  });

  it.each(['/.git/config', '/.env', '/server.mjs', '/package.json', '/.next/BUILD_ID', '/lib/server/env.ts', '/.data/console/lock'])(
    '%s is no page and no file',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  describe('a link from another site', () => {
    const cross = ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document', 'Accept: text/html'];
    const bounced = (answer: { body: string }) => answer.body.includes('location.reload()');

    it('is loaded again by the page itself, so that the session comes along', async () => {
      const answer = await get('/zones', ...cross);
      expect([answer.status, bounced(answer), answer.headers.get('cache-control')]).toEqual([200, true, 'no-store']);
      expect(answer.body).toContain(`<script nonce="${nonceOf(answer)}">location.reload()</script>`);
      expect(answer.headers.get('content-security-policy')).toBe(policy(nonceOf(answer)));
      expect(answer.headers.get('reporting-endpoints')).toBe('csp="/api/csp-report"');
    });

    it('is served at once when the session is there, on the second arrival, and for invitations', async () => {
      expect(bounced(await get('/zones', ...cross, 'Cookie: __Host-Http-caracal.session=x'))).toBe(false);
      expect(bounced(await get('/zones', 'Sec-Fetch-Site: same-origin', ...cross.slice(1)))).toBe(false);
      expect(bounced(await get('/accept', ...cross))).toBe(false);
    });

    it('is not an answer to scripts, frames and pictures of other sites', async () => {
      expect(bounced(await get('/zones', 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: cors', 'Accept: text/html'))).toBe(false);
      expect(
        bounced(
          await get('/zones', 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: iframe', 'Accept: text/html'),
        ),
      ).toBe(false);
      expect(bounced(await get('/zones', 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: image'))).toBe(false);
    });
  });
});

describe('static files', () => {
  it('are sent as they were compressed at build, for ever', async () => {
    const path = await staticScript();
    const sizes = new Map<string, number>();
    for (const coding of ['br', 'gzip', 'identity']) {
      const answer = await get(path, `Accept-Encoding: ${coding}`);
      expect([answer.status, answer.headers.get('content-encoding') ?? 'identity']).toEqual([200, coding]);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
      expect(answer.headers.get('vary')).toBe('accept-encoding');
      expect(Number(answer.headers.get('content-length'))).toBe(answer.body.length);
      sizes.set(coding, answer.body.length);
    }
    expect(sizes.get('br')).toBeLessThan(sizes.get('gzip') ?? 0);
    expect(sizes.get('gzip')).toBeLessThan(sizes.get('identity') ?? 0);
  });

  it('are read, not written, and their compressed forms have no address', async () => {
    const path = await staticScript();
    const head = await send(lines(`HEAD ${path} HTTP/1.1`, `Host: ${host()}`, 'Connection: close'));
    expect([head.status, head.body]).toEqual([200, '']);
    expect((await send(lines(`PUT ${path} HTTP/1.1`, `Host: ${host()}`, 'Content-Length: 0', 'Connection: close'))).status).toBe(405);
    expect((await get(`${path}.br`)).status).toBe(404);
    expect((await get(`${path}.map`)).status).toBe(404);
  });
});

describe('every answer, whoever writes it', () => {
  const none = 'private, no-cache, no-store, max-age=0, must-revalidate';
  it.each<[string, string, string, number, string]>([
    ['a page', 'GET', '/sign-in', 200, none],
    ['the head of a page', 'HEAD', '/sign-in', 200, none],
    ['a page that is none', 'GET', '/nothing-is-here', 404, none],
    ['an icon', 'GET', '/icon.svg', 200, 'public, max-age=0, must-revalidate'],
    ['an icon that is none', 'GET', '/favicon.ico', 404, none],
    ['a manifest that is none', 'GET', '/manifest.webmanifest', 404, none],
    ['a redirect to the sign-in', 'GET', '/zones', 307, none],
    ['an address with a slash too many', 'GET', '/sign-in/', 308, 'no-store'],
    ['an address with two slashes', 'GET', '/zones//x', 308, 'no-store'],
    ['an address of the API with a slash too many', 'GET', '/api/viewer/', 308, 'no-store'],
    ['what the router asks', 'RSC', '/zones', 307, 'no-store'],
    ['what the router asks again', 'RSC', '/zones?_rsc=x', 307, 'no-store'],
    ['an API answer', 'GET', '/api/health', 200, 'no-store'],
    ['an API problem', 'GET', '/api/viewer', 401, 'no-store'],
    ['a method that the API does not take', 'DELETE', '/api/viewer', 405, 'no-store'],
    ['an API address that is none', 'GET', '/api/nothing', 404, 'no-store'],
    ['a method that pages do not take', 'POST', '/zones', 405, 'no-store'],
    ['an address that means nothing', 'GET', '/%zz', 400, 'no-store'],
    ['a file that is none', 'GET', '/_next/static/none.js', 404, 'no-store'],
    ['a file', 'GET', 'script', 200, 'public, max-age=31536000, immutable'],
    ['an address of this machine', 'ALIAS', '/zones', 307, 'no-store'],
  ])('%s (%s %s) carries what every answer has', async (_what, how, address, status, cache) => {
    const path = address === 'script' ? await staticScript() : address;
    const answer = await send(
      lines(
        `${how === 'RSC' || how === 'ALIAS' ? 'GET' : how} ${path} HTTP/1.1`,
        `Host: ${how === 'ALIAS' ? `127.0.0.1:${running.port}` : host()}`,
        'Connection: close',
        ...(how === 'RSC' ? ['RSC: 1'] : []),
        ...(how === 'DELETE' || how === 'POST' ? ['Content-Length: 0'] : []),
      ),
    );
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([status, cache]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'same-origin',
      'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'permissions-policy': expect.any(String),
      vary: expect.any(String),
    });
    if (path.startsWith('/api/')) expect(answer.headers.get('vary')).toContain('Cookie, Origin, Sec-Fetch-Site');
    const unwanted = [...answer.headers.keys()].filter((name) =>
      /^(x-powered-by|server|access-control-.*|x-nextjs-cache|refresh)$/.test(name),
    );
    expect(unwanted).toEqual([]);
  });
});

it('nothing of all this made the process complain', () => {
  expect(running.stderr()).toBe('');
});
