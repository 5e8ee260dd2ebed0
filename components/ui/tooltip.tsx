'use client';

import { type ReactNode, useId, useRef, useState } from 'react';
import { useAnchored } from '#browser/use-anchored.ts';
import { cx } from './cx.ts';

function Bubble({ id, anchor, text }: { id: string; anchor: Element; text: string }) {
  const panel = useRef<HTMLSpanElement>(null);
  useAnchored(anchor, panel, { side: 'top', gapPx: 6 });
  return (
    <span
      ref={panel}
      id={id}
      role="tooltip"
      popover="manual"
      className="pointer-events-none fixed w-max max-w-72 whitespace-pre-line rounded-md bg-ink px-2 py-1 font-normal font-sans text-canvas text-xs shadow-float"
    >
      {text}
    </span>
  );
}

/** Words on hover and on focus, for text that is no control of its own. They say more, never something that is needed. */
export function Tooltip({ text, children, className }: { text: string; children: ReactNode; className?: string }) {
  const id = useId();
  const [anchor, setAnchor] = useState<Element | null>(null);
  const hide = () => setAnchor(null);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hover and focus show words, nothing is operated.
    <span
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the words must be reachable without a mouse (WCAG 1.4.13).
      tabIndex={0}
      className={cx('rounded-sm', className)}
      aria-describedby={anchor ? id : undefined}
      onPointerEnter={(event) => setAnchor(event.currentTarget)}
      onPointerLeave={hide}
      onFocus={(event) => setAnchor(event.currentTarget)}
      onBlur={hide}
      onKeyDown={(event) => event.key === 'Escape' && hide()}
    >
      {children}
      {anchor && <Bubble id={id} anchor={anchor} text={text} />}
    </span>
  );
}
