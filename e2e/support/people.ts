import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ZoneRole } from '#access/permission.ts';

export type Member = { name: string; email: string; password: string; zones: Record<string, ZoneRole> };

/**
 * Makes people in the data folder of a console that does not run (its database belongs to one process), with the console's own
 * functions.
 */
export async function makePeople(folder: string, people: readonly Member[]): Promise<void> {
  const script = 'e2e/support/make-people.ts';
  const { PATH = '', HOME = '' } = process.env;
  await promisify(execFile)(process.execPath, ['--conditions=react-server', '--import', 'tsx', script, JSON.stringify(people)], {
    env: { PATH, HOME, NODE_ENV: 'production', CONSOLE_DATA_DIR: folder, LOG_LEVEL: 'error' },
  });
}
