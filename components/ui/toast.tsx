'use client';

import { CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

export type ToastTone = 'done' | 'info' | 'warn';
export type Toast = { title: ReactNode; detail?: ReactNode; tone?: ToastTone; action?: { label: string; onSelect: () => void } };
type Kept = Toast & { key: number };

const ToastContext = createContext<((toast: Toast | string) => void) | undefined>(undefined);
const icons = {
  done: <CircleCheck className="text-allow" />,
  info: <Info className="text-info" />,
  warn: <TriangleAlert className="text-warn" />,
};
const shownMs = 6_000;

/** Says briefly that something is done. Never the only place of an error: those stand where they happened. */
export function useToast(): (toast: Toast | string) => void {
  const say = useContext(ToastContext);
  if (!say) throw new Error('useToast needs a ToastProvider above it');
  return say;
}

function ToastCard({ toast, onClose }: { toast: Kept; onClose: () => void }) {
  const [held, setHeld] = useState(false);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => close.current(), shownMs);
    return () => clearTimeout(timer);
  }, [held]);
  return (
    <li
      className="appear pointer-events-auto flex items-start gap-2.5 rounded-lg border border-line bg-surface py-2.5 ps-3.5 pe-2 text-sm shadow-float"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="mt-0.5 [&_svg]:size-4" aria-hidden="true">
        {icons[toast.tone ?? 'done']}
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{toast.title}</p>
        {toast.detail && <p className="text-ink-2">{toast.detail}</p>}
        {toast.action && (
          <button
            type="button"
            className="mt-1 font-semibold text-accent-text underline-offset-2 hover:underline"
            onClick={() => {
              toast.action?.onSelect();
              onClose();
            }}
          >
            {toast.action.label}
          </button>
        )}
      </div>
      <IconButton label="Dismiss" size="sm" onClick={onClose}>
        <X />
      </IconButton>
    </li>
  );
}

/** Holds the toasts of a page. The list is a live region from the start: one that appears with its words is not announced. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Kept[]>([]);
  const count = useRef(0);
  const say = useCallback((toast: Toast | string) => {
    count.current += 1;
    const kept = { ...(typeof toast === 'string' ? { title: toast } : toast), key: count.current };
    setToasts((before) => [...before.slice(-2), kept]);
  }, []);
  return (
    <ToastContext value={say}>
      {children}
      <ol
        aria-live="polite"
        aria-relevant="additions"
        aria-label="Notifications"
        className={cx('pointer-events-none fixed end-4 bottom-4 z-50 grid w-90 max-w-[calc(100vw-2rem)] gap-2')}
      >
        {toasts.map((toast) => (
          <ToastCard key={toast.key} toast={toast} onClose={() => setToasts((before) => before.filter(({ key }) => key !== toast.key))} />
        ))}
      </ol>
    </ToastContext>
  );
}
