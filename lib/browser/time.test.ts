import { expect, it } from 'vitest';
import { bothZones, clock, dateTime, relativeTime, shortDate, spanInWords } from './time.ts';

const now = Date.UTC(2026, 10, 14, 9, 14, 7, 418);

it('says a span in the largest unit that says enough', () => {
  expect([0, 59, 60, 3_599, 3_600, 86_399, 86_400, -5].map(spanInWords)).toEqual([
    '0 s',
    '59 s',
    '1 min',
    '59 min',
    '1 h',
    '23 h',
    '1 d',
    '0 s',
  ]);
});

it('counts both ways from now, and gives up beyond a week', () => {
  const at = (seconds: number) => relativeTime(now + seconds * 1000, now);
  expect([0, -2, -12, -240, 76_440, -41 * 86_400, 8 * 86_400].map(at)).toEqual([
    'just now',
    'just now',
    '12 s ago',
    '4 min ago',
    'in 21 h',
    undefined,
    undefined,
  ]);
});

it('names the year only where it is another one', () => {
  expect(shortDate(new Date(now), new Date(now), true)).toBe('14 Nov');
  expect(shortDate(new Date(Date.UTC(2025, 0, 2)), new Date(now), true)).toBe('2 Jan 2025');
});

it('is exact where it is asked to be', () => {
  expect(dateTime(new Date(now), true)).toBe('14 Nov 2026, 09:14');
  expect(clock(new Date(now), true, 'ms')).toBe('09:14:07.418');
  expect(bothZones(new Date(now), true)).toBe('14 Nov 2026, 09:14:07 UTC');
  expect(bothZones(new Date(now), false)).toMatch(/^1[345] Nov 2026, .+ \(UTC[+−]\d\d:\d\d\)\n14 Nov 2026, 09:14:07 UTC$/);
});
