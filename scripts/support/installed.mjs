import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runNpm } from './run.mjs';

const read = (path) => {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8')).packages;
  } catch {
    return undefined;
  }
};

/** Whether node_modules holds what the lock file says: npm writes down there what it installed. */
export function isInstalled() {
  const wanted = read('package-lock.json');
  const there = read('node_modules/.package-lock.json');
  if (!wanted || !there) return false;
  return Object.entries(wanted).every(([path, entry]) => path === '' || entry.optional || there[path]?.version === entry.version);
}

/**
 * Installs what the lock file says, when it is not there. No install script of a package runs.
 * @returns {Promise<boolean>} whether the packages are there now
 */
export async function install() {
  if (isInstalled()) return true;
  console.log('Installing packages...');
  const options = ['--include=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund'];
  if ((await runNpm(['ci', ...options])) === 0) return true;
  // Some registries lack optional packages of other systems that the lock names; npm install goes on without them.
  console.log('npm ci did not succeed; trying npm install...');
  return (await runNpm(['install', '--no-save', '--no-package-lock', ...options])) === 0;
}
