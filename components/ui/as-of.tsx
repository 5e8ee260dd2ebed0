'use client';

import { useHydrated } from '#browser/use-hydrated.ts';
import { useNow } from './time.tsx';

/** Older figures than this say their age. */
const quietMs = 2_000;

/** How old what is shown is, when it is worth saying: a list may be up to 10 s behind the control plane. */
export function AsOf({ at }: { at: string | undefined }) {
  const now = useNow();
  const hydrated = useHydrated();
  const age = at === undefined ? 0 : now - Date.parse(at);
  // The server's clock and the browser's would write different ages.
  if (!hydrated || age <= quietMs) return null;
  const seconds = Math.round(age / 1000);
  return (
    <span className="whitespace-nowrap tabular-nums">as of {seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`} ago</span>
  );
}
