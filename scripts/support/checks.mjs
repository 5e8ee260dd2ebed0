import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, runBin } from './run.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

const reports = join(root, '.test');
const report = (name) => {
  mkdirSync(reports, { recursive: true });
  const file = join(reports, `${name}.json`);
  rmSync(file, { force: true });
  return file;
};
const read = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};
/** @param {number} status @returns {Tally} of a check that is one test by itself */
export const single = (status) => ({ passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 });

/** Formatting, lint rules. */
export const lint = async () => single(await runBin('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']));
/** Types, those of the routes included: Next writes them. */
export async function types() {
  const status = await runBin('next/dist/bin/next', ['typegen'], { NEXT_TELEMETRY_DISABLED: '1' });
  return single(status || (await runBin('typescript/bin/tsc', ['--noEmit', '-p', '.'])));
}
/** Files, exports and packages that nobody uses. */
export const unused = async () => single(await runBin('knip/bin/knip.js', []));

/**
 * Runs vitest.
 * @param {string} name of the report
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<Tally>} a file that cannot be loaded counts as one failure
 */
export async function vitest(name, args, env) {
  const file = report(name);
  const status = await runBin('vitest/vitest.mjs', ['run', ...args, '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`], env);
  const result = read(file);
  if (!result) return single(status || 1);
  const broken = result.testResults.filter(
    (one) => one.status === 'failed' && one.assertionResults.every((test) => test.status !== 'failed'),
  );
  const failed = result.numFailedTests + broken.length;
  return { passed: result.numPassedTests, failed: failed || (status === 0 ? 0 : 1), skipped: result.numPendingTests + result.numTodoTests };
}

/** Runs the journeys in a browser. @returns {Promise<Tally>} */
export async function playwright() {
  const file = report('playwright');
  const status = await runBin('@playwright/test/cli.js', ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  const stats = read(file)?.stats;
  if (!stats) return single(status || 1);
  // A journey that passes at its second try is told by the reporter above; it ends no run.
  const failed = stats.unexpected;
  return { passed: stats.expected + stats.flaky, failed: failed || (status === 0 ? 0 : 1), skipped: stats.skipped };
}
