'use client';

import { Search, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useSingleKeys } from '#browser/single-keys.tsx';
import { useUrlState } from '#browser/use-url-state.ts';
import { cx } from './cx.ts';
import { controlClass } from './input.tsx';
import { Kbd } from './kbd.tsx';

/** Over a table: search and filters left; count, columns and export right. */
export function Toolbar({ children, end, label = 'Filters' }: { children: ReactNode; end?: ReactNode; label?: string }) {
  return (
    <search aria-label={label} className="mb-2.5 flex flex-wrap items-center gap-2">
      {children}
      {end && <div className="ms-auto flex flex-wrap items-center gap-2 text-ink-3 text-xs">{end}</div>}
    </search>
  );
}

/** "1,284 of 1,402", or only the total where nothing is filtered. */
export function Count({ matched, total, noun }: { matched: number; total: number; noun?: string }) {
  return (
    <span className="whitespace-nowrap tabular-nums" role="status">
      {matched === total ? total.toLocaleString('en') : `${matched.toLocaleString('en')} of ${total.toLocaleString('en')}`}
      {noun && ` ${noun}`}
    </span>
  );
}

const pauseMs = 200;

/** The search of a list. It writes the address a moment after the last key, at once on Enter. `/` leads to it. */
export function SearchBox({ label, placeholder = label, param = 'q' }: { label: string; placeholder?: string; param?: string }) {
  const url = useUrlState();
  const inAddress = url.get(param) ?? '';
  const [text, setText] = useState(inAddress);
  const [written, setWritten] = useState(inAddress);
  const input = useRef<HTMLInputElement>(null);
  const singleKeys = useSingleKeys();
  // Back, or a link that clears the filters, changed the address from elsewhere.
  if (inAddress !== written) {
    setWritten(inAddress);
    setText(inAddress);
  }
  const write = (value: string) => {
    setWritten(value.trim());
    url.set({ [param]: value.trim() });
  };
  useEffect(() => {
    if (text.trim() === written) return;
    const timer = setTimeout(() => {
      setWritten(text.trim());
      url.set({ [param]: text.trim() });
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [text, written, url, param]);
  useEffect(() => {
    if (!singleKeys) return;
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as Element;
      if (event.key !== '/' || event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      if (target !== document.body && !target.closest('[data-table]')) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [singleKeys]);
  return (
    <span className="relative min-w-48 flex-1 basis-64 sm:max-w-80">
      <Search className="pointer-events-none absolute start-2.5 top-2 size-4 text-ink-3" />
      <input
        ref={input}
        type="search"
        value={text}
        aria-label={label}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') write(text);
          if (event.key === 'Escape' && text) {
            event.preventDefault();
            setText('');
            write('');
          } else if (event.key === 'Escape') event.currentTarget.blur();
        }}
        className={cx(controlClass, 'h-8 truncate ps-8 pe-8')}
      />
      <span className="absolute end-1 top-1 flex h-6 items-center">
        {text ? (
          <button
            type="button"
            aria-label="Clear search"
            className="grid size-6 place-items-center rounded-sm text-ink-3 hover:text-ink [&_svg]:size-3.5"
            onClick={() => {
              setText('');
              write('');
              input.current?.focus();
            }}
          >
            <X />
          </button>
        ) : (
          singleKeys && (
            <span aria-hidden="true" className="pointer-events-none flex pe-1 max-sm:hidden">
              <Kbd>/</Kbd>
            </span>
          )
        )}
      </span>
    </span>
  );
}
