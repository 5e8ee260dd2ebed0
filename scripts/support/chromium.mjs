import { existsSync } from 'node:fs';

/** Where the browser of the journeys is: CHROMIUM_PATH, Debian's, or undefined for Playwright's own. */
export const chromiumPath = () => [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find((path) => path && existsSync(path));

/** What the browser is started with: no calls of its own, no keyring, and no sandbox where the kernel refuses one to root. */
export const chromiumArguments = () => [
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--no-default-browser-check'],
  ...['--disable-dev-shm-usage', '--password-store=basic', '--use-mock-keychain', '--no-pings', '--disable-domain-reliability'],
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];
