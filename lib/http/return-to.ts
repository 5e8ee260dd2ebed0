/** Pages that a sign-in may lead to: addresses of this console, without anything a browser could read as another host. */
const page = /^\/(?:$|(?:zones|account|people|accept)(?:[/?][A-Za-z0-9/_.:~%?&=+,@!*'()-]*)?$)/;

/**
 * Where to go after a sign-in: `target` when it is one of our pages, else `/`. Total: whatever comes in, the result is a path of
 * the same origin (security T28).
 */
export function returnTo(target: unknown): string {
  if (typeof target !== 'string' || target.length > 512 || !page.test(target) || target.includes('//') || target.includes('/.')) return '/';
  return target;
}
