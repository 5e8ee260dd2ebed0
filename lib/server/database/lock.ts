import 'server-only';
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, readlinkSync, renameSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';

/** Who holds a lock: a process is told from a later one with the same number by its start time, boot and pid namespace. */
type Owner = { pid: number; started: string; boot: string; space: string; nonce: string };

const heartbeatMs = 5_000;
/** A holder in another pid namespace counts as dead after this long without a heartbeat. */
const silenceMs = 6 * heartbeatMs;
/** Takeovers of takeovers: each level needs a process that died within the milliseconds of the level below. */
const mostLevels = 4;

const attempt = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};
const contentOf = (file: string) => attempt(() => readFileSync(file, 'utf8'));

/**
 * State and start time of a process by `/proc/<pid>/stat`, whose second field (the name) may hold anything up to the last
 * parenthesis. Undefined where there is no such file: the process is gone, or this is no Linux.
 */
function processState(pid: number): { state: string; started: string } | undefined {
  const fields = contentOf(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ');
  return fields?.[0] && fields[19] ? { state: fields[0], started: fields[19] } : undefined;
}

const whereabouts = () => ({
  boot: contentOf('/proc/sys/kernel/random/boot_id')?.trim() ?? '',
  space: `${hostname()} ${attempt(() => readlinkSync('/proc/self/ns/pid')) ?? ''}`,
});

function lives(owner: Owner, file: string): boolean {
  const { boot, space } = whereabouts();
  // Another container on the same volume: its process numbers say nothing here, only its heartbeat does.
  if (owner.space !== space) return Date.now() - (attempt(() => statSync(file).mtimeMs) ?? 0) < silenceMs;
  if (owner.boot !== boot) return false;
  // EPERM means that the process exists and belongs to somebody else.
  const signalled = attempt(() => process.kill(owner.pid, 0)) ?? processState(owner.pid) !== undefined;
  if (!signalled || owner.started === '') return signalled;
  const now = processState(owner.pid);
  // A killed process that nobody has reaped (Z, X) still answers signals and keeps its start time.
  return now !== undefined && now.state !== 'Z' && now.state !== 'X' && now.started === owner.started;
}

function parseOwner(text: string): Owner | undefined {
  const owner = attempt(() => JSON.parse(text) as Partial<Owner>);
  const whole =
    owner &&
    typeof owner.pid === 'number' &&
    typeof owner.started === 'string' &&
    typeof owner.boot === 'string' &&
    typeof owner.space === 'string';
  return whole ? (owner as Owner) : undefined;
}

/**
 * Takes an exclusive lock as a file, for as long as this process lives, or throws at once.
 * The file appears together with its content (`link`), and a dead holder is succeeded under a lock of its own, so that of many
 * starters exactly one gets it.
 * @param file path of the lock file; its folder is made
 * @returns a function that gives the lock back; it also runs when the process exits
 * @throws Error in one sentence when a living process holds it
 */
export function takeLock(file: string): () => void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const text = acquire(file, 0);
  const beat = setInterval(() => attempt(() => utimesSync(file, new Date(), new Date())), heartbeatMs);
  beat.unref();
  const release = () => {
    clearInterval(beat);
    process.off('exit', release);
    giveBack(file, text);
  };
  process.once('exit', release);
  return release;
}

function giveBack(file: string, text: string): void {
  if (contentOf(file) === text) attempt(() => unlinkSync(file));
}

function acquire(file: string, level: number): string {
  const owner: Owner = { pid: process.pid, started: processState(process.pid)?.started ?? '', ...whereabouts(), nonce: randomUUID() };
  const text = JSON.stringify(owner);
  const own = `${file}.${owner.nonce}`;
  writeFileSync(own, text, { flag: 'wx', mode: 0o600 });
  try {
    for (let round = 0; round < 10; round += 1) {
      const made = attempt(() => {
        linkSync(own, file);
        return true;
      });
      if (made) return text;
      const seen = contentOf(file);
      // It went away between the two calls: try to make it again.
      if (seen === undefined) continue;
      const holder = parseOwner(seen);
      if (holder && lives(holder, file))
        throw new Error(`The data folder is in use by process ${holder.pid} (${file}): stop that one first.`);
      if (level < mostLevels && succeed(file, seen, own, level)) return text;
    }
    throw new Error(`The data folder is being opened by another process (${file}).`);
  } finally {
    attempt(() => unlinkSync(own));
  }
}

/** Puts `own` in the place of a dead holder's file, unless somebody else has done so since it was read. */
function succeed(file: string, seen: string, own: string, level: number): boolean {
  const heir = `${file}.heir`;
  const text = acquire(heir, level + 1);
  try {
    if (contentOf(file) !== seen) return false;
    renameSync(own, file);
    return true;
  } finally {
    giveBack(heir, text);
  }
}
