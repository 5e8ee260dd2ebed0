'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import Link from 'next/link';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useRef } from 'react';
import { useSingleKeys } from '#browser/single-keys.tsx';
import { useUrlState } from '#browser/use-url-state.ts';
import { tickClass } from './checkbox.tsx';
import { cx } from './cx.ts';
import { Skeleton } from './skeleton.tsx';
import { InRow } from './time.tsx';

export type Column<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Sortable on the server: the key that `?sort=` takes, `true` for the column's id. */
  sort?: true | string;
  align?: 'start' | 'end';
  /** How much room the table must have before the column is shown. At least two columns are for `always`. */
  show?: 'always' | 'medium' | 'wide';
  /** A width class, e.g. `w-32`; columns without one share the rest. */
  width?: string;
  /** The header is for screen readers only, e.g. over buttons. */
  headerHidden?: boolean;
};

export type Selection<Row> = {
  selected: ReadonlySet<string>;
  onChange: (selected: ReadonlySet<string>) => void;
  label: (row: Row) => string;
};

export type TableProps<Row> = {
  /** The accessible name. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** The address behind a row, when it has one; the first column becomes its link. */
  rowHref?: (row: Row) => string | undefined;
  /** Opens a row in place on a plain press or Enter; other presses follow `rowHref`. */
  onOpen?: (row: Row) => void;
  /** The row whose details are open. */
  isOpen?: (row: Row) => boolean;
  selection?: Selection<Row>;
  /** The sort without `?sort=`. */
  defaultSort?: string;
  hidden?: ReadonlySet<string>;
  /** Single letters on the focused row, e.g. `{ d: (row) => ... }`; `x` selects where there is a selection. */
  keys?: Record<string, (row: Row) => void>;
  /** No rows are there yet: skeletons keep the layout. */
  loading?: boolean;
  /** The rows are of the question before. */
  stale?: boolean;
  empty?: ReactNode;
  /** A full-width line over the rows, e.g. "14 new decisions". */
  banner?: ReactNode;
  skeletonRows?: number;
};

const visible = { always: '', medium: 'hidden @2xl:table-cell', wide: 'hidden @5xl:table-cell' };
const isPlain = (event: MouseEvent) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** A table of rows that are links, moved through with arrows or `j` and `k` while it has the focus. */
export function Table<Row>(props: TableProps<Row>) {
  const {
    label,
    columns,
    rows,
    rowKey,
    rowHref,
    onOpen,
    isOpen,
    selection,
    defaultSort,
    hidden,
    loading = false,
    stale = false,
    empty,
  } = props;
  const shown = columns.filter(({ id }) => !hidden?.has(id));
  const singleKeys = useSingleKeys();
  const frame = useRef<HTMLDivElement>(null);
  const lastTicked = useRef<string>(undefined);

  const toggle = (row: Row, extend = false) => {
    if (!selection) return;
    const key = rowKey(row);
    const next = new Set(selection.selected);
    const on = !next.has(key);
    const keys = rows.map(rowKey);
    const [from, to] = [keys.indexOf(lastTicked.current ?? ''), keys.indexOf(key)];
    const range = extend && from >= 0 ? keys.slice(Math.min(from, to), Math.max(from, to) + 1) : [key];
    for (const each of range) {
      if (on) next.add(each);
      else next.delete(each);
    }
    lastTicked.current = key;
    selection.onChange(next);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    if (event.metaKey || event.ctrlKey || event.altKey || target.closest('input:not([type=checkbox]), select, textarea, [role=menu]'))
      return;
    const all = [...(frame.current?.querySelectorAll<HTMLElement>('tr[data-row]') ?? [])];
    const at = all.findIndex((row) => row.contains(target));
    const focus = (index: number) => {
      const row = all[Math.max(0, Math.min(index, all.length - 1))];
      if (!row) return;
      event.preventDefault();
      (row.querySelector<HTMLElement>('[data-row-link]') ?? row).focus();
    };
    const row = rows[at];
    const letter = singleKeys ? event.key : '';
    if (event.key === 'ArrowDown' || letter === 'j') focus(at + 1);
    else if (event.key === 'ArrowUp' || letter === 'k') focus(at < 0 ? 0 : at - 1);
    else if (event.key === 'Home' && at >= 0) focus(0);
    else if (event.key === 'End' && at >= 0) focus(all.length - 1);
    else if (row && event.key === 'Enter' && onOpen && target.matches('tr')) onOpen(row);
    else if (row && letter === 'x' && selection) toggle(row);
    else if (row && letter) props.keys?.[letter]?.(row);
  };

  const ticked = selection ? rows.filter((row) => selection.selected.has(rowKey(row))).length : 0;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would say that this is a form.
    <div
      ref={frame}
      role="group"
      data-table
      aria-label={label}
      aria-busy={loading || stale || undefined}
      tabIndex={rows.length > 0 ? 0 : undefined}
      onKeyDown={onKeyDown}
      className="@container overflow-clip rounded-lg border border-line bg-surface"
    >
      <table className="w-full table-fixed border-separate border-spacing-0 text-sm">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr>
            {selection && (
              <th className={cx(headClass, 'w-10 ps-3.5 pe-0')}>
                <input
                  type="checkbox"
                  aria-label="Select all rows of this page"
                  className={cx(tickClass, 'block')}
                  checked={rows.length > 0 && ticked === rows.length}
                  ref={(box) => {
                    if (box) box.indeterminate = ticked > 0 && ticked < rows.length;
                  }}
                  onChange={() => {
                    const next = new Set(selection.selected);
                    for (const row of rows) {
                      if (ticked === rows.length) next.delete(rowKey(row));
                      else next.add(rowKey(row));
                    }
                    selection.onChange(next);
                  }}
                />
              </th>
            )}
            {shown.map((column) => (
              <HeadCell key={column.id} column={column} defaultSort={defaultSort} />
            ))}
          </tr>
        </thead>
        <tbody className={cx('transition-opacity', stale && 'opacity-60')}>
          {props.banner && (
            <tr>
              <td colSpan={shown.length + (selection ? 1 : 0)} className="border-line border-b p-0">
                {props.banner}
              </td>
            </tr>
          )}
          <InRow value>
            {rows.map((row) => {
              const key = rowKey(row);
              const on = selection?.selected.has(key) ?? false;
              const href = rowHref?.(row);
              return (
                <tr
                  key={key}
                  data-row
                  data-on={on || isOpen?.(row) || undefined}
                  tabIndex={href === undefined ? -1 : undefined}
                  onClick={
                    href === undefined && onOpen
                      ? (event) => !(event.target as Element).closest('a,button,input,label') && onOpen(row)
                      : undefined
                  }
                  className={cx(rowClass, href === undefined && onOpen && 'cursor-pointer')}
                >
                  {selection && (
                    <td className="ps-3.5">
                      <input
                        type="checkbox"
                        aria-label={`Select ${selection.label(row)}`}
                        className={cx(tickClass, 'block')}
                        checked={on}
                        onClick={(event) => toggle(row, event.shiftKey)}
                        readOnly
                      />
                    </td>
                  )}
                  {shown.map((column, index) => (
                    <td key={column.id} className={cx('truncate', column.align === 'end' && 'text-end', visible[column.show ?? 'always'])}>
                      {index === 0 && href !== undefined ? (
                        <Link
                          data-row-link
                          href={href}
                          prefetch={false}
                          className="font-semibold outline-none after:absolute after:inset-0"
                          onClick={(event) => {
                            if (!onOpen || !isPlain(event)) return;
                            event.preventDefault();
                            onOpen(row);
                          }}
                        >
                          {column.cell(row)}
                        </Link>
                      ) : (
                        column.cell(row)
                      )}
                    </td>
                  ))}
                </tr>
              );
            })}
          </InRow>
          {loading &&
            rows.length === 0 &&
            Array.from({ length: props.skeletonRows ?? 8 }, (_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: nothing tells one skeleton from another.
              <tr key={index} className={rowClass}>
                {selection && <td />}
                {shown.map((column, place) => (
                  <td key={column.id} className={visible[column.show ?? 'always']}>
                    <Skeleton className={['w-3/5', 'w-4/5', 'w-2/5', 'w-1/2'][(index + place) % 4] ?? 'w-1/2'} />
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
      {!loading && rows.length === 0 && empty}
      {loading && (
        <span role="status" className="sr-only">
          Loading
        </span>
      )}
    </div>
  );
}

const headClass =
  'sticky top-0 z-2 h-9 truncate border-line border-b bg-surface px-3 font-medium text-ink-2 text-xs first:ps-3.5 last:pe-3.5';
const rowClass = cx(
  'group/row relative transition-colors hover:bg-raised/70 data-on:bg-select',
  'has-[[data-row-link]:focus-visible]:bg-raised has-[[data-row-link]:focus-visible]:outline-2 has-[[data-row-link]:focus-visible]:-outline-offset-2 has-[[data-row-link]:focus-visible]:outline-accent focus:bg-raised focus:outline-2 focus:-outline-offset-2 focus:outline-accent',
  '[&>td]:h-9 [&>td]:border-b [&>td]:border-line [&>td]:px-3 [&>td:first-child]:ps-3.5 [&>td:last-child]:pe-3.5 last:[&>td]:border-b-0',
  // What can be pressed in a row lies over the row's own link.
  '[&_:is(a,button,input,label,select):not([data-row-link])]:relative [&_:is(a,button,input,label,select):not([data-row-link])]:z-1',
);

function HeadCell<Row>({ column, defaultSort }: { column: Column<Row>; defaultSort: string | undefined }) {
  const url = useUrlState();
  const place = cx(headClass, column.align === 'end' ? 'text-end' : 'text-start', column.width, visible[column.show ?? 'always']);
  if (!column.sort)
    return (
      <th scope="col" className={place}>
        <span className={column.headerHidden ? 'sr-only' : undefined}>{column.header}</span>
      </th>
    );
  const key = column.sort === true ? column.id : column.sort;
  const sort = url.get('sort') ?? defaultSort;
  const direction = sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : undefined;
  const next = direction === 'ascending' ? `-${key}` : key;
  const changes = { sort: next === defaultSort ? null : next };
  return (
    <th scope="col" aria-sort={direction ?? 'none'} className={place}>
      <a
        href={url.href(changes)}
        className={cx(
          'group/sort inline-flex items-center gap-1 rounded-sm hover:text-ink',
          direction && 'text-ink',
          column.align === 'end' && 'flex-row-reverse',
        )}
        onClick={(event) => {
          if (!isPlain(event)) return;
          event.preventDefault();
          url.set(changes);
        }}
      >
        {column.header}
        {direction === 'descending' ? (
          <ArrowDown className="size-3" />
        ) : (
          <ArrowUp className={cx('size-3', !direction && 'opacity-0 group-hover/sort:opacity-60')} />
        )}
      </a>
    </th>
  );
}
