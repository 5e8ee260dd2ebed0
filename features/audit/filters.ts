import type { AuditFilters } from './api.ts';

const names = ['decision', 'event_type', 'request_id', 'since', 'until'] as const;

/**
 * The filters as the address says them, the same on both sides so that the browser finds what the server has fetched. Values are not
 * judged here: the BFF answers a wrong one with a problem.
 */
export function auditFiltersOf(search: URLSearchParams): AuditFilters {
  const filters: Record<string, string> = {};
  for (const name of names) {
    const value = search.get(name)?.trim();
    if (value) filters[name] = value;
  }
  return filters as AuditFilters;
}

/** Quick time ranges, in minutes; the moment they begin is fixed when one is chosen. */
export const quickRanges = [
  { label: '15 min', minutes: 15 },
  { label: '1 h', minutes: 60 },
  { label: '24 h', minutes: 24 * 60 },
  { label: '7 d', minutes: 7 * 24 * 60 },
] as const;

const two = (value: number) => String(value).padStart(2, '0');

/** An instant as a `datetime-local` box holds it: local time to the second, `''` for none or a wrong one. */
export function toLocalInput(instant: string | undefined): string {
  const at = new Date(instant ?? '');
  if (Number.isNaN(at.getTime())) return '';
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** What a `datetime-local` box holds as an instant; undefined for an empty one. */
export function fromLocalInput(text: string): string | undefined {
  const at = new Date(text);
  return text === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
