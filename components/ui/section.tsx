import { type ReactNode, useId } from 'react';

/** What destroys something, last on its page: says what it does before there is anything to press. */
export function DangerSection({ title, children, action }: { title: ReactNode; children: ReactNode; action: ReactNode }) {
  const heading = useId();
  return (
    <section
      aria-labelledby={heading}
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-lg border border-deny/40 bg-surface px-4 py-3"
    >
      <div className="min-w-0 max-w-[70ch] flex-1 basis-72">
        <h2 id={heading} className="font-semibold text-sm">
          {title}
        </h2>
        <div className="mt-0.5 text-ink-2 text-sm">{children}</div>
      </div>
      <div className="shrink-0">{action}</div>
    </section>
  );
}
