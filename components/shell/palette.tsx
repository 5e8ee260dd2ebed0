'use client';

import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useScrollLock } from '#browser/use-scroll-lock.ts';
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
const headingClass =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-ink-3';

/** Everything by name: pages and actions at once, objects as the server finds them. */
export function Palette({ groups, search, onClose }: PaletteProps) {
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  useScrollLock();
  const [text, setText] = useState('');
  const [found, setFound] = useState<{ of: string; groups: readonly PaletteGroup[] }>({ of: '', groups: [] });
  const typed = text.trim();
  const ask = useRef(search);
  useEffect(() => {
    ask.current = search;
  });
  useLayoutEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    shown?.showModal();
    // The browser would focus the first thing that can have it, which is the list's frame.
    shown?.querySelector('input')?.focus();
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
  const run = (item: PaletteItem) => {
    onClose();
    if (item.href !== undefined) router.push(item.href);
    else item.onSelect?.();
  };
  const searching = Boolean(search) && typed !== '' && found.of !== typed;
  const entry = (item: PaletteItem, asFound: boolean) => (
    <Command.Item
      key={item.id}
      value={`${item.label} ${item.id}`}
      keywords={[...(item.keywords ?? []), ...(item.hint ? [item.hint] : []), ...(asFound ? [typed] : [])]}
      onSelect={() => run(item)}
      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2 text-sm data-[selected=true]:bg-raised [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3"
    >
      {item.icon}
      <span className="min-w-0 truncate">{item.label}</span>
      {item.hint && <span className="ms-auto min-w-0 shrink truncate font-mono text-ink-3 text-xs">{item.hint}</span>}
    </Command.Item>
  );
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
      <Command label="Search or jump to" loop>
        <div className="flex items-center gap-2.5 border-line border-b px-4">
          {searching ? <Spinner className="text-ink-3" /> : <Search className="size-4 text-ink-3" />}
          <Command.Input
            value={text}
            onValueChange={setText}
            placeholder="Search or jump to…"
            maxLength={200}
            className="h-11.5 min-w-0 flex-1 bg-transparent text-base outline-none"
          />
        </div>
        <Command.List className="max-h-[min(24rem,60dvh)] overflow-y-auto p-1.5">
          <Command.Empty className="px-2 py-8 text-center text-ink-3 text-sm">
            {searching ? 'Searching…' : `Nothing matches “${typed}”.`}
          </Command.Empty>
          {[...groups, ...(typed ? found.groups : [])].map((group, index) =>
            group.items.length === 0 ? null : (
              <Command.Group key={group.heading} heading={group.heading} className={headingClass}>
                {group.items.map((item) => entry(item, index >= groups.length))}
              </Command.Group>
            ),
          )}
        </Command.List>
        <p className="flex gap-4 border-line border-t px-4 py-2 text-2xs text-ink-3" aria-hidden="true">
          <span>↑ ↓ to move</span>
          <span>Enter to open</span>
          <span>Esc to close</span>
        </p>
      </Command>
    </dialog>
  );
}
