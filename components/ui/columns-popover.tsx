'use client';

import { buttonClass } from './button.tsx';
import { Checkbox } from './checkbox.tsx';
import { Popover } from './popover.tsx';

/** Which columns a table shows; where the choice is kept is the caller's. The first column stays. */
export function ColumnsPopover({
  columns,
  hidden,
  onChange,
}: {
  columns: readonly { id: string; header: string }[];
  hidden: ReadonlySet<string>;
  onChange: (hidden: ReadonlySet<string>) => void;
}) {
  return (
    <Popover label="Columns" trigger="Columns" triggerClassName={buttonClass('ghost', 'sm')} align="end">
      <fieldset className="grid gap-2">
        <legend className="sr-only">Columns</legend>
        {columns.slice(1).map(({ id, header }) => (
          <Checkbox
            key={id}
            label={header}
            checked={!hidden.has(id)}
            onChange={() => {
              const next = new Set(hidden);
              if (!next.delete(id)) next.add(id);
              onChange(next);
            }}
          />
        ))}
      </fieldset>
    </Popover>
  );
}
