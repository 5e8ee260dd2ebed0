import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** `false` in the server's HTML and during hydration, `true` from then on: for what only the browser may draw. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
