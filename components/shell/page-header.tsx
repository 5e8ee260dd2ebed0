import Link from 'next/link';
import type { ReactNode } from 'react';
import { cx } from '../ui/cx.ts';

export type Crumb = { label: string; href?: string };

export type PageHeaderProps = {
  /** From the outermost in; the last one is this page and needs no address. */
  crumbs?: readonly Crumb[];
  title: ReactNode;
  /** Badges under the title, instead of or before the sentence. */
  badges?: ReactNode;
  /** One sentence: what this is for. */
  children?: ReactNode;
  /** Right; the primary action last. */
  actions?: ReactNode;
};

/** The way here, the heading, what the page is for, and what can be done. */
export function PageHeader({ crumbs = [], title, badges, children, actions }: PageHeaderProps) {
  return (
    <header className="mb-4">
      <nav aria-label="Breadcrumb" className="flex h-13 items-center ps-10 pe-12 md:ps-0 md:pe-75">
        <ol className="flex min-w-0 items-center gap-2 text-ink-2 text-sm">
          {crumbs.map(({ label, href }, index) => {
            const last = index === crumbs.length - 1;
            // Where it is narrow, this page and the one above it are enough.
            const near = index >= crumbs.length - 2;
            return (
              <li
                key={`${href}-${label}`}
                className={cx(
                  'flex items-center gap-2',
                  last ? 'min-w-0 font-semibold text-ink' : 'max-w-40 shrink-0 sm:max-w-60',
                  !near && 'max-sm:hidden',
                )}
              >
                {index > 0 && (
                  <span aria-hidden="true" className={cx('font-normal text-ink-3', index === crumbs.length - 2 && 'max-sm:hidden')}>
                    /
                  </span>
                )}
                {href === undefined || last ? (
                  <span aria-current={last ? 'page' : undefined} className="min-w-0 truncate">
                    {label}
                  </span>
                ) : (
                  <Link href={href} className="min-w-0 truncate rounded-sm hover:text-ink hover:underline">
                    {label}
                  </Link>
                )}
              </li>
            );
          })}
        </ol>
      </nav>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 pt-1.5">
        <div className="min-w-0 max-w-[70ch] flex-1 basis-72">
          <h1 className="break-words font-semibold text-xl">{title}</h1>
          {badges && <div className="mt-1.5 flex flex-wrap gap-2">{badges}</div>}
          {children && <p className="mt-0.5 text-ink-2">{children}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  );
}
