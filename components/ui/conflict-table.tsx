'use client';

import type { ReactNode } from 'react';
import { tickClass } from './checkbox.tsx';
import { cx } from './cx.ts';

export type ConflictSide = 'yours' | 'theirs';
export type ConflictField = { key: string; label: string; yours: ReactNode; theirs: ReactNode };

/** After somebody else was faster: each field that differs, side by side, with a choice for each. */
export function ConflictTable({
  fields,
  choice,
  onChoose,
}: {
  fields: readonly ConflictField[];
  choice: Readonly<Record<string, ConflictSide>>;
  onChoose: (key: string, side: ConflictSide) => void;
}) {
  const side = (field: ConflictField, which: ConflictSide, content: ReactNode) => {
    const on = choice[field.key] === which;
    return (
      <td className="border-line border-b p-0 align-top group-last/row:border-b-0">
        <label
          className={cx(
            'flex min-h-9 items-start gap-2 px-3 py-2 has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent',
            on ? 'bg-accent-soft/60' : 'hover:bg-raised',
          )}
        >
          <input
            type="radio"
            name={`conflict-${field.key}`}
            className={cx(tickClass, 'mt-0.75 outline-none')}
            checked={on}
            onChange={() => onChoose(field.key, which)}
          />
          <span className="sr-only">
            {field.label}, {which}:
          </span>
          <span className="min-w-0 break-words">{content}</span>
        </label>
      </td>
    );
  };
  return (
    <div className="scroll-x min-w-0 rounded-lg border border-line">
      <table className="w-full min-w-105 table-fixed border-separate border-spacing-0 text-sm">
        <caption className="sr-only">Differences between your version and the saved one</caption>
        <thead>
          <tr className="text-start font-medium text-ink-2 text-xs">
            <th scope="col" className="h-9 w-1/4 border-line border-b px-3 text-start font-medium">
              Field
            </th>
            <th scope="col" className="border-line border-b px-3 text-start font-medium">
              Yours
            </th>
            <th scope="col" className="border-line border-b px-3 text-start font-medium">
              Theirs, saved now
            </th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.key} className="group/row">
              <th scope="row" className="border-line border-b px-3 py-2 text-start align-top font-medium group-last/row:border-b-0">
                {field.label}
              </th>
              {side(field, 'yours', field.yours)}
              {side(field, 'theirs', field.theirs)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
