import 'server-only';
import type { Handle } from './core.ts';

/** The control plane as a fetch function: a client cannot tell it from the network, except that no name is looked up. */
export function fetchOf(handle: Handle): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const { pathname, search } = new URL(request.url);
    const response = await handle({
      method: request.method,
      target: pathname + search,
      headers: Object.fromEntries(request.headers),
      body: new Uint8Array(await request.arrayBuffer()),
      address: 'in-process',
    });
    request.signal.throwIfAborted();
    const bodiless = response.status === 204 || request.method === 'HEAD';
    return new Response(bodiless ? null : response.body, { status: response.status, headers: response.headers });
  };
}
