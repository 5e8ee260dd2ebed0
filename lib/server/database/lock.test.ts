import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from './lock.ts';

let file: string;
let children: ChildProcess[];
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'lock-')), 'lock');
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(dirname(file), { recursive: true, force: true });
});

const holder = (): Record<string, unknown> => JSON.parse(readFileSync(file, 'utf8'));
const statOf = (pid: number) =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
/** Writes a lock as this process would have, with some of it changed. */
function pretend(change: Record<string, unknown>): void {
  const release = takeLock(file);
  const mine = holder();
  release();
  writeFileSync(file, JSON.stringify({ ...mine, ...change }));
}
/** A process that takes the lock, says so, and stays (or goes on to the next line of its input). */
function contender(): Promise<{ child: ChildProcess; said: string }> {
  const code = `import(${JSON.stringify(join(import.meta.dirname, 'lock.ts'))}).then((m) => { try { m.takeLock(${JSON.stringify(file)}); console.log('taken'); } catch (error) { console.log(error.message); } process.stdin.resume(); });`;
  const child = spawn(process.execPath, ['--conditions=react-server', '--import', 'tsx', '-e', code], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  return new Promise((resolve) => child.stdout?.once('data', (said) => resolve({ child, said: String(said).trim() })));
}

describe('a lock on a data folder', () => {
  it('is refused to a second holder in one sentence that names the process', () => {
    const release = takeLock(file);
    expect(() => takeLock(file)).toThrow(`in use by process ${process.pid}`);
    release();
    takeLock(file)();
  });

  it('leaves nothing behind when it is given back', () => {
    takeLock(file)();
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  it('is taken over from a process that is gone, and from a number that was given to another process', () => {
    pretend({ pid: 2 ** 22 + 1 });
    takeLock(file)();
    pretend({ started: '1' });
    takeLock(file)();
  });

  it('is taken over after a restart of the machine, and from a file that a power cut left half written', () => {
    pretend({ boot: 'another' });
    takeLock(file)();
    writeFileSync(file, '');
    takeLock(file)();
    writeFileSync(file, '{"pid":1');
    takeLock(file)();
  });

  it('is kept for a holder in another container while its heartbeat is fresh', () => {
    pretend({ space: 'other-host pid:[1]' });
    expect(() => takeLock(file)).toThrow('in use');
    const minuteAgo = new Date(Date.now() - 60_000);
    utimesSync(file, minuteAgo, minuteAgo);
    takeLock(file)();
  });

  it('is taken over when a successor died in the middle of taking it over', () => {
    pretend({ pid: 2 ** 22 + 1 });
    writeFileSync(`${file}.heir`, readFileSync(file));
    takeLock(file)();
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  it('is taken over from a zombie: killed, not yet reaped, still answering signals', async () => {
    // The shell's child ends when it is told to, which is once the shell has become a program that never reaps it. Its standard input
    // is kept as 3 first: a background child's own is /dev/null, so it would end at once and the shell might reap it.
    const parent = spawn('sh', ['-c', 'exec 3<&0; { read line <&3; } & echo $!; exec sleep 60'], { stdio: ['pipe', 'pipe', 'ignore'] });
    children.push(parent);
    const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
    const patient = { timeout: 20_000 };
    await expect.poll(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8').trim(), patient).toBe('sleep');
    parent.stdin.write('\n');
    await expect.poll(() => statOf(pid)[0], patient).toBe('Z');
    expect(process.kill(pid, 0)).toBe(true);
    pretend({ pid, started: statOf(pid)[19] });
    takeLock(file)();
  }, 60_000);

  it('goes to exactly one of several processes that find the same dead holder', async () => {
    pretend({ pid: 2 ** 22 + 1 });
    const all = await Promise.all([contender(), contender(), contender()]);
    expect(all.filter((one) => one.said === 'taken')).toHaveLength(1);
  }, 60_000);

  it('is free again after kill -9 of its holder', async () => {
    const { child, said } = await contender();
    expect(said).toBe('taken');
    expect(() => takeLock(file)).toThrow('in use');
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    takeLock(file)();
  }, 60_000);
});
