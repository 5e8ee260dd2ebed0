// The process: listens on one port, refuses what HTTP should not carry, hands the rest to Next, drains on SIGTERM.
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { drainOnSignal } from './process/drain.mjs';
import { completeHead, dropTrustHeaders, everyAnswer, inertPolicy, varies } from './process/headers.mjs';
import { problemAnswer, refuse } from './process/problem.mjs';
import { clientAddress, countHeader, isPlainTarget, isRouterState } from './process/request.mjs';
import { checkPort, listenFailure, readSettings } from './process/settings.mjs';
import { sendFile, staticFiles } from './process/static-files.mjs';
import { sendUnreachable } from './process/unreachable.mjs';

const root = import.meta.dirname;
const dev = process.argv.includes('--dev');
/** Policy text of 1 MiB with what JSON escapes of it. The gate has tighter bounds for each route and counts what really comes. */
const bodyLimit = 1.5 * 1024 * 1024;
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Ends the start with one line for the person who started it. */
function stop(message) {
  process.stderr.write(`${String(message).replaceAll(/\s*\n\s*/g, ' ')}\n`, () => process.exit(1));
  return new Promise(() => {});
}

let settings;
try {
  settings = readSettings(process.env);
  await checkPort(settings);
} catch (error) {
  await stop(error.message);
}
const { port, listen, publicUrl, trustedProxyHops } = settings;
const https = publicUrl.protocol === 'https:';
const headers = everyAnswer(https);
/** Names of this machine that people type instead of localhost: their cookies would be other ones, so pages send them on. */
const aliases =
  publicUrl.hostname === 'localhost' ? ['127.0.0.1', '[::1]'].map((name) => new URL(`http://${name}:${publicUrl.port || 80}`).host) : [];

process.chdir(root);
process.env.NODE_ENV = dev ? 'development' : 'production';
process.env.NEXT_TELEMETRY_DISABLED = '1';
// next-auth reads it when it is loaded, and would else derive the origin from headers.
process.env.NEXTAUTH_URL = publicUrl.origin;
if (!dev && !existsSync(join(root, '.next', 'BUILD_ID')))
  await stop('The console is not built; run `npm start`, or `npm run build` first.');

const { default: next } = await import('next');
// Next listens for upgrades on the server that it is given, and would find ours by itself: it gets those of the development server here.
const upgrades = new EventEmitter();
const app = next({ dev, hostname: publicUrl.hostname, port, dir: root, httpServer: upgrades });
await app.prepare();
// Next logs a failing instrumentation.ts and carries on, answering 500 to everything: look at how the boot went ourselves.
const boot = globalThis[Symbol.for('caracal.boot')];
if (!boot) await stop('The console could not start: its stores were not opened.');
try {
  await boot;
} catch (error) {
  await stop(error instanceof Error ? error.message : 'The console could not start.');
}
const handle = app.getRequestHandler();
const storeAnswers = globalThis[Symbol.for('caracal.store-answers')];
const files = dev ? new Map() : staticFiles(root);

/** What is wrong with a request before its address is looked at, or undefined. */
function fault(req) {
  if (!methods.includes(req.method)) return 'method';
  if (!isPlainTarget(req.url) || countHeader(req, 'host') !== 1) return 'malformed';
  if (req.headers['transfer-encoding'] !== undefined) return 'length';
  if (Number(req.headers['content-length'] ?? 0) > bodyLimit) return 'tooLarge';
  return isRouterState(req.headers['next-router-state-tree']) ? undefined : 'malformed';
}

/** The latest answer on each connection. */
const answers = new WeakMap();
/** Connections that end with what they are being answered. */
const refused = new WeakSet();

/** @param {http.IncomingMessage} req @param {http.ServerResponse} res */
function answer(req, res) {
  answers.set(req.socket, res);
  if (/websocket/i.test(req.headers.upgrade ?? '')) return req.socket.destroy();
  const requestId = randomUUID();
  const no = (kind, extra) => {
    refused.add(req.socket);
    refuse(res, kind, { https, requestId, ...(extra && { headers: extra }) });
  };
  if (drain.draining()) res.setHeader('connection', 'close');
  const wrong = fault(req);
  if (wrong) return no(wrong, wrong === 'method' ? { allow: methods.join(', ') } : undefined);
  const path = req.url.split('?', 1)[0];
  const reads = req.method === 'GET' || req.method === 'HEAD';
  const isApi = path.startsWith('/api/');
  const host = req.headers.host.toLowerCase();
  if (host !== publicUrl.host && path !== '/api/health') {
    if (!reads || isApi || !aliases.includes(host)) return no('wrongHost');
    const own = { location: `${publicUrl.origin}${req.url}`, 'cache-control': 'no-store', vary: varies, 'x-request-id': requestId };
    res.writeHead(307, { ...headers, 'content-security-policy': inertPolicy, ...own });
    return res.end();
  }
  if (files.has(path) && !/\.(br|gz)$/.test(path))
    return reads ? sendFile(req, res, files, path, { https, requestId }) : no('method', { allow: 'GET, HEAD' });
  // Next's own pages and endpoints: in production nothing of them is for browsers but the files above.
  if (path.startsWith('/_') && !(dev && /^\/(_next\/|__nextjs)/.test(path))) return no('notFound');
  if (!reads && !isApi && !(dev && path.startsWith('/__nextjs'))) return no('method', { allow: 'GET, HEAD' });
  const client = clientAddress(req.headers['x-forwarded-for'], req.socket.remoteAddress, trustedProxyHops);
  dropTrustHeaders(req.headers, dev);
  req.headers['x-forwarded-for'] = client;
  req.headers['x-forwarded-host'] = publicUrl.host;
  req.headers['x-forwarded-proto'] = publicUrl.protocol.slice(0, -1);
  req.headers['x-request-id'] = requestId;
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.setHeader('x-request-id', requestId);
  completeHead(res);
  const go = () =>
    handle(req, res).catch(() => {
      if (res.headersSent) res.destroy();
      else no('internal');
    });
  // The API says for itself that the store is away; a page could only fail.
  if (isApi || path.startsWith('/_')) return go();
  storeAnswers(requestId).then((there) => (there ? go() : sendUnreachable(res, { https, requestId })));
}

const server = http.createServer(
  {
    maxHeaderSize: 16_384,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 1_000,
    requireHostHeader: false,
  },
  answer,
);
server.maxRequestsPerSocket = 1_000;
server.maxConnections = 2_000;
// Pages of the development server stay connected, and whoever presses Ctrl-C waits.
const drain = drainOnSignal(server, () => app.close(), dev ? 500 : 10_000);

// Only the development server speaks WebSocket, and only to the pages that it served. Without a listener Node takes a request that
// offers to upgrade for what it is, a request (RFC 9110 section 7.8): clients that offer HTTP/2 in clear get their answer.
if (dev)
  server.on('upgrade', (req, socket, head) => {
    if (!req.url?.startsWith('/_next/') || req.headers.host !== publicUrl.host) return socket.destroy();
    upgrades.emit('upgrade', req, socket, head);
  });
server.on('connect', (_req, socket) => socket.destroy());
server.on('checkExpectation', (req, res) => {
  refused.add(req.socket);
  refuse(res, 'expectation', { https });
});
server.on('clientError', (error, socket) => {
  if (!socket.writable) return socket.destroy();
  const res = answers.get(socket);
  if (refused.has(socket)) return res?.writableFinished === false ? undefined : socket.destroySoon();
  // Nothing may follow an answer that has begun, and what comes after a whole request must not be answered in its place.
  if (res && !res.writableFinished && (res.headersSent || res.req.complete)) {
    refused.add(socket);
    return void res.once('finish', () => socket.destroySoon());
  }
  const kind = { HPE_HEADER_OVERFLOW: 'headersTooLarge', ERR_HTTP_REQUEST_TIMEOUT: 'slow' }[error.code] ?? 'malformed';
  const { status, headers: lines, body } = problemAnswer(kind, https);
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\n${head.join('')}\r\n${body}`);
});
// Next keeps the process alive through uncaught exceptions; a port that is taken must still end it.
server.on('error', (error) => void stop(listenFailure(error, settings)));
server.listen(port, listen, () => {
  const link = globalThis[Symbol.for('caracal.setup-link')];
  console.log(`Caracal Console: ${publicUrl.origin}${typeof link === 'string' ? `\nSet up: ${link}` : ''}`);
});
