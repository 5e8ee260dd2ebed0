'use client';

import { createContext, useContext, useEffect, useState } from 'react';
import { bothZones, clock, dateTime, relativeTime, shortDate } from '#browser/time.ts';
import { useHydrated } from '#browser/use-hydrated.ts';
import { Tooltip } from './tooltip.tsx';

/** Inside a row of a table a moment is no tab stop of its own: fifty of them would stand between a person and the pager. */
export const InRow = createContext(false);

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
/** One clock for all moments on a page. */
function onTick(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 10_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The current time in milliseconds, renewed every 10 s. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => onTick(() => setNow(Date.now())), []);
  return now;
}

export type TimeProps = {
  /** ISO 8601, or milliseconds since the epoch. */
  at: string | number | Date;
  /**
   * `relative` "12 s ago", beyond a week "14 Nov"; `date` "14 Nov"; `exact` "14 Nov 2026, 09:14"; `clock` "09:14:07";
   * `clock-ms` "09:14:07.418".
   */
  show?: 'relative' | 'date' | 'exact' | 'clock' | 'clock-ms';
  className?: string;
};

/**
 * A moment. Hover and focus tell it exactly, in the person's own zone and in UTC. The server knows no zone: dates are UTC until
 * the page is hydrated, relative times are the same in all zones.
 */
export function Time({ at, show = 'relative', className }: TimeProps) {
  const inRow = useContext(InRow);
  const utc = !useHydrated();
  const now = useNow();
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span className={className}>–</span>;
  const text = {
    relative: () => relativeTime(date.getTime(), now) ?? shortDate(date, new Date(now), utc),
    date: () => shortDate(date, new Date(now), utc),
    exact: () => dateTime(date, utc),
    clock: () => clock(date, utc),
    'clock-ms': () => clock(date, utc, 'ms'),
  }[show]();
  const both = bothZones(date, utc);
  // A second may have passed between the server's words and the browser's; the next tick puts them right.
  const time = (
    <time dateTime={date.toISOString()} className={className} title={inRow ? both : undefined} suppressHydrationWarning>
      {text}
    </time>
  );
  return inRow ? time : <Tooltip text={both}>{time}</Tooltip>;
}
