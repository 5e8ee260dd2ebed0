'use client';

import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { matchScore } from '#browser/match.ts';
import { useScrollLock } from '#browser/use-scroll-lock.ts';
import { cx } from '../ui/cx.ts';
import { Spinner } from '../ui/spinner.tsx';

export type PaletteItem = {
  id: string;
  label: string;
  /** In monospace, right: an identifier. */
  hint?: string | undefined;
  icon?: ReactNode;
  href?: string;
  onSelect?: () => void;
  keywords?: readonly string[];
};
export type PaletteGroup = { heading: string; items: readonly PaletteItem[] };
export type PaletteProps = {
  groups: readonly PaletteGroup[];
  search?: (text: string, signal: AbortSignal) => Promise<readonly PaletteGroup[]>;
  onClose: () => void;
};

const pauseMs = 150;

/** The groups with what answers the text, best first; a group is as good as its best item. */
function answering(groups: readonly PaletteGroup[], text: string): PaletteGroup[] {
  return groups
    .map(({ heading, items }) => {
      const scored = items
        .map((item) => ({
          item,
          score: Math.max(...[item.label, item.hint ?? '', ...(item.keywords ?? [])].map((name) => matchScore(name, text))),
        }))
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score);
      return { heading, items: scored.map(({ item }) => item), best: scored[0]?.score ?? 0 };
    })
    .filter(({ items }) => items.length > 0)
    .sort((a, b) => b.best - a.best);
}

/** Goes there as a link does, so that a form with unsaved changes may ask first. */
function follow(href: string, go: (href: string) => void): void {
  const link = document.createElement('a');
  link.href = href;
  link.addEventListener('click', (event) => {
    event.preventDefault();
    go(href);
  });
  document.body.append(link);
  link.click();
  link.remove();
}

/** Everything by name: pages and actions at once, objects as the server finds them. */
export function Palette({ groups, search, onClose }: PaletteProps) {
  const router = useRouter();
  const own = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [found, setFound] = useState<{ of: string; groups: readonly PaletteGroup[] }>({ of: '', groups: [] });
  const typed = text.trim();
  const ask = useRef(search);
  useEffect(() => {
    ask.current = search;
  });
  useScrollLock();
  useLayoutEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    shown?.showModal();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => {
    if (typed === '' || !ask.current) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      ask.current?.(typed, abort.signal).then(
        (result) => !abort.signal.aborted && setFound({ of: typed, groups: result }),
        // Pages and actions stay usable when the search fails; what was found before is no longer the answer.
        () => !abort.signal.aborted && setFound({ of: typed, groups: [] }),
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [typed]);
  useEffect(() => {
    document.getElementById(`${own}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [own, at]);

  const searching = Boolean(search) && typed !== '' && found.of !== typed;
  // What the server found is an answer already, whatever it was that matched there.
  const shown = [...(typed ? answering(groups, typed) : groups), ...(typed ? found.groups.filter(({ items }) => items.length > 0) : [])];
  const items = shown.flatMap((group) => group.items);
  const run = (item: PaletteItem | undefined) => {
    if (!item) return;
    onClose();
    if (item.href !== undefined) follow(item.href, (href) => router.push(href));
    else item.onSelect?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || items.length === 0) return;
    if (event.key === 'ArrowDown') setAt((at + 1) % items.length);
    else if (event.key === 'ArrowUp') setAt((at - 1 + items.length) % items.length);
    else if (event.key === 'Enter') run(items[at]);
    else return;
    event.preventDefault();
  };

  let place = -1;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key that does the same.
    <dialog
      ref={dialog}
      aria-label="Search or jump to"
      onClick={(event) => event.target === event.currentTarget && onClose()}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className="appear fixed inset-x-0 top-[12dvh] m-0 mx-auto w-[calc(100%-1.5rem)] max-w-150 overflow-hidden rounded-lg border border-line bg-surface p-0 text-ink shadow-float backdrop:bg-backdrop"
    >
      <div className="flex items-center gap-2.5 border-line border-b px-4">
        {searching ? <Spinner className="text-ink-3" /> : <Search className="size-4 text-ink-3" />}
        <input
          role="combobox"
          aria-label="Search or jump to"
          aria-expanded={items.length > 0}
          aria-controls={items.length > 0 ? `${own}-list` : undefined}
          aria-autocomplete="list"
          aria-activedescendant={items[at] ? `${own}-${at}` : undefined}
          value={text}
          placeholder="Search or jump to…"
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          className="h-11.5 min-w-0 flex-1 bg-transparent text-base outline-none"
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {items.length > 0 ? (
        <div id={`${own}-list`} role="listbox" aria-label="Results" className="max-h-[min(24rem,60dvh)] overflow-y-auto p-1.5">
          {shown.map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: groups of a listbox are no fieldsets.
            <div key={group.heading} role="group" aria-label={group.heading}>
              <div aria-hidden="true" className="px-2 pt-2 pb-1 font-medium text-2xs text-ink-3">
                {group.heading}
              </div>
              {group.items.map((item) => {
                place += 1;
                const here = place;
                return (
                  <div
                    key={item.id}
                    id={`${own}-${here}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={here === at}
                    // Before the input loses its focus.
                    onPointerDown={(event) => event.preventDefault()}
                    onClick={() => run(item)}
                    onKeyDown={(event) => event.key === 'Enter' && run(item)}
                    onPointerMove={() => here !== at && setAt(here)}
                    className={cx(
                      'flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2 text-sm [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3',
                      here === at && 'bg-raised',
                    )}
                  >
                    {item.icon}
                    <span className="min-w-0 truncate">{item.label}</span>
                    {item.hint && <span className="ms-auto min-w-0 shrink truncate font-mono text-ink-3 text-xs">{item.hint}</span>}
                  </div>
                );
              })}
            </div>
          ))}
        </div>
      ) : (
        <p className="px-4 py-10 text-center text-ink-3 text-sm">{searching ? 'Searching…' : `Nothing matches “${typed}”.`}</p>
      )}
      <p role="status" className="sr-only">
        {typed && !searching ? `${items.length} found` : ''}
      </p>
      <p className="flex gap-4 border-line border-t px-4 py-2 text-2xs text-ink-3" aria-hidden="true">
        <span>↑ ↓ to move</span>
        <span>Enter to open</span>
        <span>Esc to close</span>
      </p>
    </dialog>
  );
}
