// Next runs this before it hydrates anything: on every page, and on the bare shell that it sends when a page throws.
const world = globalThis as unknown as {
  trustedTypes?: { createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => unknown };
  __webpack_nonce__?: string | undefined;
  __zod_globalConfig?: { jitless: boolean };
};

// Scripts may come from the console's own built files and from nowhere else. No HTML and no script text is ever admitted.
world.trustedTypes?.createPolicy('default', {
  createScriptURL: (url) => {
    const { origin, pathname } = new URL(url, location.origin);
    if (origin === location.origin && pathname.startsWith('/_next/static/')) return url;
    throw new TypeError('This script address is not one of the console.');
  },
});
// Libraries that write a <style> look for the page's nonce here.
world.__webpack_nonce__ = document.querySelector<HTMLElement>('script[nonce]')?.nonce;
// zod would probe for `new Function`, and the policy would report each try.
world.__zod_globalConfig = { jitless: true };
