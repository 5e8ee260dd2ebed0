import { createHash } from 'node:crypto';
import { everyAnswer } from './headers.mjs';

const style =
  ':root{color-scheme:light dark;background:light-dark(oklch(.985 .003 75),oklch(.185 .007 65));color:light-dark(oklch(.24 .012 65),oklch(.945 .006 75));font:1rem/1.5 system-ui,sans-serif}' +
  'main{max-width:27rem;margin:20vh auto 0;padding:0 1rem}h1{font-size:1.25rem;margin:0}p{margin:.25rem 0 1.25rem}small{display:block;margin-top:1.25rem}' +
  'a{color:inherit;font-weight:600}';
const hash = createHash('sha256').update(style).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const page = (requestId) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Store unreachable · Caracal Console</title><style>${style}</style>` +
  '<main id="main"><h1>The console’s store is unreachable</h1><p>Nothing was read or changed. The database in which the console keeps people and sessions does not answer; nobody can be signed in until it does. Agents and the control plane go on without it.</p>' +
  `<a href="">Try again</a><small>Reference <code>${requestId}</code></small></main></html>`;

/**
 * Answers in place of any page while the console's store does not: Next could only say that something failed, with status 500.
 * It needs no script and no file, and is itself what a reload asks for again.
 * @param {import('node:http').ServerResponse} res
 * @param {{ https: boolean, requestId: string }} options
 */
export function sendUnreachable(res, { https, requestId }) {
  const body = page(requestId);
  res.writeHead(503, {
    ...everyAnswer(https),
    'content-security-policy': policy,
    'content-type': 'text/html; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    'retry-after': '5',
    'x-request-id': requestId,
  });
  res.end(res.req.method === 'HEAD' ? undefined : body);
}
