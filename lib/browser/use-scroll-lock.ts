'use client';

import { useLayoutEffect } from 'react';

let locks = 0;

/** Keeps the page behind a modal where it is, without a jump where the scrollbar was. */
export function useScrollLock(): void {
  useLayoutEffect(() => {
    const { documentElement: page } = document;
    locks += 1;
    if (locks === 1) {
      const bar = innerWidth - page.clientWidth;
      page.style.overflow = 'hidden';
      if (bar > 0) page.style.paddingInlineEnd = `${bar}px`;
    }
    return () => {
      locks -= 1;
      if (locks > 0) return;
      page.style.overflow = '';
      page.style.paddingInlineEnd = '';
    };
  }, []);
}
