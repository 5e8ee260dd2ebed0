import 'server-only';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ProblemError } from '#http/problem.ts';
import { once } from '../once.ts';

/** Kinds of requests that are counted, each in its own time. */
type Kind = 'read' | 'write' | 'anonymous' | 'account' | 'ask';

/** Per person and minute, generous for people and tight for loops. The sign-in has its own, in the database. */
const limiters = () =>
  once('limits', () => ({
    read: new RateLimiterMemory({ points: 1_200, duration: 60 }),
    write: new RateLimiterMemory({ points: 240, duration: 60 }),
    anonymous: new RateLimiterMemory({ points: 300, duration: 60 }),
    /** Accounts made by invitation and requests for a new link, per address. */
    account: new RateLimiterMemory({ points: 20, duration: 600 }),
    ask: new RateLimiterMemory({ points: 10, duration: 600 }),
  }));

/**
 * Counts one request of somebody.
 * @throws ProblemError `too_many_requests` with the seconds to wait
 */
export async function takeTurn(kind: Kind, who: string): Promise<void> {
  try {
    await limiters()[kind].consume(who);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    throw new ProblemError('too_many_requests', 'Too many requests.', {
      detail: `${kind === 'read' ? '' : 'Nothing was changed. '}Try again in ${seconds} s.`,
      retryAfter: seconds,
    });
  }
}
