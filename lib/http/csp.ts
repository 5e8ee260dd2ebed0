/** Where browsers say what a page's policy has blocked. */
export const reportAddress = '/api/csp-report';
/** The `Reporting-Endpoints` of a page: gives the address the name that its policy uses. */
export const reportingEndpoints = `csp="${reportAddress}"`;

/**
 * The content security policy of a page (CSP level 3, Trusted Types). Scripts run by nonce only and load others by
 * strict-dynamic; no style attribute is applied; Trusted Types admit what `instrumentation-client.ts` admits.
 * @param nonce base64url, new for every answer
 * @param options `https` asks browsers to upgrade; `dev` admits what the development server's refresh needs
 * @returns the header's value
 */
export function contentSecurityPolicy(nonce: string, { https = false, dev = false }: { https?: boolean; dev?: boolean } = {}): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    "script-src-attr 'none'",
    // A nonce would make browsers ignore 'unsafe-inline'.
    dev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    ...(dev ? [] : ["style-src-attr 'none'"]),
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'none'",
    "frame-src 'none'",
    "media-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    // The development overlay writes HTML.
    ...(dev ? [] : ["require-trusted-types-for 'script'", 'trusted-types nextjs default']),
    ...(https ? ['upgrade-insecure-requests'] : []),
    // Browsers know one or the other way to say what they blocked.
    `report-uri ${reportAddress}`,
    'report-to csp',
  ].join('; ');
}
