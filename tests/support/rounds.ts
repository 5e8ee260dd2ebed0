/** How much time there is: `verify` before a commit, `test` in CI, `soak` for whoever wants to know. */
const kind = process.env.ROUNDS === 'verify' || process.env.ROUNDS === 'soak' ? process.env.ROUNDS : 'test';

/** How often something random or parallel is tried, by the time that there is. */
export const rounds = (often: { verify: number; test: number; soak: number }): number => often[kind];
