import { describe, expect, it } from 'vitest';
import { createClientSecrets, usualHashCost } from './client-secrets.ts';

const cheap = { memoryCost: 1024, timeCost: 1, parallelism: 1 };

describe('client secrets', () => {
  it('are hashed with argon2id at the usual cost', async () => {
    expect(await createClientSecrets().hash('secret')).toMatch(
      new RegExp(`^\\$argon2id\\$v=19\\$m=${usualHashCost.memoryCost},t=${usualHashCost.timeCost},p=${usualHashCost.parallelism}\\$`),
    );
  });

  it('are verified, and a wrong one is never remembered as right', async () => {
    const secrets = createClientSecrets(cheap);
    const stored = await secrets.hash('right');
    for (let round = 0; round < 2; round += 1) {
      expect(await secrets.verify(stored, 'right')).toBe(true);
      expect(await secrets.verify(stored, 'wrong')).toBe(false);
    }
    expect(await secrets.verify(await secrets.hash('other'), 'right')).toBe(false);
  });

  it('that are equal are checked once, however many ask at the same time', async () => {
    const secrets = createClientSecrets(cheap);
    const stored = await secrets.hash('right');
    const all = Array.from({ length: 500 }, () => secrets.verify(stored, 'right'));
    expect(new Set(all).size).toBe(1);
    expect(await Promise.all(all)).toEqual(Array(500).fill(true));
  });

  it('that differ are checked two at a time; too many at once are turned away, and later ones are not', async () => {
    const secrets = createClientSecrets(cheap);
    const stored = await secrets.hash('right');
    const flood = await Promise.allSettled(Array.from({ length: 200 }, (_, at) => secrets.verify(stored, `wrong ${at}`)));
    const turnedAway = flood.filter((one) => one.status === 'rejected');
    expect(turnedAway.length).toBe(200 - 2 - 64);
    expect(turnedAway[0]?.reason).toMatchObject({ status: 429 });
    expect(await secrets.verify(stored, 'right')).toBe(true);
  });
});
