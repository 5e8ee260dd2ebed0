'use client';

import { useId } from 'react';
import { clock } from '#browser/time.ts';
import { useHydrated } from '#browser/use-hydrated.ts';

/** What a bar is made of, from the bottom up; `null` where it is not known. */
export type Bar = { at: string; counts: { allow: number; deny: number; other: number } | null };
type Part = keyof NonNullable<Bar['counts']>;

const parts: { part: Part; label: string; fill: string }[] = [
  { part: 'allow', label: 'allow', fill: 'fill-allow opacity-50' },
  { part: 'other', label: 'other', fill: 'fill-warn' },
  { part: 'deny', label: 'deny', fill: 'fill-deny' },
];
const height = 64;
const step = 10;
const width = 7;

const words = ({ counts }: Bar) =>
  counts
    ? parts
        .filter(({ part }) => counts[part] > 0)
        .map(({ part, label }) => `${counts[part].toLocaleString('en')} ${label}`)
        .join(', ') || 'none'
    : 'not read';

/**
 * Decisions over time as stacked bars: allowed pale below, denied solid on top, so that they differ without colour too. Readers of
 * the screen get the same figures as a table.
 */
export function MinuteChart({ bars, caption }: { bars: readonly Bar[]; caption: string }) {
  const hatched = useId();
  const utc = !useHydrated();
  const tallest = Math.max(1, ...bars.map(({ counts }) => (counts ? counts.allow + counts.deny + counts.other : 0)));
  const time = (at: string) => clock(new Date(at), utc, 'minutes');
  return (
    <>
      <svg aria-hidden="true" viewBox={`0 0 ${bars.length * step} ${height}`} preserveAspectRatio="none" className="block h-16 w-full">
        <defs>
          <pattern id={hatched} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="2" height="6" className="fill-line-strong" />
          </pattern>
        </defs>
        <rect y={height - 1} width={bars.length * step} height="1" className="fill-line" />
        {bars.map((bar, i) => {
          let top = height;
          return (
            <g key={bar.at}>
              {bar.counts ? (
                parts.map(({ part, fill }) => {
                  const share = ((bar.counts?.[part] ?? 0) / tallest) * (height - 4);
                  top -= share;
                  return share > 0 && <rect key={part} x={i * step + 1} y={top} width={width} height={share} className={fill} />;
                })
              ) : (
                <rect x={i * step} width={step} height={height} fill={`url(#${hatched})`} />
              )}
              <rect x={i * step} width={step} height={height} className="fill-transparent hover:fill-raised hover:opacity-60">
                <title>{`${time(bar.at)}: ${words(bar)}`}</title>
              </rect>
            </g>
          );
        })}
      </svg>
      <table className="sr-only">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Minute</th>
            <th scope="col">Decisions</th>
          </tr>
        </thead>
        <tbody>
          {bars
            .filter(({ counts }) => !counts || counts.allow + counts.deny + counts.other > 0)
            .map((bar) => (
              <tr key={bar.at}>
                <th scope="row">{time(bar.at)}</th>
                <td>{words(bar)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </>
  );
}
