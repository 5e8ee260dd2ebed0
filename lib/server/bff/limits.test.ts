import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useStore } from '#server/database/database.ts';
import { openStore } from '#server/database/open.ts';
import { openConsole, type TestConsole } from '../../../tests/support/console.ts';
import { env } from '../env.ts';
import { takeTurn } from './limits.ts';

let opened: TestConsole;
beforeAll(async () => {
  opened = await openConsole();
});
afterAll(() => opened.close());

const turns = async (who: string, times: number) =>
  (await Promise.allSettled(Array.from({ length: times }, () => takeTurn('ask', who)))).filter(({ status }) => status === 'fulfilled')
    .length;

describe('a limit', () => {
  it('lets somebody through so often and no more, however many ask at once, and says when to come back', async () => {
    expect(await turns('one', 30)).toBe(10);
    await expect(takeTurn('ask', 'one')).rejects.toMatchObject({ code: 'too_many_requests', retryAfter: expect.any(Number) });
  });
  it('is each person’s own', async () => {
    expect(await turns('another', 10)).toBe(10);
  });
  it.skipIf(!env().databaseUrl)('is a quarter while the database that consoles share cannot be asked', async () => {
    const gone = await openStore({ url: env().databaseUrl ?? '' });
    useStore(gone);
    await gone.close();
    expect(await turns('a third', 30)).toBe(2);
    useStore(opened.store);
    expect(await turns('a third', 10)).toBe(10);
  });
});
