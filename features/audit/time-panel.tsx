'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field, FieldError } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { fromLocalInput, quickRanges, toLocalInput } from './filters.ts';

type Range = { since: string | null; until: string | null };

/** Quick ranges, and the two ends in the person's own time. */
export function TimePanel({
  since,
  until,
  onChoose,
}: {
  since: string | undefined;
  until: string | undefined;
  onChoose: (range: Range) => void;
}) {
  const [from, setFrom] = useState(() => toLocalInput(since));
  const [to, setTo] = useState(() => toLocalInput(until));
  const wrong = from !== '' && to !== '' && from >= to;
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) onChoose({ since: fromLocalInput(from) ?? null, until: fromLocalInput(to) ?? null });
      }}
    >
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="mb-1 font-semibold text-sm">The last</legend>
        {quickRanges.map(({ label, minutes }) => (
          <Button
            key={label}
            size="sm"
            onClick={() => onChoose({ since: new Date(Date.now() - minutes * 60_000).toISOString(), until: null })}
          >
            {label}
          </Button>
        ))}
      </fieldset>
      <Field label="Since">
        <Input type="datetime-local" step={1} value={from} onChange={(event) => setFrom(event.target.value)} />
      </Field>
      <Field label="Until" help="Up to, and not including.">
        <Input type="datetime-local" step={1} value={to} onChange={(event) => setTo(event.target.value)} />
      </Field>
      {wrong && <FieldError>Until has to be later than Since.</FieldError>}
      <div className="flex justify-end">
        <Button size="sm" variant="primary" type="submit">
          Filter
        </Button>
      </div>
    </form>
  );
}
