/** A terminal and npm both pass on one Ctrl-C; only a later signal means that somebody is impatient. */
const sameSignalMs = 1_000;

/** Where code inside Next says what has to end with the process; it cannot be imported from there, so both meet on globalThis. */
const registered = () => globalThis[Symbol.for('caracal.shutdown')] ?? { streams: new Set(), stores: new Set() };

/**
 * Ends the process in order on SIGTERM and SIGINT: no new connections, streams end, requests in flight are answered, stores
 * close. Exits 0; 1 when a store could not be closed or a second signal came.
 * @param {import('node:http').Server} server
 * @param {() => Promise<void>} closeNext
 * @param {number} drainMs how long requests in flight are waited for
 * @returns {{ draining: () => boolean }}
 */
export function drainOnSignal(server, closeNext, drainMs) {
  let since;
  const sockets = new Set();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const drain = async () => {
    const late = setTimeout(() => {
      server.closeAllConnections();
      // Connections that became something else, such as WebSockets, are none of HTTP's any more.
      for (const socket of sockets) socket.destroy();
    }, drainMs);
    const closed = new Promise((resolve) => server.close(resolve));
    // A connection becomes idle when its last request is answered, and would then be kept for the next one.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    // To Node, a connection that never sent anything is not idle but about to send.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    const { streams, stores } = registered();
    // Streams would hold the server open to the deadline.
    for (const end of streams) end();
    await closed;
    clearInterval(sweep);
    clearTimeout(late);
    const results = await Promise.allSettled([...stores].map((close) => close()));
    const failed = results.filter(({ status }) => status === 'rejected').length;
    if (failed > 0) console.error('A store could not be closed; what was acknowledged before is kept.');
    await closeNext().catch(() => {});
    process.exit(failed > 0 ? 1 : 0);
  };
  const onSignal = () => {
    if (since === undefined) {
      since = performance.now();
      void drain();
    } else if (performance.now() - since > sameSignalMs) process.exit(1);
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, onSignal);
  return { draining: () => since !== undefined };
}
