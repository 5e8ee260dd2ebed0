import 'server-only';
import { once } from 'node:events';
import http from 'node:http';
import type { Socket } from 'node:net';
import { bodyLimit } from '#contract/ids.ts';
import { log } from '#server/log.ts';
import type { Handle } from './core.ts';
import type { RawResponse } from './message.ts';

/** What the control plane says of itself in `Keep-Alive` (contract 1.3). */
const keepAliveMs = 72_000;
const headersMs = 15_000;
const requestMs = 60_000;
/** How long answers may take to finish once the server closes. */
const graceMs = 5_000;

export type Listening = { port: number; close: () => Promise<void> };

/** How much of a body that is too large is read and thrown away. A client that is cut off while it sends may never see the answer. */
const patience = 16 * 1024 * 1024;

/** Reads a body and keeps one byte more than the limit at most, which is enough to know that it is too large. */
async function readUpTo(request: http.IncomingMessage, limit: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (size <= limit) chunks.push(chunk);
    size += chunk.length;
    if (size > patience) break;
  }
  return Buffer.concat(chunks).subarray(0, limit + 1);
}

function send(request: http.IncomingMessage, response: http.ServerResponse, { status, headers, body }: RawResponse): void {
  const bytes = Buffer.from(body, 'utf8');
  // What was not read of a request would be taken for the next one.
  const unread = !request.complete;
  response.writeHead(status, {
    ...headers,
    ...(status !== 204 && { 'content-length': bytes.length }),
    ...(unread && { connection: 'close' }),
  });
  response.end(request.method === 'HEAD' || status === 204 ? undefined : bytes);
}

const clientErrors: Record<string, { status: number; text: string; message: string }> = {
  HPE_HEADER_OVERFLOW: { status: 431, text: 'Request Header Fields Too Large', message: 'Exceeded maximum allowed HTTP header size' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, text: 'Request Timeout', message: 'Client Timeout' },
};

/** What is no HTTP is answered on the bare socket. */
function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy();
  const { status, text, message } = clientErrors[error.code ?? ''] ?? { status: 400, text: 'Bad Request', message: 'Client Error' };
  const body = JSON.stringify({ error: text, message, statusCode: status });
  socket.end(
    `HTTP/1.1 ${status} ${text}\r\nContent-Length: ${body.length}\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n${body}`,
  );
}

/**
 * Serves the control plane over HTTP on the loopback interface.
 * @param port 0 takes a free one
 * @throws the listening error, e.g. when the port is taken
 */
export async function serve(handle: Handle, port: number): Promise<Listening> {
  const server = http.createServer(
    { keepAliveTimeout: keepAliveMs, headersTimeout: headersMs, requestTimeout: requestMs, maxHeaderSize: 16_384 },
    async (request, response) => {
      try {
        const body = request.method === 'GET' || request.method === 'HEAD' ? new Uint8Array() : await readUpTo(request, bodyLimit);
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
        );
        const address = request.socket.remoteAddress ?? '';
        const answered = await handle({ method: request.method ?? '', target: request.url ?? '', headers, body, address });
        send(request, response, answered);
      } catch (error) {
        // The client went away while sending, or the process is broken: there is nobody to answer in the first case.
        if (!request.destroyed) log().error({ error }, 'the embedded control plane could not answer');
        response.destroy();
      }
    },
  );
  server.on('clientError', refuse);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  let closing: Promise<void> | undefined;
  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeIdleConnections();
    const late = setTimeout(() => server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(late);
  };
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
