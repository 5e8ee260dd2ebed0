import 'server-only';
import { ProblemError } from '#http/problem.ts';

/** What ends by the signal of the same deadline says more about it: it goes first. */
const graceMs = 250;

/**
 * Waits for work until its deadline, also where the work looks at no signal. It goes on, but nobody hears what became of it.
 * @throws ProblemError `upstream_timeout`; `outcome_unknown` for a change
 */
export async function withinDeadline<T>(work: Promise<T>, deadlineMs: number, write: boolean): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(lateProblem(write)), deadlineMs + graceMs);
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const lateProblem = (write: boolean) =>
  write
    ? new ProblemError('outcome_unknown', 'It is not known whether the change was made.', {
        detail: 'It took too long. Reload to see what stands now before you try again.',
      })
    : new ProblemError('upstream_timeout', 'There was no answer in time.', { detail: 'Try again in a moment.' });
