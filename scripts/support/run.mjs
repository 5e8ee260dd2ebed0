import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

/**
 * Runs a command in the project's folder, its output on ours.
 * @param {string} command a program, or `node` for the one that runs this
 * @param {string[]} args
 * @param {Record<string, string>} [env] added to ours
 * @returns {Promise<number>} its exit status, 1 when a signal ended it or it could not be started
 */
export const run = (command, args, env = {}) =>
  new Promise((resolve) => {
    const program = command === 'node' ? process.execPath : command;
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
    child.on('error', (error) => {
      console.error(`${command} could not be started (${error.code}).`);
      resolve(1);
    });
    child.on('exit', (status) => resolve(status ?? 1));
  });

/** Runs a package's own program without npx, which would ask the registry when it is missing. */
export const runBin = (path, args, env) => run('node', [join(root, 'node_modules', path), ...args], env);
export const runNpm = (args, env) => run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, env);
