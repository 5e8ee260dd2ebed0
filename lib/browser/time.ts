const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number) => String(value).padStart(2, '0');

/** "12 s", "4 min", "2 h 5 min", "3 d": a span in words, in the largest unit that says enough. */
export function spanInWords(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < minute) return `${whole} s`;
  if (whole < hour) return `${Math.floor(whole / minute)} min`;
  if (whole < day) return `${Math.floor(whole / hour)} h`;
  return `${Math.floor(whole / day)} d`;
}

/**
 * A moment seen from now: "just now", "12 s ago", "in 21 h"; beyond a week `undefined`, where a date says more.
 * @param at milliseconds since the epoch
 * @param now milliseconds since the epoch
 */
export function relativeTime(at: number, now: number): string | undefined {
  const seconds = Math.round((now - at) / 1000);
  if (Math.abs(seconds) >= 7 * day) return undefined;
  if (Math.abs(seconds) < 3) return 'just now';
  return seconds > 0 ? `${spanInWords(seconds)} ago` : `in ${spanInWords(-seconds)}`;
}

type Parts = { year: number; month: number; day: number; hour: number; minute: number; second: number; ms: number };
const parts = (date: Date, utc: boolean): Parts =>
  utc
    ? {
        year: date.getUTCFullYear(),
        month: date.getUTCMonth(),
        day: date.getUTCDate(),
        hour: date.getUTCHours(),
        minute: date.getUTCMinutes(),
        second: date.getUTCSeconds(),
        ms: date.getUTCMilliseconds(),
      }
    : {
        year: date.getFullYear(),
        month: date.getMonth(),
        day: date.getDate(),
        hour: date.getHours(),
        minute: date.getMinutes(),
        second: date.getSeconds(),
        ms: date.getMilliseconds(),
      };

/** "14 Nov", with the year when it is not this one. */
export function shortDate(date: Date, now: Date, utc: boolean): string {
  const at = parts(date, utc);
  return `${at.day} ${months[at.month]}${at.year === parts(now, utc).year ? '' : ` ${at.year}`}`;
}

/** "14 Nov 2026, 09:14"; `seconds` adds ":07", `ms` ":07.418". */
export function dateTime(date: Date, utc: boolean, precision: 'minutes' | 'seconds' | 'ms' = 'minutes'): string {
  const at = parts(date, utc);
  return `${at.day} ${months[at.month]} ${at.year}, ${clock(date, utc, precision)}`;
}

/** "09:14", "09:14:07" or "09:14:07.418". */
export function clock(date: Date, utc: boolean, precision: 'minutes' | 'seconds' | 'ms' = 'seconds'): string {
  const at = parts(date, utc);
  const base = `${two(at.hour)}:${two(at.minute)}`;
  if (precision === 'minutes') return base;
  return `${base}:${two(at.second)}${precision === 'ms' ? `.${String(at.ms).padStart(3, '0')}` : ''}`;
}

/** Both readings of a moment, for hover and focus: the person's own zone with its offset, and UTC. */
export function bothZones(date: Date, utcOnly: boolean): string {
  const utc = `${dateTime(date, true, 'seconds')} UTC`;
  if (utcOnly) return utc;
  const offset = -date.getTimezoneOffset();
  const name = `UTC${offset < 0 ? '−' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  return `${dateTime(date, false, 'seconds')} (${name})\n${utc}`;
}
