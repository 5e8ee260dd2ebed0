import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Console } from '../../tests/support/process.ts';

export type Link = { id: string; email: string; link: string };

/** Invites addresses as the console's own form does. @param cookie a session that may */
export async function inviteTo(running: Console, cookie: string, zoneId: string, emails: string[], role = 'member'): Promise<Link[]> {
  const answer = await fetch(`${running.origin}/api/zones/${zoneId}/invitations`, {
    method: 'POST',
    headers: { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({ emails, role, message: 'You will look after the secret of report-bot.' }),
  });
  const { results } = (await answer.json()) as { results: Link[] };
  if (results.some(({ link }) => !link)) throw new Error(`not invited: ${JSON.stringify(results)}`);
  return results;
}

/** Lets the term of every open invitation be over, in the data folder of a console that does not run. */
export async function expireInvitations(folder: string): Promise<void> {
  const { PATH = '', HOME = '' } = process.env;
  await promisify(execFile)(process.execPath, ['--conditions=react-server', '--import', 'tsx', 'e2e/support/expire-invitations.ts'], {
    env: { PATH, HOME, NODE_ENV: 'production', CONSOLE_DATA_DIR: folder, LOG_LEVEL: 'error' },
  });
}
