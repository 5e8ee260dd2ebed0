'use client';

import { useState } from 'react';
import { Button } from './button.tsx';
import { type ConflictField, type ConflictSide, ConflictTable } from './conflict-table.tsx';
import { Notice } from './notice.tsx';

/**
 * Somebody else saved first: both versions field by field. What the person changed starts as theirs to keep; what they did not touch
 * starts as the other person left it, so that nothing is turned back by accident.
 * @param untouched names of the fields that the person did not change
 * @param onResolve gets the choice per field; the form then holds it, and saves against the version that was shown
 */
export function ConflictNotice({
  fields,
  untouched = [],
  onResolve,
}: {
  fields: readonly ConflictField[];
  untouched?: readonly string[];
  onResolve: (choice: Record<string, ConflictSide>) => void;
}) {
  const [choice, setChoice] = useState<Record<string, ConflictSide>>({});
  const chosen = Object.fromEntries(fields.map(({ key }) => [key, choice[key] ?? (untouched.includes(key) ? 'theirs' : 'yours')]));
  return (
    <Notice tone="warn" role="alert" title="Somebody else changed this in the meantime. Nothing was saved.">
      {fields.length === 0 ? (
        <p className="mb-3">Their version and yours are the same now.</p>
      ) : (
        <div className="my-3">
          <ConflictTable fields={fields} choice={chosen} onChoose={(key, side) => setChoice({ ...choice, [key]: side })} />
        </div>
      )}
      <Button size="sm" onClick={() => onResolve(chosen)}>
        Use these values
      </Button>
      <p className="mt-2 text-ink-2">Then save again.</p>
    </Notice>
  );
}
