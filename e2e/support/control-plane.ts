import { spawn } from 'node:child_process';
import { freePort, newFolder, removeFolder } from '../../tests/support/process.ts';

export type HttpControlPlane = { url: string; adminToken: string; stop: () => Promise<void> };

/**
 * The embedded control plane alone, over loopback HTTP, as `npm run control-plane` runs it.
 * @throws Error with what it printed when it ends before it listens
 */
export async function startControlPlane(): Promise<HttpControlPlane> {
  const port = await freePort();
  const folder = newFolder();
  const adminToken = 'journeys-admin-token-0f6c2a7d';
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
    url: `http://127.0.0.1:${port}`,
    adminToken,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      removeFolder(folder);
    },
  };
}
