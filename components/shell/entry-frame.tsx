import type { ReactNode } from 'react';
import { Mark } from './mark.tsx';

export type EntryFrameProps = {
  title: ReactNode;
  /** Under the title. */
  description?: ReactNode;
  children: ReactNode;
  /** Last and small: what did not happen by opening this page. */
  note?: ReactNode;
};

/** A page outside of the console: sign-in, set-up, an invitation. */
export function EntryFrame({ title, description, children, note }: EntryFrameProps) {
  return (
    <main id="main" className="mx-auto flex min-h-dvh w-full max-w-118 flex-col justify-center px-4 py-10">
      <p className="flex items-center gap-2.5 font-semibold text-base">
        <Mark />
        Caracal Console
      </p>
      <h1 tabIndex={-1} className="mt-5 font-semibold text-2xl tracking-tight outline-none">
        {title}
      </h1>
      {description && <div className="mt-1 text-base text-ink-2">{description}</div>}
      <div className="mt-5">{children}</div>
      {note && <p className="mt-6 text-center text-ink-3 text-xs">{note}</p>}
    </main>
  );
}
