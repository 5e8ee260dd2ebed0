'use client';

import { X } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useUrlState } from '#browser/use-url-state.ts';
import { pillClass } from '#components/ui/filter-chip.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { noProvider } from './filters.ts';

const ProviderPanel = dynamic(() => import('./provider-panel.tsx').then((file) => file.ProviderPanel), {
  ssr: false,
  loading: () => <Skeleton className="h-8 w-full" />,
});

/** **Provider**, by type-ahead, or none. `name` is what the chosen one is called, as far as it is known. */
export function ProviderFilter({ zoneId, name }: { zoneId: string; name: string | undefined }) {
  const url = useUrlState();
  const provider = url.get('provider');
  return (
    <span className={pillClass(provider !== undefined)}>
      <Popover
        label="Filter by Provider"
        trigger={
          <>
            Provider
            {provider !== undefined && (
              <span className="max-w-40 truncate font-semibold text-ink">{provider === noProvider ? 'None' : (name ?? provider)}</span>
            )}
          </>
        }
        triggerClassName="flex gap-1.5 outline-none after:absolute after:inset-0 after:rounded-full"
        className="w-80"
      >
        {(close) => (
          <ProviderPanel
            zoneId={zoneId}
            onChoose={(id) => {
              close();
              url.set({ provider: id ?? noProvider });
            }}
          />
        )}
      </Popover>
      {provider !== undefined && (
        <button
          type="button"
          aria-label="Clear Provider"
          className="relative -me-2 grid size-6 place-items-center rounded-full hover:bg-surface [&_svg]:size-3"
          onClick={() => url.set({ provider: null })}
        >
          <X />
        </button>
      )}
    </span>
  );
}
