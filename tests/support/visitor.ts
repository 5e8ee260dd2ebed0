import type { Console } from './process.ts';

export const owner = { name: 'Olive Owner', email: 'olive@example.test', password: 'seven quiet herons over Utrecht' };

/** Asks a running console as its own pages would; `from` an address where a proxy in front is believed. */
export const call = (console_: Console, cookie: string, method: string, path: string, body?: unknown, from?: string): Promise<Response> =>
  fetch(console_.origin + path, {
    method,
    redirect: 'manual',
    headers: {
      'sec-fetch-site': 'same-origin',
      ...(cookie && { cookie }),
      ...(from && { 'x-forwarded-for': from }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

const cookieOf = async (response: Response): Promise<string> => {
  const line = response.headers.get('set-cookie');
  if (!response.ok || !line) throw new Error(`no session: ${response.status} ${await response.text()}`);
  return line.split(';', 1)[0] ?? '';
};

/** Makes the first owner by the link that the console printed. @returns the cookie */
export async function setUp(console_: Console): Promise<string> {
  const token = new URL(console_.setupLink() ?? 'none:').hash.slice(1);
  return cookieOf(await call(console_, '', 'POST', '/api/setup', { token, ...owner }));
}

/** @returns the cookie of a new session */
export const signIn = async (console_: Console): Promise<string> =>
  cookieOf(await call(console_, '', 'POST', '/api/sign-in', { email: owner.email, password: owner.password }));
