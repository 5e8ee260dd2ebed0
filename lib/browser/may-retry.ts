import { type ProblemCode, ProblemError } from '#http/problem.ts';

const retriesMax = 2;
/** A fault, a wrong answer and a wrong token are the same a second later; and whoever has waited once in vain is told so. */
const lasting: readonly ProblemCode[] = ['internal', 'upstream_mismatch', 'upstream_refused_token', 'upstream_timeout'];

/** Whether asking once more may help: the network or the console failed; a refusal stays a refusal. */
export const mayRetry = (failures: number, error: unknown): boolean =>
  failures < retriesMax && error instanceof ProblemError && error.status >= 500 && !lasting.includes(error.code);
