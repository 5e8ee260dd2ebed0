// npm run lock, after every `npm install`: makes package-lock.json good for other systems than the one it was written on.
// A registry that lacks a package's builds for other systems makes npm leave them out, and `npm ci` then refuses the lock. The
// entries written here are never fetched where `os` or `cpu` differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './support/run.mjs';

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

/** What a platform package's name says of where it runs; nothing for a name that says nothing. */
export function limitsOf(name) {
  const words = name
    .toLowerCase()
    .replace('windows', 'win32')
    .split(/[^a-z0-9]+/);
  const os = words.includes('fsevents') ? 'darwin' : systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor) || (processor === 'wasm32' && words.includes('wasm')));
  return { ...(cpu && { cpu: [cpu] }), ...(os && { os: [os] }) };
}

/** The entry that node would find for `name` from the package at `from`: beside it, or in any folder above. */
function visible(packages, from, name) {
  const steps = from === '' ? [] : from.split('/node_modules/');
  for (let depth = steps.length; depth >= 0; depth -= 1) {
    const path = [...steps.slice(0, depth), name].join('/node_modules/');
    const at = depth === 0 ? `node_modules/${name}` : path;
    if (packages[at]) return at;
  }
  return undefined;
}

/**
 * Adds the optional platform packages that are named but have no entry, and drops where packages were fetched from.
 * @param {{ packages: Record<string, Record<string, unknown>> }} lock
 * @returns {{ lock: typeof lock, added: string[], unclear: string[] }}
 */
export function completeLock(lock) {
  const packages = Object.fromEntries(Object.entries(lock.packages).map(([path, { resolved: _, ...entry }]) => [path, entry]));
  const added = [];
  const unclear = [];
  for (const [path, entry] of Object.entries(packages))
    for (const [name, wanted] of Object.entries(entry.optionalDependencies ?? {})) {
      const version = String(wanted)
        .replace(/^npm:.*@/, '')
        .replace(/^[\^~>=v\s]+/, '');
      const at = visible(packages, path, name);
      // A range may be met by any version, an exact one only by itself.
      if (at && (packages[at].version === version || !/^\d/.test(wanted))) continue;
      const limits = limitsOf(name);
      if (!limits.os && !limits.cpu) {
        if (!at) unclear.push(name);
        continue;
      }
      const place = at ? `${path}/node_modules/${name}` : `node_modules/${name}`;
      packages[place] = { version, ...limits, ...(entry.dev && { dev: true }), optional: true };
      added.push(place);
    }
  const sorted = Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1));
  return { lock: { ...lock, packages: Object.fromEntries(sorted) }, added, unclear };
}

if (process.argv[1] === import.meta.filename) {
  const file = join(root, 'package-lock.json');
  const { lock, added, unclear } = completeLock(JSON.parse(readFileSync(file, 'utf8')));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${added.length} entries added.`);
  for (const name of unclear) console.log(`Left out, its name says no system: ${name}`);
}
