'use client';

import { X } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useUrlState } from '#browser/use-url-state.ts';
import { pillClass } from '#components/ui/filter-chip.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { InRow, Time } from '#components/ui/time.tsx';

const TimePanel = dynamic(() => import('./time-panel.tsx').then((file) => file.TimePanel), {
  ssr: false,
  loading: () => <Skeleton className="h-24 w-full" />,
});

/** **Time**: a range by its two ends; quick ranges fix their beginning when they are chosen, so that a link stays what it was. */
export function TimeFilter() {
  const url = useUrlState();
  const [since, until] = [url.get('since'), url.get('until')];
  const on = since !== undefined || until !== undefined;
  return (
    <span className={pillClass(on)}>
      <Popover
        label="Time range"
        trigger={
          <>
            Time
            {on && (
              // No tab stops of their own inside a button.
              <InRow value>
                <span className="font-semibold text-ink">
                  {since && (
                    <>
                      {until ? '' : 'since '}
                      <Time at={since} show="exact" />
                    </>
                  )}
                  {since && until && ' – '}
                  {until && (
                    <>
                      {since ? '' : 'until '}
                      <Time at={until} show="exact" />
                    </>
                  )}
                </span>
              </InRow>
            )}
          </>
        }
        triggerClassName="flex gap-1.5 outline-none after:absolute after:inset-0 after:rounded-full"
        className="w-80"
      >
        {(close) => (
          <TimePanel
            since={since}
            until={until}
            onChoose={(range) => {
              close();
              url.set(range);
            }}
          />
        )}
      </Popover>
      {on && (
        <button
          type="button"
          aria-label="Clear Time"
          className="relative -me-1.5 grid size-4.5 place-items-center rounded-full hover:bg-surface [&_svg]:size-3"
          onClick={() => url.set({ since: null, until: null })}
        >
          <X />
        </button>
      )}
    </span>
  );
}
