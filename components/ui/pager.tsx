'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { MouseEvent } from 'react';
import { useUrlState } from '#browser/use-url-state.ts';
import { cx } from './cx.ts';

const plain = (event: MouseEvent) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** "1–50 of 1,284" and the steps; each step is an address. */
export function Pager({ page, size, matched, param = 'page' }: { page: number; size: number; matched: number; param?: string }) {
  const url = useUrlState();
  const last = Math.max(1, Math.ceil(matched / size));
  const from = matched === 0 ? 0 : (page - 1) * size + 1;
  const step = (to: number, label: string, icon: React.ReactNode) => {
    const look = 'grid size-6.5 place-items-center rounded-md border [&_svg]:size-4';
    if (to < 1 || to > last)
      return (
        <span aria-hidden="true" className={cx(look, 'border-line text-ink-3 opacity-60')}>
          {icon}
        </span>
      );
    const changes = { [param]: to === 1 ? null : to };
    return (
      <a
        href={url.href(changes)}
        aria-label={label}
        rel={to > page ? 'next' : 'prev'}
        className={cx(look, 'border-control bg-surface text-ink hover:bg-raised')}
        onClick={(event) => {
          if (!plain(event)) return;
          event.preventDefault();
          url.set(changes, { push: true });
        }}
      >
        {icon}
      </a>
    );
  };
  return (
    <nav aria-label="Pages" className="flex items-center gap-2 text-ink-3 text-xs tabular-nums">
      <span>
        {from.toLocaleString('en')}–{Math.min(page * size, matched).toLocaleString('en')} of {matched.toLocaleString('en')}
      </span>
      {last > 1 && step(page - 1, 'Previous page', <ChevronLeft />)}
      {last > 1 && step(page + 1, 'Next page', <ChevronRight />)}
    </nav>
  );
}
