import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy, reportingEndpoints } from './lib/http/csp.ts';

const sessionCookie = '__Host-Http-caracal.session';
const dev = process.env.NODE_ENV === 'development';

/** Answers of the API carry their own policy, and files under static are sent by server.mjs. */
export const config = { matcher: ['/((?!_next/|api/).*)'] };

/**
 * Whether a navigation from another site arrived without the session: the browser held the Strict cookie back. An answer that
 * reloads itself makes the same navigation same-origin, which carries it; the reload cannot come here again, because its
 * Sec-Fetch-Site is no longer cross-site. `/accept` reads its token from the fragment and posts it from the page, with the cookie.
 */
const bounces = (request: NextRequest): boolean =>
  request.method === 'GET' &&
  request.headers.get('sec-fetch-site') === 'cross-site' &&
  request.headers.get('sec-fetch-mode') === 'navigate' &&
  (request.headers.get('sec-fetch-dest') ?? 'document') === 'document' &&
  (request.headers.get('accept') ?? '').includes('text/html') &&
  !request.cookies.has(sessionCookie) &&
  request.nextUrl.pathname !== '/accept';

/** A page that loads its own address again, fragment included. A meta refresh does not fire on an address with a fragment. */
const bouncePage = (nonce: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Caracal Console</title><script nonce="${nonce}">location.reload()</script>` +
  '<noscript>Reload this page to go on.</noscript></html>';

/**
 * Gives a page's answer its policy and tells the renderer the nonce. It decides nothing about who may see what: that is decided
 * where the data is read, so that an answer that went around this file shows no more than any other.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url');
  const policy = contentSecurityPolicy(nonce, { https: request.headers.get('x-forwarded-proto') === 'https', dev });
  const headers = new Headers(request.headers);
  for (const name of [...headers.keys()]) if (/^(x-middleware-|x-nonce$|content-security-policy)/.test(name)) headers.delete(name);
  headers.set('content-security-policy', policy);
  // Pages do not see their own address; the guard leads back to it after a sign-in.
  const query = new URLSearchParams(request.nextUrl.searchParams);
  query.delete('_rsc');
  headers.set('x-console-target', request.nextUrl.pathname + (query.size > 0 ? `?${query}` : ''));
  const response = bounces(request)
    ? new NextResponse(bouncePage(nonce), {
        headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', vary: 'cookie, sec-fetch-site' },
      })
    : NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('reporting-endpoints', reportingEndpoints);
  return response;
}
