import { spawn } from 'node:child_process';
import { freePort, newFolder, removeFolder } from '../../tests/support/process.ts';
import { makeZone, type TestZone } from '../../tests/support/zone.ts';

export type ControlPlane = {
  url: string;
  adminToken: string;
  /** What a console is started with to use it. */
  settings: Record<string, string>;
};

const adminToken = 'journeys-admin-token-0f6c2a7d';

/** Where the embedded control plane will be once a console was started with its settings. */
export async function embeddedControlPlane(): Promise<ControlPlane> {
  const port = String(await freePort());
  return { url: `http://127.0.0.1:${port}`, adminToken, settings: { CONTROL_PLANE_PORT: port, CARACAL_ADMIN_TOKEN: adminToken } };
}

/** The settings of a console that uses a control plane at this address. */
export const reachedAt = (url: string): ControlPlane => ({
  url,
  adminToken,
  settings: { CARACAL_API_URL: url, CARACAL_ADMIN_TOKEN: adminToken },
});

/**
 * The embedded control plane alone, over loopback HTTP, as `npm run control-plane` runs it.
 * @throws Error with what it printed when it ends before it listens
 */
export async function startControlPlane(): Promise<ControlPlane & { stop: () => Promise<void> }> {
  const port = await freePort();
  const folder = newFolder();
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(
    process.execPath,
    ['--conditions=react-server', '--import', 'tsx', 'scripts/control-plane.ts', '--port', String(port)],
    {
      env: { PATH, HOME, NODE_ENV: 'production', CONSOLE_DATA_DIR: folder, CARACAL_ADMIN_TOKEN: adminToken, LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const listening = new Promise<true>((resolve) => {
    const read = (text: string) => {
      printed += text;
      if (printed.includes(`:${port}`)) resolve(true);
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
  });
  if ((await Promise.race([listening, ended])) !== true) throw new Error(`the control plane ended:\n${printed}`);
  return {
    ...reachedAt(`http://127.0.0.1:${port}`),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      removeFolder(folder);
    },
  };
}

/** A new zone of a running control plane, made past the console. */
export const zoneIn = ({ url, adminToken: token }: ControlPlane, name: string): Promise<TestZone> =>
  makeZone(
    {
      adminToken: token,
      fetch: (input, init) => {
        const { pathname, search } = new URL(String(input));
        return fetch(url + pathname + search, init);
      },
    },
    name,
  );
