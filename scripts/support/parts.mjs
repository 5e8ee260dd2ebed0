import { single } from './checks.mjs';

/**
 * Runs a suite part by part: each one goes on whatever came of the one before, and the end says it in one line.
 * @returns {{ part: (name: string, work: () => Promise<import('./checks.mjs').Tally>) => Promise<import('./checks.mjs').Tally>, end: () => never }}
 */
export function parts() {
  const results = [];
  return {
    async part(name, work) {
      console.log(`\n== ${name}`);
      const began = performance.now();
      const tally = await work().catch((error) => {
        console.error(error);
        return single(1);
      });
      results.push({ name, seconds: Math.round((performance.now() - began) / 1000), ...tally });
      return tally;
    },
    end() {
      const sum = (key) => results.reduce((total, result) => total + result[key], 0);
      console.log('');
      for (const { name, passed, failed, skipped, seconds } of results)
        console.log(`${name}: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''} (${seconds} s)`);
      console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
      process.exit(sum('failed') === 0 ? 0 : 1);
    },
  };
}

/** @param {string} why @returns {import('./checks.mjs').Tally} of a part that could not run */
export const notRun = (why) => {
  console.log(`Not run: ${why}.`);
  return { passed: 0, failed: 0, skipped: 1 };
};
