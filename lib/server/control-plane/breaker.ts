import 'server-only';

const window = 10_000;
const least = 20;
const probeEvery = 5_000;

/**
 * Stops asking a control plane that fails: opens when half of at least 20 requests within 10 s failed, then lets one through
 * every 5 s until it answers.
 */
export function createBreaker(now: () => number = () => performance.now()) {
  let outcomes: { at: number; failed: boolean }[] = [];
  let openedAt: number | undefined;
  let lastProbe = 0;
  return {
    /** Whether a request may go out now; when not, the seconds to wait. */
    admit(): { ok: true } | { ok: false; retryAfter: number } {
      if (openedAt === undefined) return { ok: true };
      const since = now() - Math.max(openedAt, lastProbe);
      if (since < probeEvery) return { ok: false, retryAfter: Math.ceil((probeEvery - since) / 1000) };
      lastProbe = now();
      return { ok: true };
    },
    /** Tells how a request ended: failed means that no usable answer came, not that the answer was a refusal. */
    report(failed: boolean): void {
      if (!failed && openedAt !== undefined) {
        openedAt = undefined;
        outcomes = [];
        return;
      }
      const at = now();
      outcomes = [...outcomes.filter((o) => o.at > at - window), { at, failed }];
      const failures = outcomes.filter((o) => o.failed).length;
      if (openedAt === undefined && outcomes.length >= least && failures * 2 >= outcomes.length) openedAt = at;
    },
  };
}
