/** What browsers may use of their abilities on these pages: passkeys, the clipboard's writing half and full screen. */
const permissions = [
  ...['accelerometer', 'autoplay', 'camera', 'display-capture', 'encrypted-media', 'geolocation', 'gyroscope', 'hid', 'idle-detection'],
  ...['local-fonts', 'magnetometer', 'microphone', 'midi', 'payment', 'clipboard-read', 'screen-wake-lock', 'serial', 'storage-access'],
  ...['usb', 'xr-spatial-tracking'],
]
  .map((name) => `${name}=()`)
  .concat(['fullscreen', 'publickey-credentials-create', 'publickey-credentials-get', 'clipboard-write'].map((name) => `${name}=(self)`))
  .sort()
  .join(', ');

/**
 * The headers of every answer, whoever writes it (ASVS 5.0 chapter 3). The policy of a page is not here: it needs a nonce, and
 * proxy.ts makes it.
 * @param {boolean} https whether people reach the console by https
 * @returns {Record<string, string>}
 */
export const everyAnswer = (https) => ({
  'x-content-type-options': 'nosniff',
  // Not no-referrer: a form post would then carry `Origin: null`, which no comparison can accept.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': permissions,
  'x-frame-options': 'DENY',
  'x-dns-prefetch-control': 'off',
  'x-permitted-cross-domain-policies': 'none',
  'x-robots-tag': 'noindex, nofollow',
  ...(https && { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }),
});

/** The policy of answers that are not pages: nothing in them may run, load or be framed. */
export const inertPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** What answers about somebody depend on, so that whoever keeps one does not give it to another. */
export const varies = 'Cookie, Origin, Sec-Fetch-Site';

/**
 * Completes the head of an answer when Next writes it: its redirects say neither what they depend on nor that they must not be kept,
 * and a permanent one is kept unless it says so; they have no policy either. Its notes on its own cache are nobody's business.
 * @param {import('node:http').ServerResponse} res
 */
export function completeHead(res) {
  const writeHead = res.writeHead;
  res.writeHead = (...given) => {
    const missing = { 'cache-control': 'no-store', 'content-security-policy': inertPolicy, vary: varies };
    for (const [name, value] of Object.entries(missing)) if (!res.hasHeader(name)) res.setHeader(name, value);
    for (const name of ['x-nextjs-cache', 'refresh']) res.removeHeader(name);
    return writeHead.apply(res, given);
  };
}

/** Never meant to come from outside: Next's own plumbing, what proxy.ts tells the renderer, and what a proxy in front may claim. */
const internal =
  /^(x-middleware-|x-nextjs-|x-next-|x-invoke-|x-now-|x-vercel-|x-prerender-|x-matched-path$|x-nonce$|x-forwarded-|x-real-ip$|x-request-id$|x-http-method-override$|x-original-url$|x-rewrite-url$|forwarded$|content-security-policy|next-resume$|next-action$|next-test-)/;

/**
 * Removes from a request what only this process may say.
 * @param {import('node:http').IncomingHttpHeaders} headers changed in place
 * @param {boolean} dev the development build's browser half names its requests, and waits for ever when the names are lost
 */
export function dropTrustHeaders(headers, dev = false) {
  for (const name of Object.keys(headers)) if (internal.test(name) && !(dev && named.test(name))) delete headers[name];
}
const named = /^x-nextjs-(html-)?request-id$/;
