/** Whether this is `npm run soak`, which has time: the same tests, with more rounds. */
export const soaking = process.env.SOAK === '1';
/** @returns the number of rounds for `npm test`, or for `npm run soak` */
export const rounds = (quick: number, long: number): number => (soaking ? long : quick);
