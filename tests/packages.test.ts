import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { completeLock, limitsOf } from '../scripts/complete-lock.mjs';

type Entry = {
  version?: string;
  resolved?: string;
  integrity?: string;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  inBundle?: boolean;
};
type Manifest = { dependencies: Record<string, string>; devDependencies: Record<string, string> };
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { lockfileVersion: number; packages: Record<string, Entry> };
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const entries = Object.entries(lock.packages).filter(([path]) => path !== '');
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Lower versions have published holes that this console would have; the exact one is what its wrapping was written for. */
const floors: Record<string, { least?: string; exactly?: string; why: string }> = {
  next: { least: '16.4.6', why: 'GHSA-2464-fhr4-w9xw, GHSA-673q-mjm6-r5xr (code execution), CVE-2026-44581 (nonce from a request header)' },
  react: { least: '19.3.0', why: 'CVE-2025-55182 and those after it' },
  'react-dom': { least: '19.3.0', why: 'CVE-2025-55182 and those after it' },
  'react-server-dom-webpack': { least: '19.2.6', why: 'CVE-2025-55182, CVE-2026-23864, CVE-2026-23869, CVE-2026-23870' },
  'react-server-dom-turbopack': { least: '19.2.6', why: 'CVE-2025-55182, CVE-2026-23864, CVE-2026-23869, CVE-2026-23870' },
  'next-auth': { exactly: '4.24.15', why: 'CVE-2026-73418, CVE-2026-73419, CVE-2026-73420' },
};
const below = (version: string, least: string) => {
  const [a, b] = [version, least].map((text) => text.split('-')[0]?.split('.').map(Number) ?? []);
  for (const at of [0, 1, 2]) if (a?.[at] !== b?.[at]) return (a?.[at] ?? 0) < (b?.[at] ?? 0);
  // A pre-release comes before its release.
  return version.includes('-') && !least.includes('-');
};

it('no copy of a package is older than its last advisory', () => {
  const old = entries.flatMap(([path, { version = '0' }]) => {
    const floor = floors[nameOf(path)];
    if (!floor || (floor.exactly ? version === floor.exactly : !below(version, floor.least ?? '0'))) return [];
    return [`${path} ${version}: ${floor.why}`];
  });
  expect(old).toEqual([]);
  expect(entries.map(([path]) => path)).toEqual(
    expect.arrayContaining(['node_modules/next', 'node_modules/react', 'node_modules/react-dom', 'node_modules/next-auth']),
  );
});

it('the lock names no address, so that everybody installs from the registry that they use', () => {
  expect(lock.lockfileVersion).toBe(3);
  expect(entries.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
});

it('the lock knows the content of every package, but of builds for systems that its registry lacked', () => {
  const unknown = entries.filter(([, { integrity, inBundle, optional, os, cpu }]) => !integrity && !inBundle && !(optional && (os || cpu)));
  expect(unknown.map(([path]) => path)).toEqual([]);
});

it('the lock is complete for other systems', () => {
  expect(completeLock(lock)).toMatchObject({ added: [], unclear: [] });
});

it('every package is asked for by one exact version from the registry, and few are asked for', () => {
  const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(35);
});

it.each([
  ['@next/swc-darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
  ['@biomejs/cli-linux-x64-musl', { os: ['linux'], cpu: ['x64'] }],
  ['@oxc-parser/binding-wasm32-wasi', { cpu: ['wasm32'] }],
  ['some-windows-ia32-build', { os: ['win32'], cpu: ['ia32'] }],
  ['left-pad', {}],
])('a platform package is known by its name: %s', (name, limits) => {
  expect(limitsOf(name)).toEqual(limits);
});

it('a missing build is added where node looks for it, an address is dropped, and nothing else changes', () => {
  const before = {
    packages: {
      '': {},
      'node_modules/tool': {
        version: '2.0.0',
        resolved: 'https://example.test/tool.tgz',
        optionalDependencies: { 'tool-darwin-x64': '2.0.0', 'tool-linux-x64': '2.0.0' },
      },
      'node_modules/tool-linux-x64': { version: '2.0.0', os: ['linux'] },
      'node_modules/other': { version: '1.0.0', dev: true, optionalDependencies: { 'tool-linux-x64': '1.0.0' } },
    },
  };
  const { lock: after, added } = completeLock(before);
  expect(added).toEqual(['node_modules/tool-darwin-x64', 'node_modules/other/node_modules/tool-linux-x64']);
  expect(after.packages['node_modules/tool']).not.toHaveProperty('resolved');
  expect(after.packages['node_modules/tool-linux-x64']).toEqual({ version: '2.0.0', os: ['linux'] });
  expect(after.packages['node_modules/other/node_modules/tool-linux-x64']).toMatchObject({ version: '1.0.0', dev: true, optional: true });
});
