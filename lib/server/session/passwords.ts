import 'server-only';
import { hash, verify } from '@node-rs/argon2';
import { ProblemError } from '#http/problem.ts';
import { once } from '../once.ts';

export const passwordLimits = { min: 15, max: 256 } as const;

/** argon2id, 64 MiB, 3 passes (security T41); stored with its parameters, so they can grow. */
const parameters = { memoryCost: 65_536, timeCost: 3, parallelism: 1 } as const;

/** Composed and decomposed spellings of one password are the same password. */
const normal = (password: string) => password.normalize('NFKC');

const atOnce = 2;
const inLine = 32;
const gate = () => once('argon2-gate', () => ({ running: 0, waiting: [] as (() => void)[] }));

/** At most two hashes at once (64 MiB each) and 32 in line; beyond that the answer is `unavailable`, not a dead process. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const line = gate();
  if (line.running >= atOnce) {
    if (line.waiting.length >= inLine)
      throw new ProblemError('unavailable', 'Too many sign-ins at once.', {
        detail: 'Nothing was changed. Try again shortly.',
        retryAfter: 2,
      });
    await new Promise<void>((resolve) => line.waiting.push(resolve));
  }
  line.running += 1;
  try {
    return await work();
  } finally {
    line.running -= 1;
    line.waiting.shift()?.();
  }
}

/** @returns the argon2id hash of a password, in PHC string form */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(normal(password), parameters));

/** A hash of nobody's password: verifying against it costs what a real one costs, so that unknown addresses take as long as known ones. */
const nobody = () => once('argon2-nobody', () => hash('nobody has this password', parameters));

/** Whether the password is the one behind `stored`; does the same work when there is no account. Never throws for a wrong password. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  const against = stored ?? (await nobody());
  const matches = await inTurn(() => verify(against, normal(password)).catch(() => false));
  return matches && stored !== undefined;
}

type Checker = { check: (password: string, words: string[]) => { score: number; feedback: { warning?: string | null } } };

async function checker(): Promise<Checker> {
  return once('password-checker', async () => {
    const [{ ZxcvbnFactory }, common, en] = await Promise.all([
      import('@zxcvbn-ts/core'),
      import('@zxcvbn-ts/language-common'),
      import('@zxcvbn-ts/language-en'),
    ]);
    return new ZxcvbnFactory({
      dictionary: { ...common.dictionary, ...en.dictionary },
      graphs: common.adjacencyGraphs,
      translations: en.translations,
    }) as Checker;
  });
}

/**
 * Says what is wrong with a new password, or undefined when it will do: 15 to 256 characters, and not easy to guess, the
 * person's own words and this product's name counted as known (NIST SP 800-63B-4, security T40).
 */
export async function passwordFault(password: string, words: string[]): Promise<string | undefined> {
  const length = [...normal(password)].length;
  if (length < passwordLimits.min) return `Use at least ${passwordLimits.min} characters; a short sentence works well.`;
  if (length > passwordLimits.max) return `Use at most ${passwordLimits.max} characters.`;
  const known = ['caracal', 'console', 'caracal console', ...words.flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)])].filter(
    (word) => word.length > 2,
  );
  const { score, feedback } = (await checker()).check(normal(password).slice(0, 100), known);
  if (score >= 3) return undefined;
  return `This password is easy to guess. ${feedback.warning ?? 'Use more words that have nothing to do with each other.'}`;
}
