'use client';

import { X } from 'lucide-react';
import dynamic from 'next/dynamic';
import type { ReactNode } from 'react';
import { useUrlState } from '#browser/use-url-state.ts';
import { pillClass } from '#components/ui/filter-chip.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

const loading = () => <Skeleton className="h-8 w-full" />;
const PickPanel = dynamic(() => import('./filter-panels.tsx').then((file) => file.PickPanel), { ssr: false, loading });
const UserPanel = dynamic(() => import('./filter-panels.tsx').then((file) => file.UserPanel), { ssr: false, loading });

/** A filter that is chosen in a small panel; its code comes when it is opened. */
function PanelFilter({
  label,
  param,
  shown,
  children,
}: {
  label: string;
  param: string;
  shown: ReactNode;
  children: (close: () => void) => ReactNode;
}) {
  const url = useUrlState();
  const on = url.get(param) !== undefined;
  return (
    <span className={pillClass(on)}>
      <Popover
        label={`Filter by ${label}`}
        trigger={
          <>
            {label}
            {on && <span className="max-w-40 truncate font-semibold text-ink">{shown}</span>}
          </>
        }
        triggerClassName="flex gap-1.5 outline-none after:absolute after:inset-0 after:rounded-full"
        className="w-80"
      >
        {children}
      </Popover>
      {on && (
        <button
          type="button"
          aria-label={`Clear ${label}`}
          className="relative -me-1.5 grid size-4.5 place-items-center rounded-full hover:bg-surface [&_svg]:size-3"
          onClick={() => url.set({ [param]: null })}
        >
          <X />
        </button>
      )}
    </span>
  );
}

/** **Application** or **Resource**, by type-ahead. `name` is what the chosen one is called, as far as it is known. */
export function PickFilter({ zoneId, of, name }: { zoneId: string; of: 'application' | 'resource'; name: string | undefined }) {
  const url = useUrlState();
  return (
    <PanelFilter label={of === 'application' ? 'Application' : 'Resource'} param={of} shown={name ?? url.get(of)}>
      {(close) => (
        <PickPanel
          zoneId={zoneId}
          of={of}
          onChoose={(id) => {
            close();
            url.set({ [of]: id });
          }}
        />
      )}
    </PanelFilter>
  );
}

/** **User**: one subject id, or the grants that are for everyone. */
export function UserFilter({ everyone }: { everyone: string }) {
  const url = useUrlState();
  const user = url.get('user');
  return (
    <PanelFilter label="User" param="user" shown={user === everyone ? 'Everyone' : user}>
      {(close) => (
        <UserPanel
          user={user === everyone ? '' : (user ?? '')}
          onChoose={(chosen) => {
            close();
            url.set({ user: chosen ?? everyone });
          }}
        />
      )}
    </PanelFilter>
  );
}
