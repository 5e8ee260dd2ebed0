import net from 'node:net';

/** A setting that stops the start; its message is one sentence that names the variable, never its value. */
export class SettingError extends Error {
  name = 'SettingError';
}

/** @param {string} host of a URL @returns whether only this machine can reach it */
export const isLoopback = (host) => host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);

function whole(source, name, fallback, lowest, highest) {
  const text = source[name]?.trim();
  if (!text) return fallback;
  const number = Number(text);
  if (!/^\d{1,6}$/.test(text) || number < lowest || number > highest)
    throw new SettingError(`${name} must be a whole number from ${lowest} to ${highest}.`);
  return number;
}

/**
 * The settings that the process needs before Next is loaded. The others are checked by lib/server/env.ts during the boot.
 * @param {Record<string, string | undefined>} source
 * @throws {SettingError}
 */
export function readSettings(source) {
  const port = whole(source, 'PORT', 3000, 1, 65_535);
  let publicUrl;
  try {
    publicUrl = new URL(source.PUBLIC_URL?.trim() || `http://localhost:${port}`);
  } catch {
    throw new SettingError('PUBLIC_URL must be an http or https URL.');
  }
  if (publicUrl.protocol !== 'http:' && publicUrl.protocol !== 'https:') throw new SettingError('PUBLIC_URL must be an http or https URL.');
  if (publicUrl.protocol === 'http:' && !isLoopback(publicUrl.hostname))
    throw new SettingError('PUBLIC_URL must be https unless it is a loopback address.');
  if (publicUrl.pathname !== '/' || publicUrl.search || publicUrl.hash || publicUrl.username || publicUrl.password)
    throw new SettingError('PUBLIC_URL must be an origin without path, query or user.');
  return {
    port,
    listen: source.LISTEN?.trim() || '127.0.0.1',
    publicUrl,
    trustedProxyHops: whole(source, 'TRUSTED_PROXY_HOPS', 0, 0, 10),
  };
}

/**
 * Why a socket could not be opened, for the person who started the console.
 * @param {NodeJS.ErrnoException} error of `listen`
 * @param {{ port: number, listen: string }} settings
 */
export function listenFailure(error, { port, listen }) {
  if (error.code === 'EADDRINUSE') return `PORT ${port} is in use by another process; stop it, or set PORT to a free one.`;
  if (error.code === 'EACCES') return `PORT ${port} may not be opened by this user; set PORT to one above 1023.`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') return `LISTEN ${listen} is not an address of this machine.`;
  return `PORT ${port} could not be opened (${error.code ?? error.message}).`;
}

/**
 * Tries whether the port can be had, before anything that takes long or touches the data folder.
 * @param {{ port: number, listen: string }} settings
 * @throws {SettingError}
 */
export async function checkPort(settings) {
  const failure = await new Promise((resolve) => {
    const probe = net.createServer();
    probe.on('error', (error) => resolve(listenFailure(error, settings)));
    probe.listen(settings.port, settings.listen, () => probe.close(() => resolve(undefined)));
  });
  if (failure) throw new SettingError(failure);
}
