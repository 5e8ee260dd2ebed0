'use client';

import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { useUrlState } from '#browser/use-url-state.ts';
import { cx } from './cx.ts';

export type Tab<V extends string = string> = { id: V; label: ReactNode; count?: number | undefined; content: ReactNode };
export type TabsProps<V extends string> = {
  label: string;
  tabs: readonly Tab<V>[];
  /** The search parameter that holds the open tab; the first tab has none. */
  param?: string;
};

/** Tabs whose open one is in the address. Arrows move between them, only the open one is in the page. */
export function Tabs<V extends string>({ label, tabs, param = 'tab' }: TabsProps<V>) {
  const url = useUrlState();
  const own = useId();
  const open = tabs.find(({ id }) => id === url.get(param)) ?? tabs[0];
  if (!open) return null;
  const choose = (id: V) => url.set({ [param]: id === tabs[0]?.id ? null : id });
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = tabs.indexOf(open);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    choose(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <div className="min-w-0">
      <div role="tablist" aria-label={label} tabIndex={-1} className="scroll-x flex gap-5 border-line border-b" onKeyDown={onKeyDown}>
        {tabs.map(({ id, label: name, count }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${own}-tab-${id}`}
            data-tab={id}
            aria-selected={id === open.id}
            aria-controls={`${own}-panel`}
            tabIndex={id === open.id ? 0 : -1}
            onClick={() => choose(id)}
            className={cx(
              '-mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 font-medium text-sm -outline-offset-2',
              id === open.id ? 'border-accent text-ink' : 'border-transparent text-ink-2 hover:text-ink',
            )}
          >
            {name}
            {count !== undefined && <span className="text-ink-3 text-xs tabular-nums">{count.toLocaleString('en')}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${own}-panel`} aria-labelledby={`${own}-tab-${open.id}`} className="pt-4">
        {open.content}
      </div>
    </div>
  );
}
