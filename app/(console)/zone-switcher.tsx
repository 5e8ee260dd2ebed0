'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronsUpDown, LayoutGrid, Plus } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { can } from '#access/permission.ts';
import { cx } from '#components/ui/cx.ts';
import { Input } from '#components/ui/input.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { zoneListQuery } from '#features/zones/queries.ts';
import { switcherQuery } from './switcher.ts';

const tile = 'grid size-6.5 shrink-0 place-items-center rounded-md bg-accent font-semibold text-accent-ink text-xs';
const row = 'flex min-h-9 items-center gap-2.5 rounded-sm px-2 py-1 hover:bg-raised [&_svg]:size-4 [&_svg]:text-ink-3';

/** Which zone this is, and the way to another one. The zone in the address is the only one: nothing else is kept. */
export function ZoneSwitcher({ zoneId, narrow, canCreate }: { zoneId: string | undefined; narrow: boolean; canCreate: boolean }) {
  const { data } = useQuery(zoneListQuery(switcherQuery));
  const here = data?.items.find(({ id }) => id === zoneId);
  const name = here?.name ?? (zoneId === undefined ? 'All zones' : 'This zone');
  return (
    <Popover
      label={`Zone: ${name}`}
      nameTrigger
      align="start"
      side="bottom"
      className="w-72 p-1.5"
      triggerClassName={cx(
        'flex w-full items-center gap-2.5 rounded-lg text-start',
        narrow ? 'justify-center p-0.5' : 'border border-line bg-surface px-2 py-2 hover:border-line-strong',
      )}
      trigger={
        <>
          <span className={tile} aria-hidden="true">
            {zoneId === undefined ? 'C' : (name[0]?.toUpperCase() ?? 'Z')}
          </span>
          {!narrow && (
            <>
              <span className="min-w-0 flex-1">
                <span className="block truncate font-semibold text-sm leading-4">{name}</span>
                <span className="block truncate text-2xs text-ink-3">{here ? here.slug : 'Caracal Console'}</span>
              </span>
              <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
            </>
          )}
        </>
      }
    >
      {(close) => <Choices close={close} canCreate={canCreate} zoneId={zoneId} />}
    </Popover>
  );
}

function Choices({ close, canCreate, zoneId }: { close: () => void; canCreate: boolean; zoneId: string | undefined }) {
  const [text, setText] = useState('');
  const { data, isPending, error } = useQuery(zoneListQuery({ ...switcherQuery, ...(text.trim() && { q: text.trim() }) }));
  // Where somebody is a mere member there is no page for them.
  const zones = data?.items.filter(({ role }) => can(role, 'zone:read'));
  return (
    <div className="grid gap-1">
      <Input aria-label="Find a zone" placeholder="Find a zone" value={text} onChange={(event) => setText(event.target.value)} autoFocus />
      <ul className="max-h-72 overflow-y-auto">
        {zones?.map((zone) => (
          <li key={zone.id}>
            <Link href={`/zones/${zone.id}`} onClick={close} className={row} aria-current={zone.id === zoneId ? 'true' : undefined}>
              <span className={tile} aria-hidden="true">
                {zone.name[0]?.toUpperCase()}
              </span>
              <span className="min-w-0">
                <span className={cx('block truncate text-sm', zone.id === zoneId && 'font-semibold')}>{zone.name}</span>
                <span className="block truncate font-mono text-2xs text-ink-3">{zone.slug}</span>
              </span>
            </Link>
          </li>
        ))}
        {zones?.length === 0 && <li className="px-2 py-3 text-ink-3 text-sm">No zone matches.</li>}
        {isPending && <li className="px-2 py-3 text-ink-3 text-sm">Reading…</li>}
        {error && !data && <li className="px-2 py-3 text-deny text-sm">The zones cannot be read now.</li>}
      </ul>
      <div className="border-line border-t pt-1">
        <Link href="/zones" onClick={close} className={row}>
          <LayoutGrid /> All zones
        </Link>
        {canCreate && (
          <Link href="/zones/new" onClick={close} className={row}>
            <Plus /> Create zone
          </Link>
        )}
      </div>
    </div>
  );
}
