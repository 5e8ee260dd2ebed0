'use client';

import { CircleAlert, X } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import { cx } from './cx.ts';
import { useFieldWiring } from './field.tsx';

export type ScopeInputProps = {
  value: readonly string[];
  onChange: (value: string[]) => void;
  onBlur?: () => void;
  /** Scopes that exist, offered while typing. Without it any scope may be typed, e.g. when a resource is made. */
  known?: readonly string[] | undefined;
  /** What is wrong with one scope, or `undefined`. A scope that is wrong stays, as a chip that says so. */
  check?: (scope: string) => string | undefined;
  /** Characters that a scope may have; others are wrong. */
  pattern?: RegExp;
  placeholder?: string;
  disabled?: boolean;
  id?: string;
  'aria-describedby'?: string;
};

const splits = /[\s,;]+/;
const anyScope = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** The scopes of a pasted or typed list: split at commas, semicolons, spaces and line ends; quotes and brackets of JSON fall away. */
export const splitScopes = (text: string): string[] => [
  ...new Set(
    text
      .split(splits)
      .map((part) => part.replace(/^[["']+|[\]"']+$/g, ''))
      .filter(Boolean),
  ),
];

/**
 * Scopes as chips. Enter, comma and space finish one, pasting a list splits it, Backspace takes the last one back, arrows reach
 * the chips and Delete removes them. Nothing that was typed is dropped: what is unknown or malformed becomes a chip that says so.
 */
export function ScopeInput({
  value,
  onChange,
  onBlur,
  known,
  check,
  pattern = anyScope,
  placeholder,
  disabled = false,
  ...own
}: ScopeInputProps) {
  const { id, ...wiring } = useFieldWiring(own);
  const hints = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(-1);
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState('');
  const frame = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const offered = (known ?? []).filter((scope) => !value.includes(scope) && scope.toLowerCase().includes(text.trim().toLowerCase()));
  const shown = open && offered.length > 0;
  const wrong = (scope: string): string | undefined => {
    if (!pattern.test(scope)) return 'not a valid scope';
    if (known && !known.includes(scope)) return 'not a scope of this resource';
    return check?.(scope);
  };
  const faults = value.flatMap((scope) => {
    const fault = wrong(scope);
    return fault ? [{ scope, fault }] : [];
  });

  const add = (scopes: string[]) => {
    const fresh = scopes.filter((scope) => !value.includes(scope));
    setText('');
    setAt(-1);
    if (fresh.length === 0) return;
    onChange([...value, ...fresh]);
    setSaid(fresh.length === 1 ? `${fresh[0]} added` : `${fresh.length} scopes added`);
  };
  const remove = (scope: string, focus?: number) => {
    onChange(value.filter((each) => each !== scope));
    setSaid(`${scope} removed`);
    // The chip is gone after the next render: focus its neighbour by place.
    if (focus === undefined || focus < 0 || value.length === 1) return input.current?.focus();
    requestAnimationFrame(() => frame.current?.querySelectorAll<HTMLElement>('[data-chip]')[Math.min(focus, value.length - 2)]?.focus());
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const choice = shown && at >= 0 ? offered[at] : undefined;
    if (event.key === 'Enter' || event.key === ',' || event.key === ' ') {
      if (event.key !== 'Enter' || text.trim() || choice) event.preventDefault();
      if (choice && event.key !== ',') add([choice]);
      else add(splitScopes(text));
    } else if (event.key === 'Tab' && text.trim()) add(choice ? [choice] : splitScopes(text));
    else if (event.key === 'Backspace' && text === '') {
      const last = value.at(-1);
      if (last) remove(last);
    } else if (event.key === 'ArrowLeft' && text === '' && value.length > 0) {
      event.preventDefault();
      [...(frame.current?.querySelectorAll<HTMLElement>('[data-chip]') ?? [])].at(-1)?.focus();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (offered.length === 0) return;
      event.preventDefault();
      if (!shown) return setOpen(true);
      setAt((at + (event.key === 'ArrowDown' ? 1 : -1) + offered.length) % offered.length);
    } else if (event.key === 'Escape' && shown) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData('text');
    if (!/[\s,;]/.test(pasted.trim())) return;
    event.preventDefault();
    add(splitScopes(`${text} ${pasted}`));
  };
  const onChipKey = (event: KeyboardEvent<HTMLElement>, scope: string, place: number) => {
    const chips = [...(frame.current?.querySelectorAll<HTMLElement>('[data-chip]') ?? [])];
    if (event.key === 'Delete' || event.key === 'Backspace') remove(scope, event.key === 'Delete' ? place : place - 1);
    else if (event.key === 'ArrowLeft') chips[place - 1]?.focus();
    else if (event.key === 'ArrowRight') (chips[place + 1] ?? input.current)?.focus();
    else return;
    event.preventDefault();
  };

  return (
    <div className="min-w-0">
      <div className="relative">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a press on the frame is a press on the input inside it. */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the input itself. */}
        <div
          ref={frame}
          onClick={(event) => event.target === event.currentTarget && input.current?.focus()}
          className={cx(
            'flex min-h-8 cursor-text flex-wrap items-center gap-1 rounded-md border bg-surface p-0.75 focus-within:border-accent focus-within:outline-1 focus-within:outline-accent',
            wiring['aria-invalid'] || faults.length > 0 ? 'border-deny' : 'border-control',
            disabled && 'bg-raised',
          )}
        >
          {value.map((scope, place) => {
            const fault = wrong(scope);
            return (
              <span
                key={scope}
                className={cx(
                  'inline-flex h-6 max-w-full items-center gap-1 rounded-sm border ps-1.75 font-medium font-mono text-xs',
                  fault ? 'border-deny/60 border-dashed bg-deny-soft text-deny' : 'border-line bg-raised',
                )}
              >
                {fault && <CircleAlert className="size-3 shrink-0" />}
                <span className="truncate">{scope}</span>
                <button
                  type="button"
                  data-chip
                  tabIndex={-1}
                  disabled={disabled}
                  aria-label={`Remove ${scope}${fault ? `, ${fault}` : ''}`}
                  className="-ms-0.5 grid size-5.5 place-items-center rounded-sm -outline-offset-2 hover:bg-line [&_svg]:size-3"
                  onClick={() => remove(scope)}
                  onKeyDown={(event) => onChipKey(event, scope, place)}
                >
                  <X />
                </button>
              </span>
            );
          })}
          <input
            ref={input}
            id={id}
            {...wiring}
            {...(known && {
              role: 'combobox',
              'aria-expanded': shown,
              'aria-controls': shown ? `${hints}-list` : undefined,
              'aria-autocomplete': 'list' as const,
            })}
            aria-activedescendant={shown && at >= 0 ? `${hints}-${at}` : undefined}
            disabled={disabled}
            value={text}
            placeholder={value.length === 0 ? (placeholder ?? (known ? 'Choose or type scopes' : 'Type or paste scopes')) : undefined}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            enterKeyHint="done"
            className="h-6 min-w-24 flex-1 bg-transparent px-1 font-mono text-xs outline-none placeholder:font-sans"
            onChange={(event) => {
              setText(event.target.value);
              setAt(-1);
              setOpen(true);
            }}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            onFocus={() => setOpen(true)}
            onBlur={() => {
              setOpen(false);
              if (text.trim()) add(splitScopes(text));
              onBlur?.();
            }}
          />
        </div>
        {shown && (
          <div
            id={`${hints}-list`}
            role="listbox"
            aria-label="Suggestions"
            className="absolute inset-x-0 top-full z-30 mt-1 max-h-56 overflow-y-auto rounded-md border border-line bg-surface p-1 shadow-float"
          >
            {offered.map((scope, place) => (
              <div
                key={scope}
                id={`${hints}-${place}`}
                role="option"
                tabIndex={-1}
                aria-selected={place === at}
                className={cx('cursor-pointer rounded-sm px-2 py-1 font-mono text-xs', place === at ? 'bg-raised' : 'hover:bg-raised')}
                // Before the input loses its focus, which would close the list under the pointer.
                onPointerDown={(event) => {
                  event.preventDefault();
                  add([scope]);
                }}
              >
                {scope}
              </div>
            ))}
          </div>
        )}
      </div>
      {faults.length > 0 && (
        <p className="mt-1.5 text-deny text-xs" role="alert">
          {faults.length === 1 && faults[0] ? (
            <>
              <span className="font-mono">{faults[0].scope}</span> is {faults[0].fault}.
            </>
          ) : (
            `${faults.length} of these scopes cannot be used; they are marked.`
          )}
        </p>
      )}
      <span role="status" className="sr-only">
        {said}
      </span>
    </div>
  );
}
