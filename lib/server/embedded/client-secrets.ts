import 'server-only';
import { createHmac, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { refusal } from './refusal.ts';

/** Cost of argon2id: memory in KiB, passes, lanes. */
export type HashCost = { memoryCost: number; timeCost: number; parallelism: number };
/** 64 MiB, 3 passes: what the real control plane spends (contract 4), above OWASP's floor of 19 MiB and 2. */
export const usualHashCost: HashCost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };

/** Hashes at work at once (64 MiB each), and how many may wait before the next is turned away. */
const atOnce = 2;
const mostWaiting = 64;
/** How long a verified secret is remembered, so that an exchange does not pay for argon2 each time. */
const rememberMs = 60_000;
const mostRemembered = 1_000;

export type ClientSecrets = ReturnType<typeof createClientSecrets>;

/** Hashes and checks client secrets (argon2id). */
export function createClientSecrets(cost: HashCost = usualHashCost) {
  const waiting: (() => void)[] = [];
  let working = 0;
  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (working < atOnce) working += 1;
    else {
      if (waiting.length >= mostWaiting) throw refusal(429, 'too_many_secrets_at_once');
      // Whoever finishes hands its place over instead of giving it back.
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else working -= 1;
    }
  }

  const pepper = randomBytes(32);
  /** By an HMAC of stored hash and secret: a new hash makes the entry unreachable, and no secret lies in memory. */
  const remembered = new Map<string, { until: number; result: Promise<boolean> }>();

  return {
    hash: (secret: string): Promise<string> => inTurn(() => hash(secret, cost)),

    /** Whether the secret is the one that was hashed. Equal questions at the same time are asked once. */
    verify(stored: string, secret: string): Promise<boolean> {
      const key = createHmac('sha256', pepper).update(`${stored}\0${secret}`).digest('base64');
      const known = remembered.get(key);
      if (known && known.until > Date.now()) return known.result;
      const result = inTurn(() => verify(stored, secret));
      remembered.delete(key);
      remembered.set(key, { until: Date.now() + rememberMs, result });
      const forget = () => {
        if (remembered.get(key)?.result === result) remembered.delete(key);
      };
      // Only a success is remembered.
      result.then((right) => right || forget(), forget);
      for (const [oldest] of remembered) {
        if (remembered.size <= mostRemembered) break;
        remembered.delete(oldest);
      }
      return result;
    },
  };
}
