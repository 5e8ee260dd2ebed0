'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';

/** The part of the Navigation API that is needed; browsers without it do not ask on Back. */
type NavigateEvent = Event & { readonly navigationType: string; readonly destination: { readonly key: string; readonly url: string } };
type Navigation = EventTarget & { traverseTo: (key: string) => unknown };

/**
 * Asks before unsaved changes are left behind: on links of the console, on Back and Forward where the browser lets a page ask,
 * and (in the browser's own words) on closing or reloading.
 * @returns `asking` while the question is open; `go` leaves as was asked, `stay` does not
 */
export function useUnsavedGuard(dirty: boolean): { asking: boolean; go: () => void; stay: () => void } {
  const router = useRouter();
  const [leave, setLeave] = useState<() => void>();
  const open = useRef(false);
  useEffect(() => {
    open.current = false;
    if (!dirty) return;
    const navigation = (window as { navigation?: Navigation }).navigation;
    const onUnload = (event: BeforeUnloadEvent) => {
      if (!open.current) event.preventDefault();
    };
    const onClick = (event: MouseEvent) => {
      if (open.current || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
        return;
      const link = (event.target as Element).closest('a');
      if (!link?.href || link.target || link.download || link.origin !== location.origin) return;
      if (link.pathname === location.pathname) return;
      event.preventDefault();
      event.stopPropagation();
      const to = link.pathname + link.search + link.hash;
      setLeave(() => () => router.push(to));
    };
    const onNavigate = (raw: Event) => {
      const event = raw as NavigateEvent;
      if (open.current || event.navigationType !== 'traverse' || !event.cancelable) return;
      if (new URL(event.destination.url).pathname === location.pathname) return;
      event.preventDefault();
      setLeave(() => () => navigation?.traverseTo(event.destination.key));
    };
    addEventListener('beforeunload', onUnload);
    document.addEventListener('click', onClick, true);
    navigation?.addEventListener('navigate', onNavigate);
    return () => {
      removeEventListener('beforeunload', onUnload);
      document.removeEventListener('click', onClick, true);
      navigation?.removeEventListener('navigate', onNavigate);
    };
  }, [dirty, router]);
  return {
    asking: leave !== undefined,
    go: () => {
      open.current = true;
      setLeave(undefined);
      leave?.();
    },
    stay: () => setLeave(undefined),
  };
}
