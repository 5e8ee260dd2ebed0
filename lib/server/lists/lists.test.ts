import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { ListQuery } from '#http/page.ts';
import { toCsv } from './export.ts';
import { cut, type ListSpec, listQuery } from './page.ts';
import { forgetSnapshots, patchSnapshot, readSnapshot, type Snapshot } from './snapshot.ts';

beforeEach(() => {
  forgetSnapshots();
  vi.useFakeTimers({ toFake: ['Date'] });
});

type Row = { id: string };
/** A list that the test answers by hand. */
function source() {
  const asked: ((rows: Row[]) => void)[] = [];
  return { asked, load: () => new Promise<Row[]>((resolve) => asked.push(resolve)) };
}
const ids = (snapshot: Snapshot<Row>) => snapshot.rows.map(({ id }) => id).join('');

describe('a cached list', () => {
  it('is read once for everybody who asks at the same time', async () => {
    const { asked, load } = source();
    const all = Promise.all([1, 2, 3].map(() => readSnapshot('k', load)));
    asked[0]?.([{ id: 'a' }]);
    expect((await all).map(ids)).toEqual(['a', 'a', 'a']);
    expect(asked).toHaveLength(1);
  });
  it('is served while one re-read runs, and never when older than 10 s', async () => {
    const { asked, load } = source();
    const first = readSnapshot('k', load);
    asked[0]?.([{ id: 'a' }]);
    await first;
    vi.setSystemTime(Date.now() + 5_000);
    expect(ids(await readSnapshot('k', load))).toBe('a');
    expect(ids(await readSnapshot('k', load))).toBe('a');
    expect(asked).toHaveLength(2);
    asked[1]?.([{ id: 'b' }]);
    await vi.waitFor(async () => expect(ids(await readSnapshot('k', load))).toBe('b'));
    vi.setSystemTime(Date.now() + 11_000);
    const late = readSnapshot('k', load);
    asked[2]?.([{ id: 'c' }]);
    expect(ids(await late)).toBe('c');
  });
  it('shows an own write at once, also when a reading that began before it ends after it', async () => {
    const { asked, load } = source();
    const first = readSnapshot('k', load);
    asked[0]?.([{ id: 'a' }]);
    await first;
    vi.setSystemTime(Date.now() + 2_000);
    const before = (await readSnapshot('k', load)).asOf.getTime();
    patchSnapshot<Row>('k', (rows) => [{ id: 'n' }, ...rows.filter(({ id }) => id !== 'n')]);
    expect(ids(await readSnapshot('k', load))).toBe('na');
    asked[1]?.([{ id: 'a' }]);
    await vi.waitFor(async () => expect((await readSnapshot('k', load)).asOf.getTime()).toBeGreaterThan(before));
    expect(ids(await readSnapshot('k', load))).toBe('na');
  });
  it('does not keep a failure: the next reader asks again', async () => {
    await expect(readSnapshot('k', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(ids(await readSnapshot('k', async () => [{ id: 'a' }]))).toBe('a');
  });
});

describe('a page', () => {
  type Thing = { name: string; n: number | null };
  const spec: ListSpec<Thing, ListQuery> = {
    query: z.strictObject(listQuery),
    text: ({ name }) => name,
    sorts: { name: ({ name }) => name, n: ({ n }) => n },
    defaultSort: 'name',
  };
  const snapshot = (rows: Thing[]): Snapshot<Thing> => ({ rows, asOf: new Date(), number: 1, derived: new Map() });
  it('holds every matching row exactly once over all pages, in order', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: fc.string(), n: fc.option(fc.integer()) })),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom('name', '-name', 'n', '-n'),
        (rows, size, sort) => {
          const list = snapshot(rows);
          const pages = Array.from(
            { length: Math.ceil(rows.length / size) || 1 },
            (_, i) => cut(list, spec, { size, sort, page: i + 1 }).items,
          );
          expect(pages.flat()).toHaveLength(rows.length);
          expect(new Set(pages.flat())).toEqual(new Set(rows));
        },
      ),
    ));
  it('past the end is the last one', () =>
    expect(
      cut(
        snapshot([
          { name: 'a', n: 1 },
          { name: 'b', n: 2 },
        ]),
        spec,
        { page: 99, size: 1 },
      ),
    ).toMatchObject({ page: 2, items: [{ name: 'b' }] }));
  it('finds rows that hold every word, whatever the case', () =>
    expect(
      cut(
        snapshot([
          { name: 'Payments Agent', n: 1 },
          { name: 'Payments', n: 2 },
        ]),
        spec,
        { q: 'agent PAY' },
      ).matched,
    ).toBe(1));
  it('refuses what its endpoint refuses, before a page shows an empty list for it', () => {
    expect(cut(snapshot([]), spec, { size: 200 }).size).toBe(200);
    expect(() => cut(snapshot([]), spec, { size: 201 })).toThrow();
    expect(() => cut(snapshot([]), spec, { status: 'bogus' } as ListQuery)).toThrow();
  });
  it('refuses to sort by a column that has no order', () => expect(() => cut(snapshot([]), spec, { sort: '__proto__' })).toThrow());
});

describe('a CSV file', () => {
  /** A reader of RFC 4180, written from its grammar. */
  const read = (text: string) => {
    const rows: string[][] = [[]];
    for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
      if (quoted === undefined && bare === '' && end === '') break;
      rows.at(-1)?.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
      if (end === '\r\n') rows.push([]);
    }
    return rows.filter((row) => row.length > 0);
  };
  it('gives back every text, and no cell that a spreadsheet would run', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            a: fc.oneof(
              fc.string(),
              fc.string().map((s) => `=${s}`),
            ),
            b: fc.string(),
          }),
          { minLength: 1, maxLength: 5 },
        ),
        (rows) => {
          const [, ...read_] = read(toCsv(rows, ['a', 'b']));
          expect(read_).toHaveLength(rows.length);
          for (const [i, cells] of read_.entries())
            for (const [j, cell] of cells.entries()) {
              expect(cell.replace(/^'/, '')).toBe((rows[i]?.[j === 0 ? 'a' : 'b'] ?? '').replace(/^'/, ''));
              expect(cell).not.toMatch(/^\s*[=+\-@]/);
            }
        },
      ),
    ));
});
