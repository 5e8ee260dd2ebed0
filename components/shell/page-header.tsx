import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';

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
          {crumbs.map(({ label, href }, index) => (
            <Fragment key={`${href}-${label}`}>
              {index > 0 && (
                <li aria-hidden="true" className="text-ink-3">
                  /
                </li>
              )}
              <li
                className={
                  index === crumbs.length - 1
                    ? 'min-w-0 truncate font-semibold text-ink'
                    : 'min-w-0 shrink truncate max-sm:not-nth-last-3:hidden'
                }
              >
                {href === undefined || index === crumbs.length - 1 ? (
                  <span aria-current={index === crumbs.length - 1 ? 'page' : undefined}>{label}</span>
                ) : (
                  <Link href={href} className="rounded-sm hover:text-ink hover:underline">
                    {label}
                  </Link>
                )}
              </li>
            </Fragment>
          ))}
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
