'use client';

import { ChevronsUpDown, Plus, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useAnchored } from '#browser/use-anchored.ts';
import { cx } from './cx.ts';
import { useFieldWiring } from './field.tsx';
import { controlClass } from './input.tsx';
import { Spinner } from './spinner.tsx';

export type PickerItem = {
  id: string;
  /** What people call it. */
  name: string;
  /** In monospace beside the name. */
  identifier?: string | undefined;
  /** Why it cannot be chosen. */
  disabled?: string | undefined;
};
export type PickerFound = {
  items: readonly PickerItem[] /** How many match in all, when there are more than are listed. */;
  total?: number;
};

export type PickerProps = {
  value: PickerItem | null;
  onChange: (item: PickerItem | null) => void;
  /** Asks the server. `''` asks for the first ones. */
  search: (text: string, signal: AbortSignal) => Promise<PickerFound>;
  /** The last entry: "Create resource". It gets what was typed. */
  create?: { label: string; onSelect: (typed: string) => void } | undefined;
  /**
   * Allows what was typed as a value of its own, e.g. a subject id that nobody has an account for. What stands there is kept when the
   * field is left, as in any field that one types into; Escape drops it.
   */
  free?: ((typed: string) => PickerItem) | undefined;
  placeholder?: string;
  clearable?: boolean;
  disabled?: boolean;
  onBlur?: () => void;
  id?: string;
  'aria-label'?: string;
  'aria-describedby'?: string | undefined;
  /** For pickers without a `Field` around them. */
  'aria-invalid'?: boolean | undefined;
};

type Entry = { kind: 'item' | 'free'; item: PickerItem } | { kind: 'create'; label: string };
const pauseMs = 150;

/** Chooses one thing among very many: typing asks the server, arrows and Enter choose. */
export function Picker(props: PickerProps) {
  const {
    value,
    onChange,
    search,
    create,
    free,
    placeholder = 'Search by name or identifier',
    clearable = false,
    disabled = false,
    onBlur,
  } = props;
  const { id, ...wiring } = useFieldWiring({ id: props.id, 'aria-describedby': props['aria-describedby'] });
  const own = useId();
  const [text, setText] = useState<string>();
  const [found, setFound] = useState<{ of: string; result: PickerFound } | { of: string; failed: true }>();
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  /** What stood there when Enter was pressed before the answer to it had come. */
  const early = useRef<string>(undefined);
  const ask = useRef(search);
  useEffect(() => {
    ask.current = search;
  });
  const open = text !== undefined;
  const typed = (text ?? '').trim();

  useEffect(() => {
    if (!open) return;
    const abort = new AbortController();
    const timer = setTimeout(
      () => {
        ask.current(typed, abort.signal).then(
          (result) => {
            if (abort.signal.aborted) return;
            setFound({ of: typed, result });
            setAt(0);
          },
          () => !abort.signal.aborted && setFound({ of: typed, failed: true }),
        );
      },
      typed === '' ? 0 : pauseMs,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [open, typed]);

  const items = found && 'result' in found ? found.result.items : [];
  const entries: Entry[] = [
    ...items.map((item): Entry => ({ kind: 'item', item })),
    ...(free && typed ? [{ kind: 'free' as const, item: free(typed) }] : []),
    ...(create ? [{ kind: 'create' as const, label: create.label }] : []),
  ];
  const close = () => {
    early.current = undefined;
    setText(undefined);
    setAt(0);
  };
  const choose = (entry: Entry | undefined) => {
    if (!entry || (entry.kind !== 'create' && entry.item.disabled)) return;
    close();
    if (entry.kind === 'create') create?.onSelect(typed);
    else onChange(entry.item);
  };
  const exact = () => items.find((item) => !item.disabled && [item.id, item.identifier].includes(typed));
  // Enter was meant for an answer that nobody has seen: it is obeyed only where there is nothing to mistake.
  useEffect(() => {
    if (early.current === undefined || found?.of !== typed) return;
    const pressed = early.current === typed;
    early.current = undefined;
    // Where anything may be typed, one that merely resembles it is not what was meant.
    const only = exact() ?? (free ? undefined : items.length === 1 ? items[0] : undefined);
    if (!pressed || !open) return;
    if (only) choose({ kind: 'item', item: only });
    else if (free && items.length === 0 && typed) choose({ kind: 'free', item: free(typed) });
  });
  const leave = () => {
    close();
    if (!free || !typed) return;
    const answered = found?.of === typed;
    // Only what the arrows went to was chosen; the first entry is marked by itself.
    const marked = answered && at > 0 ? entries[at] : undefined;
    const named = answered ? exact() : undefined;
    if (marked) choose(marked);
    else onChange(named ?? free(typed));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) return setText('');
      if (entries.length > 0) setAt((at + (event.key === 'ArrowDown' ? 1 : -1) + entries.length) % entries.length);
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      // What is listed may still be the answer to what was typed before.
      if (found?.of === typed) choose(entries[at]);
      else early.current = typed;
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab') leave();
  };
  const status = !open
    ? ''
    : !found || found.of !== typed
      ? 'Searching'
      : 'failed' in found
        ? 'The search failed'
        : items.length === 0
          ? 'Nothing found'
          : `${found.result.total ?? items.length} found`;

  return (
    <span className="relative block">
      <input
        ref={input}
        id={id}
        {...wiring}
        aria-invalid={wiring['aria-invalid'] ?? props['aria-invalid']}
        role="combobox"
        aria-label={props['aria-label']}
        aria-expanded={open}
        aria-controls={open ? `${own}-list` : undefined}
        aria-autocomplete="list"
        aria-activedescendant={open && entries[at] ? `${own}-${at}` : undefined}
        value={text ?? value?.name ?? ''}
        placeholder={open && value ? value.name : placeholder}
        disabled={disabled}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onClick={() => !open && setText('')}
        onKeyDown={onKeyDown}
        onBlur={() => {
          leave();
          onBlur?.();
        }}
        className={cx(controlClass, 'h-8 truncate ps-2.5 pe-8')}
      />
      {clearable && value && !open && !disabled ? (
        <button
          type="button"
          aria-label="Clear"
          className="absolute end-1 top-1 grid size-6 place-items-center rounded-sm text-ink-3 hover:text-ink [&_svg]:size-3.5"
          onClick={() => {
            onChange(null);
            input.current?.focus();
          }}
        >
          <X />
        </button>
      ) : (
        <ChevronsUpDown className="pointer-events-none absolute end-2.5 top-2 size-4 text-ink-3" />
      )}
      {value?.identifier && !open && value.identifier !== value.name && (
        <span className="mt-1 block truncate font-mono text-ink-3 text-xs">{value.identifier}</span>
      )}
      {open && (
        <PickerList
          id={own}
          anchor={input.current}
          entries={entries}
          at={at}
          typed={typed}
          pending={!found || found.of !== typed}
          failed={found !== undefined && 'failed' in found}
          more={found && 'result' in found ? Math.max(0, (found.result.total ?? items.length) - items.length) : 0}
          selected={value?.id}
          onChoose={choose}
        />
      )}
      <span role="status" className="sr-only">
        {status}
      </span>
    </span>
  );
}

type ListProps = {
  id: string;
  anchor: HTMLElement | null;
  entries: readonly Entry[];
  at: number;
  typed: string;
  pending: boolean;
  failed: boolean;
  more: number;
  selected: string | undefined;
  onChoose: (entry: Entry) => void;
};

function PickerList({ id, anchor, entries, at, typed, pending, failed, more, selected, onChoose }: ListProps) {
  const panel = useRef<HTMLDivElement>(null);
  useAnchored(anchor, panel, { matchWidth: true });
  useEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, at]);
  const found = entries.filter(({ kind }) => kind === 'item').length;
  return (
    <div
      ref={panel}
      popover="manual"
      className="fixed flex flex-col overflow-hidden rounded-md border border-line bg-surface text-ink text-sm shadow-float"
    >
      <div id={`${id}-list`} role="listbox" aria-label="Results" className="max-h-72 min-h-0 overflow-y-auto p-1">
        {entries.map((entry, place) => {
          const key = entry.kind === 'create' ? 'create' : `${entry.kind}:${entry.item.id}`;
          const off = entry.kind !== 'create' && entry.item.disabled;
          return (
            <div
              key={key}
              id={`${id}-${place}`}
              role="option"
              tabIndex={-1}
              aria-selected={entry.kind === 'item' && entry.item.id === selected}
              aria-disabled={off ? true : undefined}
              onPointerDown={(event) => {
                event.preventDefault();
                onChoose(entry);
              }}
              className={cx(
                'flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 py-1',
                place === at ? 'bg-raised' : entry.kind !== 'create' && 'hover:bg-raised/60',
                off && 'cursor-default text-ink-3',
                entry.kind === 'create' &&
                  'sticky -bottom-1 -mx-1 mt-1 -mb-1 min-h-9 rounded-none border-line border-t px-3 text-accent-text',
                entry.kind === 'create' && place !== at && 'bg-surface hover:bg-raised',
              )}
            >
              {entry.kind === 'create' ? (
                <>
                  <Plus className="size-4 shrink-0" />
                  <span className="font-medium">{entry.label}</span>
                  {typed && <span className="truncate text-ink-2">“{typed}”</span>}
                </>
              ) : (
                <>
                  <span className="min-w-0 shrink truncate font-medium">
                    {entry.kind === 'free' ? `Use “${entry.item.name}”` : entry.item.name}
                  </span>
                  {entry.item.identifier && (
                    <span className="min-w-0 flex-1 truncate font-mono text-ink-3 text-xs">{entry.item.identifier}</span>
                  )}
                  {off && <span className="ms-auto shrink-0 text-xs">{off}</span>}
                </>
              )}
            </div>
          );
        })}
      </div>
      {(pending || failed || found === 0 || more > 0) && (
        <div className="flex min-h-8 items-center gap-2 border-line px-3 py-1.5 text-ink-3 text-xs not-first:border-t">
          {pending ? (
            <>
              <Spinner className="size-3.5" /> Searching…
            </>
          ) : failed ? (
            'The search failed. Type again to retry.'
          ) : found === 0 ? (
            typed ? (
              `Nothing matches “${typed}”.`
            ) : (
              'There is nothing to choose yet.'
            )
          ) : (
            `${more.toLocaleString('en')} more: type to narrow.`
          )}
        </div>
      )}
    </div>
  );
}
