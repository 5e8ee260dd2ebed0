// npm run verify: what to run before every commit, in under a minute.
import { lint, types, unused, vitest } from './support/checks.mjs';

const tallies = [...(await Promise.all([lint(), types(), unused()])), await vitest('unit', ['--project', 'unit'], { ROUNDS: 'verify' })];
const sum = (key) => tallies.reduce((total, tally) => total + tally[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(sum('failed') === 0 ? 0 : 1);
