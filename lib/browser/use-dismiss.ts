'use client';

import { type RefObject, useEffect, useRef } from 'react';

/**
 * Closes something that floats: by a press outside of it and of its anchor, by Escape (focus goes back to the anchor), and when
 * focus moves elsewhere.
 */
export function useDismiss(anchor: HTMLElement | null, panel: RefObject<HTMLElement | null>, onClose: () => void): void {
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    if (!anchor) return;
    const inside = (target: EventTarget | null) => target instanceof Node && (anchor.contains(target) || panel.current?.contains(target));
    const onPress = (event: PointerEvent) => {
      if (!inside(event.target)) close.current();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // A dialog underneath must not take the same Escape.
      event.preventDefault();
      event.stopPropagation();
      close.current();
      anchor.focus();
    };
    const onFocus = (event: FocusEvent) => {
      if (!inside(event.target)) close.current();
    };
    document.addEventListener('pointerdown', onPress, true);
    document.addEventListener('keydown', onKey, true);
    document.addEventListener('focusin', onFocus);
    return () => {
      document.removeEventListener('pointerdown', onPress, true);
      document.removeEventListener('keydown', onKey, true);
      document.removeEventListener('focusin', onFocus);
    };
  }, [anchor, panel]);
}
