'use client';

import { useEffect, useRef } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Picker } from '#components/ui/picker.tsx';
import { findProviders } from './search.ts';

/** Chooses a provider to filter by, or the resources that have none. */
export function ProviderPanel({ zoneId, onChoose }: { zoneId: string; onChoose: (id: string | undefined) => void }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.querySelector('input')?.focus();
  }, []);
  return (
    <div ref={place} className="grid gap-2.5">
      <Field label="Provider">
        <Picker
          value={null}
          onChange={(item) => item && onChoose(item.id)}
          search={(text, signal) => findProviders(zoneId, text, signal)}
        />
      </Field>
      <div>
        <Button size="sm" onClick={() => onChoose(undefined)}>
          Resources without a provider
        </Button>
      </div>
    </div>
  );
}
