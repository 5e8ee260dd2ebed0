import 'server-only';
import http from 'node:http';
import https from 'node:https';
import { env } from '../env.ts';
import { once } from '../once.ts';

export type UpstreamRequest = {
  method: string;
  target: string;
  headers: Record<string, string>;
  body?: string | undefined;
  signal: AbortSignal;
};
export type UpstreamAnswer = { status: number; headers: Record<string, string | undefined>; body: string };
export type Transport = (request: UpstreamRequest) => Promise<UpstreamAnswer>;

/** Bytes of one answer; a list of 100,000 grants is about 31 MB. */
export const answerLimit = 64 * 1024 * 1024;

/** Connections to the control plane: enough for several zones that hang and others beside them. */
const maxSockets = 128;

/** Why no usable answer came. `sent` tells whether the control plane may have acted on the request. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  constructor(
    readonly reason: 'refused' | 'timeout' | 'broken' | 'too_large' | 'aborted',
    readonly sent: boolean,
    cause?: unknown,
  ) {
    super(`control plane: ${reason}`, { cause });
  }
}

/** Whether an error says that the control plane was never asked: nothing can have happened there. */
export function neverAsked(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && cause.name === 'TransportError' && 'sent' in cause && cause.sent === false;
}

/** Speaks HTTP to a real control plane: own connections, no redirects, the target as it is, a cap on what is read. */
export function httpTransport(base: URL): Transport {
  const secure = base.protocol === 'https:';
  const agent = secure ? new https.Agent({ keepAlive: true, maxSockets }) : new http.Agent({ keepAlive: true, maxSockets });
  return ({ method, target, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      let connected = false;
      const fail = (error: unknown) => {
        if (error instanceof TransportError) return reject(error);
        if (signal.aborted)
          return reject(new TransportError(signal.reason?.name === 'TimeoutError' ? 'timeout' : 'aborted', connected, error));
        reject(new TransportError(connected ? 'broken' : 'refused', connected, error));
      };
      const request = (secure ? https : http).request(
        {
          protocol: base.protocol,
          hostname: base.hostname.replace(/^\[|\]$/g, ''),
          port: base.port,
          method,
          path: target,
          headers: { ...headers, ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }) },
          agent,
          signal,
        },
        (response) => {
          const chunks: Buffer[] = [];
          let size = 0;
          response.on('data', (chunk: Buffer) => {
            size += chunk.length;
            if (size > answerLimit) response.destroy(new TransportError('too_large', true));
            else chunks.push(chunk);
          });
          response.on('error', fail);
          response.on('close', () => {
            if (!response.complete) fail(new Error('the answer ended early'));
          });
          response.on('end', () => {
            if (!response.complete) return;
            const flat = Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
            );
            resolve({ status: response.statusCode ?? 0, headers: flat, body: Buffer.concat(chunks).toString('utf8') });
          });
        },
      );
      request.on('socket', (socket) => {
        if (!socket.connecting) connected = true;
        else socket.once(secure ? 'secureConnect' : 'connect', () => (connected = true));
      });
      request.on('error', fail);
      request.end(body);
    });
}

/** Reaches a fetch function (the embedded control plane) as if it were far away: deadlines and cancellation hold there too. */
export function fetchTransport(fetcher: typeof fetch): Transport {
  return async ({ method, target, headers, body, signal }) => {
    if (signal.aborted) throw new TransportError('aborted', false);
    const late = new Promise<never>((_, reject) =>
      signal.addEventListener(
        'abort',
        () => reject(new TransportError(signal.reason?.name === 'TimeoutError' ? 'timeout' : 'aborted', true)),
        { once: true },
      ),
    );
    const answered = fetcher(`http://embedded.invalid${target}`, { method, headers, ...(body !== undefined && { body }) }).then(
      async (response) => ({
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await response.text(),
      }),
    );
    return Promise.race([answered, late]);
  };
}

/** Where the console's requests go, decided once per process. */
export const transport = (): Promise<Transport> =>
  once('transport', async () => {
    const { api } = env();
    if (api) return httpTransport(new URL(api.url));
    const { embedded } = await import('./embedded.ts');
    return fetchTransport((await embedded()).fetch);
  });
