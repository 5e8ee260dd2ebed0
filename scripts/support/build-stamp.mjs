import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

const folders = ['app', 'components', 'features', 'lib', 'public'];
const files = [
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'next.config.mjs', 'postcss.config.mjs', 'proxy.ts'],
  ...['instrumentation.ts', 'instrumentation-client.ts'],
];
const stamp = join(root, '.next', 'console-build.json');

/** A hash over the names and contents of everything that a build reads, and the version of node that runs it. */
export function sourceHash() {
  const hash = createHash('sha256').update(process.version.split('.')[0] ?? '');
  const names = folders.flatMap((folder) => {
    const path = join(root, folder);
    return existsSync(path) ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)) : [];
  });
  for (const name of [...files, ...names].sort()) {
    const path = join(root, name);
    if (/\.test\.tsx?$/.test(name) || !existsSync(path) || !statSync(path).isFile()) continue;
    hash.update(`\n${name}\n`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** Whether `.next` holds a finished build of the sources as they are now. */
export function isBuilt() {
  try {
    return JSON.parse(readFileSync(stamp, 'utf8')).source === sourceHash() && existsSync(join(root, '.next', 'BUILD_ID'));
  } catch {
    return false;
  }
}

/** Says that `.next` is not a finished build, until `markBuilt`. */
export const unmarkBuilt = () => rmSync(stamp, { force: true });
/** @param {string} source the hash of what was built, taken before the build began */
export const markBuilt = (source) => writeFileSync(stamp, `${JSON.stringify({ source })}\n`);
