import { existsSync } from 'node:fs';
import { chromiumPath } from './chromium.mjs';
import { postgresBin } from './postgres.mjs';
import { run, runBin } from './run.mjs';

const hasApt = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
let updated;

/** Installs a Debian package, where that is possible. @param {string} name */
async function installDebian(name) {
  if (!hasApt()) return;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  updated ??= run('apt-get', ['update', '-q'], env);
  await updated;
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], env);
}

/** @returns {Promise<boolean>} whether there is a browser: Debian's as root, else Playwright's own */
export async function ensureChromium() {
  const { chromium } = await import('@playwright/test');
  const there = () => chromiumPath() !== undefined || existsSync(chromium.executablePath());
  if (!there()) await installDebian('chromium');
  if (!there()) await runBin('@playwright/test/cli.js', ['install', 'chromium']);
  return there();
}

/** @returns {Promise<boolean>} whether there are PostgreSQL's programs */
export async function ensurePostgres() {
  if (!postgresBin()) await installDebian('postgresql');
  return postgresBin() !== undefined;
}
