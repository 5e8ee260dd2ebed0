'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { type ConflictSide, ConflictTable } from '#components/ui/conflict-table.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Provider } from './api.ts';
import { differing, resolved } from './conflict.ts';
import { labelsOf } from './provider-problem.ts';
import type { ProviderValues } from './provider-values.ts';

type Props = {
  values: ProviderValues;
  /** The version that the person began with. */
  base: Provider;
  /** The version that is saved now. */
  theirs: Provider;
  onResolve: (values: Partial<ProviderValues>) => void;
};

const shown = (value: unknown): ReactNode =>
  value === undefined ? (
    <span className="text-ink-3">Not there</span>
  ) : (
    <span className="break-all font-mono text-xs">{typeof value === 'string' ? value : JSON.stringify(value)}</span>
  );

/**
 * Somebody else saved first: the public parts side by side. What the person did not touch follows the other version unless they say
 * otherwise. Sealed values cannot be compared.
 */
export function ProviderConflict({ values, base, theirs, onResolve }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  const labels: Record<string, string | undefined> = labelsOf(values);
  const [chosen, setChosen] = useState<Record<string, ConflictSide>>({});
  const parts = differing(values, base, theirs);
  const choice = Object.fromEntries(parts.map(({ key, mine }) => [key, chosen[key] ?? (mine ? 'yours' : 'theirs')]));
  const newlySealed = theirs.secret_config_keys.filter((key) => !base.secret_config_keys.includes(key));
  return (
    <div ref={place} tabIndex={-1} className="outline-none">
      <Notice tone="warn" role="alert" title="Somebody else changed this in the meantime. Nothing was saved.">
        {parts.length === 0 ? (
          <p className="mb-3">What can be read of their version and of yours is the same now.</p>
        ) : (
          <div className="my-3">
            <ConflictTable
              fields={parts.map(({ key, name, yours, theirs: other }) => ({
                key,
                label: labels[key] ?? labels[`typed.${name}`] ?? name,
                yours: shown(yours),
                theirs: shown(other),
              }))}
              choice={choice}
              onChoose={(key, side) => setChosen({ ...chosen, [key]: side })}
            />
          </div>
        )}
        {theirs.secret_config_keys.length > 0 && (
          <p className="mb-3 text-ink-2">
            Sealed values cannot be compared: they may have been replaced, and a changed configuration replaces them again.
            {newlySealed.length > 0 && (
              <>
                {' '}
                Newly sealed: <span className="break-all font-mono text-xs">{newlySealed.join(', ')}</span>.
              </>
            )}
          </p>
        )}
        <Button size="sm" onClick={() => onResolve(resolved(values, theirs, (key) => choice[key] === 'theirs'))}>
          Use these values
        </Button>
        <p className="mt-2 text-ink-2">Then save again.</p>
      </Notice>
    </div>
  );
}
