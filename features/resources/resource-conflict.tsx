'use client';

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ScopeChips } from '#components/ui/chip.tsx';
import { type ConflictSide, ConflictTable } from '#components/ui/conflict-table.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { providerQuery } from '#features/providers/queries.ts';
import { type ResourceValues, resourceFields, resourceLabels, same } from './resource-values.ts';

function ProviderName({ zoneId, id }: { zoneId: string; id: string }) {
  const { data } = useQuery({ ...providerQuery(zoneId, id), enabled: id !== '' });
  return id === '' ? 'None' : (data?.value.name ?? id);
}

function shown(zoneId: string, key: keyof ResourceValues, values: ResourceValues): ReactNode {
  if (key === 'scopes') return <ScopeChips scopes={values.scopes} />;
  if (key === 'prefix') return values.prefix ? 'On' : 'Off';
  if (key === 'credential_provider_id') return <ProviderName zoneId={zoneId} id={values.credential_provider_id} />;
  return <span className="break-all">{values[key] || 'None'}</span>;
}

type Props = {
  zoneId: string;
  values: ResourceValues;
  /** The version that the person began with. */
  base: ResourceValues;
  /** The version that is saved now. */
  theirs: ResourceValues;
  onResolve: (takeTheirs: (keyof ResourceValues)[]) => void;
};

/** Somebody else saved first: both versions side by side. What the person did not touch follows the other version unless they say otherwise. */
export function ResourceConflict({ zoneId, values, base, theirs, onResolve }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  const [chosen, setChosen] = useState<Record<string, ConflictSide>>({});
  const keys = resourceFields.filter((key) => !same(values[key], theirs[key]));
  const sideOf = (key: keyof ResourceValues): ConflictSide => chosen[key] ?? (same(values[key], base[key]) ? 'theirs' : 'yours');
  return (
    <div ref={place} tabIndex={-1} className="outline-none">
      <Notice tone="warn" role="alert" title="Somebody else changed this in the meantime. Nothing was saved.">
        {keys.length === 0 ? (
          <p className="mb-3">Their version and yours are the same now.</p>
        ) : (
          <div className="my-3">
            <ConflictTable
              fields={keys.map((key) => ({
                key,
                label: resourceLabels[key],
                yours: shown(zoneId, key, values),
                theirs: shown(zoneId, key, theirs),
              }))}
              choice={Object.fromEntries(keys.map((key) => [key, sideOf(key)]))}
              onChoose={(key, side) => setChosen({ ...chosen, [key]: side })}
            />
          </div>
        )}
        <Button size="sm" onClick={() => onResolve(keys.filter((key) => sideOf(key) === 'theirs'))}>
          Use these values
        </Button>
        <p className="mt-2 text-ink-2">Then save again.</p>
      </Notice>
    </div>
  );
}
