import 'server-only';
import { getTableName } from 'drizzle-orm';
import type { QueryConfig } from 'pg';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { ProblemError } from '#http/problem.ts';
import { store } from '../database/database.ts';
import type { Store } from '../database/open.ts';
import { consoleSchema, rateLimits } from '../database/tables.ts';
import { once } from '../once.ts';

/** pg gives a single query up too; its types do not know that. */
const inTime = { query_timeout: 2_000 };

/** How often somebody may, in seconds: generous for people and tight for loops. The sign-in has its own, with growing delays. */
const allowed = {
  read: { points: 1_200, duration: 60 },
  write: { points: 240, duration: 60 },
  anonymous: { points: 300, duration: 60 },
  /** What browsers say of pages by themselves: it must not use up what people at the same address may. */
  report: { points: 60, duration: 60 },
  /** Accounts made by invitation and requests for a new link, per address. */
  account: { points: 20, duration: 600 },
  ask: { points: 10, duration: 600 },
};
type Kind = keyof typeof allowed;

/** Consoles that share a database count together. While it cannot be asked each counts alone, and allows a quarter (security T43). */
function newLimiter(kind: Kind, { shared }: Store): RateLimiterAbstract {
  const limit = { ...allowed[kind], keyPrefix: kind };
  if (!shared) return new RateLimiterMemory(limit);
  return new RateLimiterPostgres({
    ...limit,
    // A database that hangs is one that cannot be asked: counting must not keep people waiting.
    storeClient: { query: (asked: QueryConfig) => shared.query({ ...asked, ...inTime }) },
    storeType: 'pool',
    schemaName: consoleSchema.schemaName,
    tableName: getTableName(rateLimits),
    tableCreated: true,
    inMemoryBlockOnConsumed: limit.points + 1,
    insuranceLimiter: new RateLimiterMemory({ ...limit, points: Math.floor(limit.points / 4) }),
  });
}

const limiters = () => once('limits', () => new WeakMap<Store, Map<Kind, RateLimiterAbstract>>());

async function limiter(kind: Kind): Promise<RateLimiterAbstract> {
  const opened = await store();
  const kept = limiters().get(opened) ?? new Map<Kind, RateLimiterAbstract>();
  limiters().set(opened, kept);
  const found = kept.get(kind) ?? newLimiter(kind, opened);
  kept.set(kind, found);
  return found;
}

/**
 * Counts one request of somebody.
 * @throws ProblemError `too_many_requests` with the seconds to wait
 */
export async function takeTurn(kind: Kind, who: string): Promise<void> {
  try {
    await (await limiter(kind)).consume(who);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    throw new ProblemError('too_many_requests', 'Too many requests.', {
      detail: `${kind === 'read' ? '' : 'Nothing was changed. '}Try again in ${seconds} s.`,
      retryAfter: seconds,
    });
  }
}
