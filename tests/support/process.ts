import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Console = {
  origin: string;
  port: number;
  folder: string;
  child: ChildProcess;
  stdout: () => string;
  stderr: () => string;
  /** The address that this start printed for the first owner, if it did. */
  setupLink: () => string | undefined;
  /** Asks it to end, and waits. @returns the exit status */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
  /** Settles when the process ends. */
  ended: Promise<number | null>;
};
type Options = { env?: Record<string, string>; folder?: string; port?: number /** As `npm run dev` does. */; dev?: boolean };

/** A port that nobody has at this moment. */
export const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
export const newFolder = () => mkdtempSync(join(tmpdir(), 'caracal-process-'));
export const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

/** What a console of a test may inherit: enough to run, nothing that configures it. */
const inherited = () =>
  Object.fromEntries(['PATH', 'HOME', 'TMPDIR', 'SystemRoot'].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));

/** Runs server.mjs of the built console. It may still be starting, or refuse to. */
export async function runConsole({ env = {}, folder = newFolder(), port, dev = false }: Options = {}): Promise<Console> {
  const at = port ?? (await freePort());
  const child = spawn(process.execPath, ['server.mjs', ...(dev ? ['--dev'] : [])], {
    env: {
      ...inherited(),
      NODE_ENV: dev ? 'development' : 'production',
      PORT: String(at),
      CONSOLE_DATA_DIR: folder,
      CONTROL_PLANE_PORT: '0',
      LOG_LEVEL: 'error',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    origin: env.PUBLIC_URL ?? `http://localhost:${at}`,
    port: at,
    folder,
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    setupLink: () => /^Set up: (\S+)$/m.exec(stdout)?.[1],
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
    ended,
  };
}

/**
 * Runs the built console until it says that it listens.
 * @throws Error with what it printed when it ends before
 */
export async function startConsole(options: Options = {}): Promise<Console> {
  const started = await runConsole(options);
  const listening = new Promise<true>((resolve) => {
    const look = () => {
      // The link comes in the line after the address; both are written at once.
      if (/^Caracal Console: .*\n/m.test(started.stdout())) resolve(true);
    };
    started.child.stdout?.on('data', look);
    look();
  });
  if ((await Promise.race([listening, started.ended])) !== true)
    throw new Error(`the console ended:\n${started.stdout()}${started.stderr()}`);
  return started;
}

/** Sends bytes as they are. @returns what came back until the other side closed, or until `until` is met */
export function exchange(port: number, bytes: string, until?: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('latin1');
    socket.on('data', (text) => {
      answer += text;
      if (until?.test(answer)) socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(answer) : reject(error),
    );
    socket.on('close', () => resolve(answer));
  });
}

export type RawAnswer = { status: number; headers: Headers; body: string };
/** Reads a raw HTTP/1.1 answer that ended with its connection; body decoded when it was chunked. */
export function readAnswer(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Headers();
  for (const line of lines) headers.append(line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim());
  return { status: Number(first.split(' ')[1]), headers, body: text.slice(end + 4) };
}
