'use client';

import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react';
import { useScrollLock } from '#browser/use-scroll-lock.ts';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

export type DialogProps = {
  /** Called for Escape, a press beside the dialog and the close button. Mount the dialog to open it, unmount it to close it. */
  onClose: () => void;
  title: ReactNode;
  /** Under the title, in the dialog's words. */
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons; the last one is the verb. */
  footer?: ReactNode;
  /** Left in the footer: a way out, or what must be ticked. */
  footerStart?: ReactNode;
  size?: 'sm' | 'md' | 'lg' | 'xl';
  /** `alertdialog` for what cannot be undone; it closes by its buttons and Escape only. */
  role?: 'dialog' | 'alertdialog';
  /** `false`: neither Escape nor a press beside it closes it, e.g. while a secret is on the screen. */
  dismissible?: boolean;
};

const fields = 'input:not([type=hidden], [readonly], :disabled), select:not(:disabled), textarea:not(:disabled)';
const sizes = { sm: 'max-w-105', md: 'max-w-140', lg: 'max-w-180', xl: 'max-w-240' };

/** A modal dialog on the browser's own `<dialog>`: focus stays in it and goes back to where it came from. */
export function Dialog({
  onClose,
  title,
  description,
  children,
  footer,
  footerStart,
  size = 'md',
  role = 'dialog',
  dismissible = true,
}: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useScrollLock();
  const heading = useId();
  const words = useId();
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useLayoutEffect(() => {
    const shown = dialog.current;
    if (!shown) return;
    const before = document.activeElement;
    shown.showModal();
    // What the content marked, else its first field, wins over the browser's choice of the first button.
    const first = shown.querySelector<HTMLElement>('[data-autofocus]') ?? shown.querySelector<HTMLElement>(fields);
    first?.focus();
    return () => {
      shown.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => {
    const shown = dialog.current;
    if (!shown) return;
    const onCancel = (event: Event) => {
      if (event.target !== shown) return;
      event.preventDefault();
      if (dismissible) close.current();
    };
    // Browsers close a dialog on a second Escape whatever `cancel` said: follow them, or open it again.
    const onClosed = (event: Event) => {
      // The event comes later than the closing: the dialog may be open again, as in React's doubled effects in development.
      if (event.target !== shown || !shown.isConnected || shown.open) return;
      if (dismissible) close.current();
      else shown.showModal();
    };
    shown.addEventListener('cancel', onCancel);
    shown.addEventListener('close', onClosed);
    return () => {
      shown.removeEventListener('cancel', onCancel);
      shown.removeEventListener('close', onClosed);
    };
  }, [dismissible]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key that does the same.
    <dialog
      ref={dialog}
      role={role}
      aria-labelledby={heading}
      aria-describedby={description ? words : undefined}
      onClick={(event) => event.target === event.currentTarget && dismissible && role === 'dialog' && onClose()}
      className={cx(
        'appear fixed inset-0 m-auto max-h-[min(90dvh,56rem)] w-[calc(100%-1.5rem)] flex-col overflow-hidden rounded-lg border border-line bg-surface p-0 text-ink shadow-float backdrop:bg-backdrop open:flex',
        sizes[size],
      )}
    >
      <div className="min-h-0 flex-1 overflow-y-auto p-5">
        <div className="flex items-start gap-4">
          <div className="min-w-0 flex-1">
            <h2 id={heading} className="font-semibold text-lg">
              {title}
            </h2>
            {description && (
              <div id={words} className="mt-1 text-base text-ink-2">
                {description}
              </div>
            )}
          </div>
          {role === 'dialog' && dismissible && (
            <IconButton label="Close" size="sm" className="-me-1.5 -mt-0.5" onClick={onClose}>
              <X />
            </IconButton>
          )}
        </div>
        {children && <div className="mt-4 text-sm">{children}</div>}
      </div>
      {(footer || footerStart) && (
        <footer className="flex flex-wrap items-center justify-end gap-x-3 gap-y-2 border-line border-t px-5 py-3">
          {footerStart && <div className="me-auto min-w-0">{footerStart}</div>}
          <div className="flex flex-wrap items-center justify-end gap-2">{footer}</div>
        </footer>
      )}
    </dialog>
  );
}
