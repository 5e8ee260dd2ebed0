'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';

export type UrlChanges = Record<string, string | number | readonly string[] | null | undefined>;

/**
 * The address with some of its search parameters changed and all others kept. `null`, `undefined` and `''` remove one. A change
 * of anything but `page` leads back to the first page.
 */
export function changedSearch(current: string, changes: UrlChanges): string {
  const next = new URLSearchParams(current);
  if (!('page' in changes)) next.delete('page');
  for (const [key, value] of Object.entries(changes)) {
    next.delete(key);
    if (value === null || value === undefined || value === '') continue;
    for (const one of typeof value === 'object' ? value : [value]) next.append(key, String(one));
  }
  const text = next.toString();
  return text ? `?${text}` : '';
}

/**
 * State that a colleague sees by opening the link: filters, sort, page, tab, open drawer. Writing goes through the history API,
 * which Next keeps in step with `useSearchParams`: the address changes at once and only the data is asked again.
 */
export function useUrlState() {
  const path = usePathname();
  const search = useSearchParams().toString();
  const href = useCallback((changes: UrlChanges) => path + changedSearch(search, changes), [path, search]);
  const set = useCallback((changes: UrlChanges, { push = false }: { push?: boolean } = {}) => {
    // Read from the address, not from the render: two writes may come before the next one.
    const to = location.pathname + changedSearch(location.search, changes) + location.hash;
    if (to === location.pathname + location.search + location.hash) return;
    if (push) history.pushState(null, '', to);
    else history.replaceState(null, '', to);
  }, []);
  return useMemo(() => {
    const params = new URLSearchParams(search);
    return {
      params,
      get: (key: string): string | undefined => params.get(key) ?? undefined,
      getAll: (key: string): string[] => params.getAll(key),
      /** An address of this page with these changes, for links. */
      href,
      /** Writes; `push` makes a step that Back undoes. */
      set,
    };
  }, [search, href, set]);
}
