import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** Ways in which a control plane fails that is there and yet is of no use. */
export const faults = ['down', 'slow', 'error', 'html', 'truncated', 'foreign'] as const;
export type Fault = (typeof faults)[number];

export type Misbehaving = {
  url: string;
  /** How it answers from now on; `undefined` passes everything through. */
  behave: (fault: Fault | undefined) => void;
  stop: () => Promise<void>;
};

/** What the control plane itself answers. */
async function passOn(target: string, req: http.IncomingMessage, path: string): Promise<{ status: number; type: string; body: Buffer }> {
  const body: Buffer[] = [];
  for await (const chunk of req) body.push(chunk as Buffer);
  return new Promise((resolve, reject) => {
    const { host: _, ...headers } = req.headers;
    const onward = http.request(target + path, { method: req.method ?? 'GET', headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, type: answer.headers['content-type'] ?? '', body: Buffer.concat(chunks) }),
      );
    });
    onward.on('error', reject);
    onward.end(Buffer.concat(body));
  });
}

/**
 * A small proxy before a control plane that can fail in every way the console has to survive.
 * @param foreignZone whose objects `foreign` answers with, whichever zone was asked for
 */
export async function misbehaving(target: string, foreignZone: string): Promise<Misbehaving> {
  let fault: Fault | undefined;
  const held = new Set<http.ServerResponse>();
  const server = http.createServer(async (req, res) => {
    if (fault === 'down') return req.socket.destroy();
    if (fault === 'slow') {
      // It takes the question and never answers.
      held.add(res);
      return;
    }
    if (fault === 'error') return res.writeHead(500, { 'content-type': 'application/json' }).end('{"error":"internal_error"}');
    if (fault === 'html')
      return res
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><title>Gateway</title><h1>Welcome to the gateway</h1>');
    const asked = req.url ?? '/';
    const path = fault === 'foreign' ? asked.replace(/^\/v1\/zones\/[^/?]+/, `/v1/zones/${foreignZone}`) : asked;
    const { status, type, body } = await passOn(target, req, path);
    if (fault === 'truncated') {
      res.writeHead(status, { 'content-type': type });
      return res.end(body.subarray(0, Math.max(1, body.length - 2)));
    }
    res.writeHead(status, { 'content-type': type, 'content-length': body.length }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    behave: (next) => {
      fault = next;
      for (const res of held) res.destroy();
      held.clear();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
