'use client';

import { LogOut } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { chooseTheme, type Theme } from '#browser/choices.ts';
import { cx } from '../ui/cx.ts';
import { Kbd } from '../ui/kbd.tsx';
import { Popover } from '../ui/popover.tsx';
import { Spinner } from '../ui/spinner.tsx';

export type Person = { name: string /** The role in words, or the address. */; caption: string };
export type PersonLink = { href: string; label: string; icon?: ReactNode };

const initials = (name: string) =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word[0] ?? '')
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join('')
    .toUpperCase();
const themes = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

export type PersonMenuProps = {
  person: Person;
  links: readonly PersonLink[];
  theme: Theme;
  narrow: boolean;
  onSignOut: () => Promise<void>;
  onShortcuts: () => void;
};

/** Who is signed in: their pages, the theme, the shortcuts, and the way out. */
export function PersonMenu({ person, links, theme: atFirst, narrow, onSignOut, onShortcuts }: PersonMenuProps) {
  const [theme, setTheme] = useState(atFirst);
  const [leaving, setLeaving] = useState(false);
  const row = 'flex h-8 w-full items-center gap-2.5 rounded-sm px-2 text-start hover:bg-raised [&_svg]:size-4 [&_svg]:text-ink-3';
  return (
    <Popover
      label={`Account of ${person.name}`}
      nameTrigger
      side="top"
      className="w-58 p-1.5"
      triggerClassName={cx('flex w-full items-center gap-2.5 rounded-md p-1.5 text-start hover:bg-raised', narrow && 'justify-center')}
      trigger={
        <>
          <span
            aria-hidden="true"
            className="grid size-6.5 shrink-0 place-items-center rounded-full border border-line bg-raised font-semibold text-2xs text-ink-2"
          >
            {initials(person.name)}
          </span>
          {!narrow && (
            <span className="min-w-0">
              <span className="block truncate font-medium text-sm leading-4">{person.name}</span>
              <span className="block truncate text-2xs text-ink-3">{person.caption}</span>
            </span>
          )}
        </>
      }
    >
      {(close) => (
        <>
          <ul>
            {links.map(({ href, label, icon }) => (
              <li key={href}>
                <Link href={href} className={row} onClick={close}>
                  {icon}
                  {label}
                </Link>
              </li>
            ))}
            <li>
              <button
                type="button"
                className={row}
                onClick={() => {
                  close();
                  onShortcuts();
                }}
              >
                <span className="flex-1">Keyboard shortcuts</span>
                <Kbd>?</Kbd>
              </button>
            </li>
          </ul>
          <fieldset className="-mx-1.5 mt-1 border-line border-t px-3.5 pt-2 pb-2.5">
            <legend className="float-start mb-1.5 w-full font-medium text-2xs text-ink-3">Theme</legend>
            <div className="clear-both grid grid-cols-3 rounded-md border border-line bg-raised p-0.5">
              {themes.map(({ value, label }) => (
                <label
                  key={value}
                  className="grid h-6 place-items-center rounded-sm text-ink-2 text-xs has-checked:bg-surface has-checked:font-semibold has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--line-strong)] has-focus-visible:outline-2 has-focus-visible:outline-accent"
                >
                  <input
                    type="radio"
                    name="theme"
                    value={value}
                    checked={theme === value}
                    className="sr-only"
                    onChange={() => {
                      setTheme(value);
                      chooseTheme(value);
                    }}
                  />
                  {label}
                </label>
              ))}
            </div>
          </fieldset>
          <div className="-mx-1.5 border-line border-t px-1.5 pt-1.5">
            <button
              type="button"
              className={row}
              aria-busy={leaving || undefined}
              onClick={() => {
                if (leaving) return;
                setLeaving(true);
                onSignOut().finally(() => setLeaving(false));
              }}
            >
              <span className="flex-1">Sign out</span>
              {leaving ? <Spinner /> : <LogOut />}
            </button>
          </div>
        </>
      )}
    </Popover>
  );
}
