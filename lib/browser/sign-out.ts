'use client';

import { useEffect } from 'react';

let opened: BroadcastChannel | undefined;
/** One for the whole tab: what is sent on it does not come back to it. */
const channel = (): BroadcastChannel => {
  opened ??= new BroadcastChannel('signout');
  return opened;
};

/** Tells the other tabs of this browser that somebody has signed out on purpose: they must not go on showing what was theirs. */
export const tellOtherTabs = (): void => channel().postMessage(null);

/** Leaves a page for the sign-in when another tab signs out, and asks anew for one that the browser kept and shows again. */
export function useLeaving(): void {
  useEffect(() => {
    const onSignOut = () => location.replace('/sign-in');
    const onShow = (event: PageTransitionEvent) => event.persisted && location.reload();
    channel().addEventListener('message', onSignOut);
    addEventListener('pageshow', onShow);
    return () => {
      channel().removeEventListener('message', onSignOut);
      removeEventListener('pageshow', onShow);
    };
  }, []);
}
