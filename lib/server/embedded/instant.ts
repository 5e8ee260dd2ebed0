import 'server-only';
import { randomBytes } from 'node:crypto';

let last = 0;
/**
 * Now, as ISO text with microseconds. The clock of a process has milliseconds; the rest is a counter, so that no two calls give
 * the same instant and "newest first" is an order without ties.
 */
export function now(): string {
  last = Math.max(last + 1, Date.now() * 1000);
  return microseconds(last);
}

/** ISO text with microseconds for a number of microseconds since 1970. */
function microseconds(value: number): string {
  const milliseconds = Math.floor(value / 1000);
  return new Date(milliseconds).toISOString().replace('Z', `${String(value - milliseconds * 1000).padStart(3, '0')}Z`);
}

/** A date for PostgreSQL, with milliseconds, `seconds` from now; undefined beyond what a date can hold. */
export function secondsFromNow(seconds: number): string | undefined {
  const date = new Date(Date.now() + seconds * 1000);
  // Beyond the year 9999 ISO text has a sign and zeros, which PostgreSQL does not read.
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace(/^\+0*/, '');
}

/** A date of PostgreSQL in UTC (`2026-11-22 05:05:44.212345+00`) as ISO text cut to milliseconds, as the control plane answers it. */
export function toWire(text: string): string {
  const match = /^(\d{4,6})(-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(text);
  if (!match) return text;
  const [, year = '', day, time, fraction = ''] = match;
  // Beyond the year 9999 ISO text has six digits and a sign.
  const full = year.length > 4 ? `+${year.padStart(6, '0')}` : year;
  return `${full}${day}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
}

/** A UUID v7 (RFC 9562 section 5.7): time-ordered, also among those made within one millisecond. */
export function newId(): string {
  const bytes = randomBytes(16);
  last = Math.max(last + 1, Date.now() * 1000);
  const milliseconds = Math.floor(last / 1000);
  bytes.writeUIntBE(milliseconds, 0, 6);
  // The twelve bits after the version hold the counter within the millisecond.
  bytes.writeUInt16BE(0x7000 | (last - milliseconds * 1000), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
