'use client';

import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './icon-button.tsx';

export type DrawerProps = {
  title: ReactNode;
  /** Beside the title: badges. */
  aside?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
  /** Keep the open state in the address; Escape and the button call this. */
  onClose: () => void;
};

/** A quick look at one row, beside the list, which stays in use. It covers the page where there is no room for both. */
export function Drawer({ title, aside, children, footer, onClose }: DrawerProps) {
  const heading = useId();
  const place = useRef<HTMLElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const before = document.activeElement;
    place.current?.focus({ preventScroll: true });
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog:modal')) close.current();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <aside
      ref={place}
      tabIndex={-1}
      aria-labelledby={heading}
      className="slide-in fixed inset-y-0 end-0 z-40 flex w-full max-w-130 flex-col border-line bg-surface shadow-float sm:border-s"
    >
      <header className="flex min-h-13 items-center gap-3 border-line border-b px-4 py-2">
        <h2 id={heading} className="min-w-0 truncate font-semibold text-base">
          {title}
        </h2>
        {aside}
        <IconButton label="Close" className="ms-auto" onClick={onClose}>
          <X />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
      {footer && <footer className="flex flex-wrap items-center gap-2 border-line border-t px-4 py-3">{footer}</footer>}
    </aside>
  );
}
