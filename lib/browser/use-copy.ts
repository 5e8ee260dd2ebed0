'use client';

import { useEffect, useRef, useState } from 'react';

export type Copied = 'idle' | 'copied' | 'failed';

/** Copies a text to the clipboard and says for 2 s how it went. */
export function useCopy(): [Copied, (text: string) => Promise<boolean>] {
  const [state, setState] = useState<Copied>('idle');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async (text: string) => {
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // No permission, or a page that is not a secure context.
      done = false;
    }
    setState(done ? 'copied' : 'failed');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setState('idle'), 2_000);
    return done;
  };
  return [state, copy];
}
