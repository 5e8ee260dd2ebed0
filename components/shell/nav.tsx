'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { cx } from '../ui/cx.ts';

export type NavItem = {
  href: string;
  label: string;
  icon: ReactNode;
  /** How many there are; `attention` marks what waits for somebody. */
  count?: number | undefined;
  attention?: boolean;
  /** Only the address itself is this item, not what lies under it. */
  exact?: boolean;
};
export type NavGroup = { group: string; items: readonly NavItem[] };

/** One link of the sidebar. The narrow sidebar keeps its name for screen readers and on hover. */
export function NavLink({ item, narrow, onNavigate }: { item: NavItem; narrow: boolean; onNavigate?: (() => void) | undefined }) {
  const path = usePathname();
  const here = path === item.href || (!item.exact && path.startsWith(`${item.href}/`));
  return (
    <Link
      href={item.href}
      prefetch={false}
      aria-current={here ? 'page' : undefined}
      title={narrow ? item.label : undefined}
      {...(onNavigate && { onClick: onNavigate })}
      className={cx(
        'relative flex h-8 items-center gap-2.5 rounded-md text-sm transition-colors [&_svg]:size-4 [&_svg]:shrink-0',
        narrow ? 'justify-center' : 'px-2',
        here
          ? 'bg-raised font-semibold text-ink before:absolute before:inset-y-1 before:start-0 before:w-0.5 before:rounded-full before:bg-accent'
          : 'text-ink-2 hover:bg-raised/70 hover:text-ink',
      )}
    >
      <span className={here ? 'text-ink' : 'text-ink-3'} aria-hidden="true">
        {item.icon}
      </span>
      <span className={narrow ? 'sr-only' : 'min-w-0 flex-1 truncate'}>{item.label}</span>
      {item.count !== undefined && item.count > 0 && (
        <span
          className={cx(
            'tabular-nums',
            narrow ? 'sr-only' : 'text-2xs',
            item.attention ? 'font-semibold text-accent-text' : here ? 'font-semibold' : 'font-normal text-ink-3',
          )}
        >
          {item.count.toLocaleString('en')}
          {item.attention && <span className="sr-only"> waiting</span>}
        </span>
      )}
      {narrow && item.attention && item.count !== undefined && item.count > 0 && (
        <span className="absolute end-1.5 top-1 size-1.75 rounded-full bg-accent" aria-hidden="true" />
      )}
    </Link>
  );
}

/** The groups of the sidebar and what is at its foot. */
export function Nav({
  groups,
  foot,
  narrow,
  onNavigate,
}: {
  groups: readonly NavGroup[];
  foot: readonly NavItem[];
  narrow: boolean;
  onNavigate?: () => void;
}) {
  return (
    <nav aria-label="Console" className="flex min-h-0 flex-1 flex-col gap-4.5 overflow-y-auto px-2.5 pt-5 pb-2.5">
      {groups.map(({ group, items }) => (
        <div key={group}>
          <h2 className={cx('px-2 pb-1.5 font-medium text-2xs text-ink-3', narrow && 'sr-only')}>{group}</h2>
          <ul className="grid gap-px">
            {items.map((item) => (
              <li key={item.href}>
                <NavLink item={item} narrow={narrow} onNavigate={onNavigate} />
              </li>
            ))}
          </ul>
        </div>
      ))}
      {foot.length > 0 && (
        <ul className="mt-auto grid gap-px">
          {foot.map((item) => (
            <li key={item.href}>
              <NavLink item={item} narrow={narrow} onNavigate={onNavigate} />
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
}
