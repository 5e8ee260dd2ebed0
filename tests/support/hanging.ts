import net from 'node:net';

export type Hanging = {
  port: number;
  /** From now on nothing passes: connections are taken and stay without a word, as those of a server that hangs. */
  hang: () => void;
  resume: () => void;
  close: () => void;
};

/** Stands between a client and a server on this machine, and can do as if the server hung. */
export async function hangingBefore(target: { port: number; host: string }): Promise<Hanging> {
  const pairs = new Set<readonly [net.Socket, net.Socket]>();
  let hangs = false;
  const still = (socket: net.Socket) => {
    if (hangs) socket.pause();
    else socket.resume();
  };
  const server = net.createServer((near) => {
    const far = net.connect(target.port, target.host);
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => to.write(bytes));
      from.on('error', () => {});
      from.on('close', () => {
        pairs.delete(pair);
        to.destroy();
      });
      still(from);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const all = () => [...pairs].flat();
  return {
    port: (server.address() as net.AddressInfo).port,
    hang: () => {
      hangs = true;
      all().forEach(still);
    },
    resume: () => {
      hangs = false;
      all().forEach(still);
    },
    close: () => {
      for (const socket of all()) socket.destroy();
      server.close();
    },
  };
}
