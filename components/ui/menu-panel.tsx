'use client';

import { Check } from 'lucide-react';
import Link from 'next/link';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { type Placement, useAnchored } from '#browser/use-anchored.ts';
import { useDismiss } from '#browser/use-dismiss.ts';
import { cx } from './cx.ts';
import { Kbd } from './kbd.tsx';

export type MenuItem =
  | {
      kind?: 'item';
      label: string;
      icon?: ReactNode;
      href?: string;
      onSelect?: () => void;
      danger?: boolean;
      disabled?: boolean;
      keys?: string;
      checked?: boolean;
    }
  | { kind: 'separator' }
  | { kind: 'heading'; label: string };

export type MenuPanelProps = {
  label: string;
  anchor: HTMLElement;
  items: readonly MenuItem[];
  onClose: () => void;
  align?: Placement['align'];
  side?: Placement['side'];
};

const entries = (panel: HTMLElement | null) => [...(panel?.querySelectorAll<HTMLElement>('[data-entry]:not([aria-disabled=true])') ?? [])];

/** The open menu: arrows, Home, End and typing move; Enter chooses; Escape and Tab leave. */
export function MenuPanel({ label, anchor, items, onClose, align = 'end', side = 'bottom' }: MenuPanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: '', at: 0 });
  useAnchored(anchor, panel, { align, side });
  useDismiss(anchor, panel, onClose);
  useEffect(() => {
    const all = entries(panel.current);
    (all.find((entry) => entry.getAttribute('aria-checked') === 'true') ?? all[0])?.focus({ preventScroll: true });
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const all = entries(panel.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    const go = (to: number) => {
      event.preventDefault();
      all[(to + all.length) % all.length]?.focus();
    };
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(all.length - 1);
    else if (event.key === 'Tab') {
      event.preventDefault();
      onClose();
      anchor.focus();
    } else if (event.key.length === 1 && event.key !== ' ' && !event.metaKey && !event.ctrlKey && !event.altKey) {
      const fresh = event.timeStamp - typed.current.at > 700;
      typed.current = { text: (fresh ? '' : typed.current.text) + event.key.toLowerCase(), at: event.timeStamp };
      const hit = all.findIndex((entry) => entry.textContent?.trim().toLowerCase().startsWith(typed.current.text));
      if (hit >= 0) go(hit);
    }
    event.stopPropagation();
  };

  return (
    <div
      ref={panel}
      popover="manual"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      onKeyDown={onKeyDown}
      className="appear fixed min-w-44 max-w-80 overflow-y-auto rounded-md border border-line bg-surface p-1 text-ink text-sm shadow-float"
    >
      {items.map((item, index) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name, and the items of an open menu do not move.
        if (item.kind === 'separator') return <hr key={`line-${index}`} className="-mx-1 my-1 border-line" />;
        if (item.kind === 'heading')
          return (
            <div key={item.label} role="presentation" className="px-2 pt-1.5 pb-1 font-medium text-2xs text-ink-3">
              {item.label}
            </div>
          );
        const look = cx(
          'flex w-full items-center gap-2 rounded-sm px-2 py-1.5 text-start outline-none focus:bg-raised hover:bg-raised aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
          item.danger && 'text-deny focus:bg-deny-soft hover:bg-deny-soft',
        );
        const role = item.checked === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': item.checked };
        const inside = (
          <>
            {item.icon && <span className={item.danger ? undefined : 'text-ink-3'}>{item.icon}</span>}
            <span className="min-w-0 flex-1 truncate">{item.label}</span>
            {item.checked && <Check className="text-accent-text" />}
            {item.keys && <Kbd>{item.keys}</Kbd>}
          </>
        );
        if (item.href !== undefined && !item.disabled)
          return (
            <Link key={item.label} data-entry {...role} tabIndex={-1} href={item.href} className={look} onClick={onClose}>
              {inside}
            </Link>
          );
        return (
          <button
            key={item.label}
            data-entry
            type="button"
            {...role}
            tabIndex={-1}
            aria-disabled={item.disabled || undefined}
            className={look}
            onClick={() => {
              if (item.disabled) return;
              onClose();
              anchor.focus();
              item.onSelect?.();
            }}
          >
            {inside}
          </button>
        );
      })}
    </div>
  );
}
