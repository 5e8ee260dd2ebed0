import { isIP } from 'node:net';

const longestTarget = 8_192;

/**
 * Whether a raw request target is one that this console can mean: origin form (RFC 9112 3.2.1), every escape valid UTF-8, no
 * hidden separators, control characters or dot segments. Next answers some of these with 500, and decodes others into paths
 * that differ from what was routed.
 * @param {string} target as it stood in the request line
 */
export function isPlainTarget(target) {
  if (!target.startsWith('/') || target.startsWith('//') || target.length > longestTarget) return false;
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? '' : target.slice(mark + 1);
  if (/%2f|%5c|[#\\]/i.test(path)) return false;
  try {
    decodeURIComponent(query.replaceAll('+', ' '));
    const plain = decodeURIComponent(path);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    return !/[\u0000-\u001f\u007f\\]/.test(plain) && !plain.split('/').some((segment) => segment === '.' || segment === '..');
  } catch {
    return false;
  }
}

/** How often a header stood in the request; Node keeps only one of some of them. */
export const countHeader = (req, name) => req.rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === name).length;

const ipv4 = (address) => address.replace(/^::ffff:(?=\d+\.)/i, '');

/**
 * Who sent a request, as far as that can be known.
 * @param {string | undefined} forwardedFor the X-Forwarded-For header, proxies' entries joined by commas
 * @param {string | undefined} socketAddress
 * @param {number} hops how many proxies of ours stand in front. Each appends the address that it saw, so the entry that the
 *   outermost of them wrote is the hops-th from the right; what stands further left was sent by the client and is not believed.
 * @returns an IP address; the socket's when the chain is shorter than it should be or the entry is no address
 */
export function clientAddress(forwardedFor, socketAddress, hops) {
  const own = ipv4(socketAddress ?? '');
  if (hops === 0) return own;
  const chain = (forwardedFor ?? '').split(',').map((entry) => ipv4(entry.trim()));
  const entry = chain.at(-hops) ?? '';
  return isIP(entry) ? entry : own;
}

/** Next parses this header of its own and answers 500 when it cannot. */
export function isRouterState(value) {
  if (value === undefined) return true;
  try {
    return Array.isArray(JSON.parse(decodeURIComponent(String(value))));
  } catch {
    return false;
  }
}
