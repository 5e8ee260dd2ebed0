import 'server-only';
import { once } from '../once.ts';

/** One reading of a whole list. */
export type Snapshot<Row> = {
  rows: readonly Row[];
  /** When the control plane was asked. */
  asOf: Date;
  /** Differs between any two snapshots: what is derived from several lists is remembered under their numbers. */
  number: number;
  /** What was derived from it (filtered, sorted, indexed), by name. */
  derived: Map<string, unknown>;
};

type Entry = {
  snapshot: Snapshot<unknown> | undefined;
  reading: Promise<Snapshot<unknown>> | undefined;
  /** Own writes since the running read began: it may not know them yet. */
  writes: ((rows: readonly unknown[]) => unknown[])[];
  usedAt: number;
  /** Milliseconds of the last reading. */
  tookMs: number;
};

/** Younger than this, a snapshot is served as it is; up to `staleMs`, it is served while one re-read runs. */
export const freshMs = 1_000;
export const staleMs = 10_000;

/**
 * Age from which a list is read again. A list that takes long is left alone longer, or reading it would keep the process busy all the
 * time; but early enough for the new one to be there before the old one is too old to be served.
 */
const rereadAfter = ({ tookMs }: Entry): number => Math.max(freshMs, Math.min(4 * tookMs, staleMs - 2 * tookMs));
const keepMs = 10 * 60_000;
const mostDerived = 24;

const store = () => once('lists', () => ({ entries: new Map<string, Entry>(), counter: 0 }));

function snapshotOf(rows: readonly unknown[], asOf: Date): Snapshot<unknown> {
  const lists = store();
  lists.counter += 1;
  return { rows, asOf, number: lists.counter, derived: new Map() };
}

/**
 * A whole list, read once for everybody who asks at the same time (settled.md, "Lists"). A failing re-read behind a snapshot
 * that is young enough is not told to this caller; the next one, past 10 s, gets the failure itself.
 * @param key names the list, zone included
 * @param load reads it from the control plane; it must not depend on one caller's cancellation
 */
export async function readSnapshot<Row>(key: string, load: () => Promise<Row[]>): Promise<Snapshot<Row>> {
  const { entries } = store();
  const now = Date.now();
  for (const [old, { usedAt, reading }] of entries) if (now - usedAt > keepMs && !reading) entries.delete(old);
  const entry = entries.get(key) ?? { snapshot: undefined, reading: undefined, writes: [], usedAt: now, tookMs: 0 };
  entries.set(key, entry);
  entry.usedAt = now;
  const age = entry.snapshot ? now - entry.snapshot.asOf.getTime() : Number.POSITIVE_INFINITY;
  if (entry.snapshot && age < rereadAfter(entry)) return entry.snapshot as Snapshot<Row>;
  entry.reading ??= reread(entry, load);
  if (entry.snapshot && age < staleMs) {
    entry.reading.catch(() => {});
    return entry.snapshot as Snapshot<Row>;
  }
  return (await entry.reading) as Snapshot<Row>;
}

async function reread(entry: Entry, load: () => Promise<unknown[]>): Promise<Snapshot<unknown>> {
  const asOf = new Date();
  const began = performance.now();
  entry.writes = [];
  try {
    const rows = await load();
    entry.tookMs = performance.now() - began;
    entry.snapshot = snapshotOf(
      entry.writes.reduce((all: readonly unknown[], write) => write(all), rows),
      asOf,
    );
    return entry.snapshot;
  } finally {
    entry.reading = undefined;
    entry.writes = [];
  }
}

/** Puts an own write into what is cached, so that the person who made it sees it at once. Must give the same result when applied twice. */
export function patchSnapshot<Row>(key: string, write: (rows: readonly Row[]) => Row[]): void {
  const entry = store().entries.get(key);
  if (!entry) return;
  const patch = write as (rows: readonly unknown[]) => unknown[];
  if (entry.reading) entry.writes.push(patch);
  if (entry.snapshot) entry.snapshot = snapshotOf(patch(entry.snapshot.rows), entry.snapshot.asOf);
}

/** Forgets the lists whose names begin so, running readings included: nobody knows what stands there now. */
export function dropSnapshots(prefix: string): void {
  for (const key of store().entries.keys()) if (key.startsWith(prefix)) store().entries.delete(key);
}

/** Computes something from a snapshot once and keeps it as long as the snapshot lives. */
export function derive<Row, T>(snapshot: Snapshot<Row>, name: string, compute: (rows: readonly Row[]) => T): T {
  if (snapshot.derived.has(name)) return snapshot.derived.get(name) as T;
  const value = compute(snapshot.rows);
  snapshot.derived.set(name, value);
  const oldest = snapshot.derived.keys().next().value;
  if (snapshot.derived.size > mostDerived && oldest !== undefined) snapshot.derived.delete(oldest);
  return value;
}

/**
 * Like `derive` for what depends on other lists too: only the newest under `name` is kept, since each is as large as the list.
 * @param of the numbers of the other lists' snapshots
 */
export function deriveFrom<Row, T>(snapshot: Snapshot<Row>, name: string, of: string, compute: (rows: readonly Row[]) => T): T {
  for (const key of snapshot.derived.keys()) if (key.startsWith(`${name} `) && key !== `${name} ${of}`) snapshot.derived.delete(key);
  return derive(snapshot, `${name} ${of}`, compute);
}

/** For tests: as if the process had just started. */
export function forgetSnapshots(): void {
  store().entries.clear();
}

/** What is cached now, without waiting; a missing or old list is read meanwhile, for the next who looks. */
export function peekSnapshot<Row>(key: string, load: () => Promise<Row[]>): Snapshot<Row> | undefined {
  readSnapshot(key, load).catch(() => {});
  return store().entries.get(key)?.snapshot as Snapshot<Row> | undefined;
}

/** What was read last, however old, without reading again. */
export const lastSnapshot = <Row>(key: string): Snapshot<Row> | undefined =>
  store().entries.get(key)?.snapshot as Snapshot<Row> | undefined;

/** Rows that were chosen from a list for one person, as a list of their own; nothing derived from it is kept. */
export const selection = <Row>(snapshot: Snapshot<Row>, keep: (row: Row) => boolean): Snapshot<Row> => ({
  rows: snapshot.rows.filter(keep),
  asOf: snapshot.asOf,
  number: snapshot.number,
  derived: new Map(),
});
