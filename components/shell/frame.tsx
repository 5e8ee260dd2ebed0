'use client';

import { Menu as MenuIcon, PanelLeft, Search, X } from 'lucide-react';
import dynamic from 'next/dynamic';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { keepCollapsed, keepSingleKeys, type Theme } from '#browser/choices.ts';
import { SingleKeysProvider } from '#browser/single-keys.tsx';
import { useScrollLock } from '#browser/use-scroll-lock.ts';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { ToastProvider } from '../ui/toast.tsx';
import { Mark } from './mark.tsx';
import { Nav, type NavGroup, type NavItem } from './nav.tsx';
import type { PaletteGroup } from './palette.tsx';
import { type Person, type PersonLink, PersonMenu } from './person-menu.tsx';

const Palette = dynamic(() => import('./palette.tsx').then((file) => file.Palette), { ssr: false });
const ShortcutsDialog = dynamic(() => import('./shortcuts-dialog.tsx').then((file) => file.ShortcutsDialog), { ssr: false });

export type FrameProps = {
  /** On top of the sidebar: the zone switcher. It is told whether there is room for words. */
  zone?: (narrow: boolean) => ReactNode;
  groups: readonly NavGroup[];
  /** At the foot of the navigation: Settings. */
  foot?: readonly NavItem[];
  person: Person;
  personLinks?: readonly PersonLink[];
  onSignOut: () => Promise<void>;
  /** From the cookies, read on the server (`#browser/choices.ts`). */
  theme: Theme;
  collapsed: boolean;
  singleKeys: boolean;
  /** Whether the person's keyboard has a command key. */
  mac: boolean;
  /** What the palette knows without asking; the pages of the sidebar are added. */
  palette?: readonly PaletteGroup[];
  /** Asks the server for objects while one types in the palette. */
  paletteSearch?: (text: string, signal: AbortSignal) => Promise<readonly PaletteGroup[]>;
  children: ReactNode;
};

/** The frame of the console: sidebar, the way to everything by keyboard, and the page. It knows no concept. */
export function Frame(props: FrameProps) {
  const { zone, groups, foot = [], person, personLinks = [], onSignOut, theme, palette = [], paletteSearch, children } = props;
  const [narrow, setNarrow] = useState(props.collapsed);
  const [singleKeys, setSingleKeys] = useState(props.singleKeys);
  const [open, setOpen] = useState<'palette' | 'shortcuts' | 'sheet'>();
  const close = () => setOpen(undefined);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setOpen((now) => (now === 'palette' ? undefined : 'palette'));
      }
      if (event.key !== '?' || !singleKeys || event.defaultPrevented) return;
      const target = event.target as Element;
      if (target === document.body || target.closest('[data-table]:not(:has(input:focus))')) setOpen('shortcuts');
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [singleKeys]);

  const toggle = () => {
    keepCollapsed(!narrow);
    setNarrow(!narrow);
  };
  const bar = (small: boolean, onNavigate?: () => void) => (
    <>
      {zone && <div className="px-2.5 pt-3">{zone(small)}</div>}
      <Nav groups={groups} foot={foot} narrow={small} {...(onNavigate && { onNavigate })} />
      <div className="mx-2.5 border-line border-t py-1.5">
        <PersonMenu
          person={person}
          links={personLinks}
          theme={theme}
          narrow={small}
          onSignOut={onSignOut}
          onShortcuts={() => setOpen('shortcuts')}
        />
      </div>
    </>
  );
  const pages: PaletteGroup = {
    heading: 'Pages',
    items: [...groups.flatMap(({ items }) => items), ...foot, ...personLinks].map(({ href, label, icon }) => ({
      id: href,
      label,
      href,
      icon,
    })),
  };

  return (
    <SingleKeysProvider on={singleKeys}>
      <ToastProvider>
        <a
          href="#main"
          className="fixed start-3 top-3 z-50 -translate-y-20 rounded-md bg-accent px-3 py-1.5 font-semibold text-accent-ink focus:translate-y-0"
        >
          Skip to content
        </a>
        <div className="flex min-h-dvh">
          <aside
            aria-label="Sidebar"
            className={cx('sticky top-0 hidden h-dvh shrink-0 flex-col border-line border-e md:flex', narrow ? 'w-13.5' : 'w-58')}
          >
            {bar(narrow)}
            <IconButton
              label={narrow ? 'Widen the sidebar' : 'Narrow the sidebar'}
              size="sm"
              aria-expanded={!narrow}
              className="absolute -end-3.25 bottom-17 z-10 rounded-full border-line bg-surface opacity-0 shadow-float transition-opacity focus-visible:opacity-100 [aside:hover>&]:opacity-100"
              onClick={toggle}
            >
              <PanelLeft />
            </IconButton>
          </aside>
          <div className="relative min-w-0 flex-1">
            <div className="absolute start-3 top-2.5 md:hidden">
              <IconButton label="Menu" aria-expanded={open === 'sheet'} onClick={() => setOpen('sheet')}>
                <MenuIcon />
              </IconButton>
            </div>
            <div className="absolute end-3 top-2.5 md:end-7">
              <button
                type="button"
                aria-label="Search or jump to…"
                aria-keyshortcuts="Meta+K Control+K"
                onClick={() => setOpen('palette')}
                className="flex h-8 items-center gap-2 rounded-md text-ink-3 text-sm transition-colors hover:text-ink-2 max-md:w-8 max-md:justify-center md:w-65 md:border md:border-line-strong md:bg-surface md:px-2.5 md:hover:border-control"
              >
                <Search className="size-4 md:hidden" />
                <span className="flex-1 text-start max-md:hidden">Search or jump to…</span>
                <span className="max-md:hidden" aria-hidden="true">
                  <Kbd>{props.mac ? '⌘K' : 'Ctrl K'}</Kbd>
                </span>
              </button>
            </div>
            <main id="main" tabIndex={-1} className="mx-auto max-w-480 px-4 pb-12 outline-none md:px-7">
              {children}
            </main>
          </div>
        </div>
        {open === 'sheet' && <Sheet onClose={close}>{bar(false, close)}</Sheet>}
        {open === 'palette' && <Palette groups={[pages, ...palette]} {...(paletteSearch && { search: paletteSearch })} onClose={close} />}
        {open === 'shortcuts' && (
          <ShortcutsDialog
            singleKeys={singleKeys}
            onSingleKeys={(on) => {
              keepSingleKeys(on);
              setSingleKeys(on);
            }}
            onClose={close}
          />
        )}
      </ToastProvider>
    </SingleKeysProvider>
  );
}

/** The sidebar of small windows, over the page. */
function Sheet({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useScrollLock();
  const path = usePathname();
  const first = useRef(path);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    if (path !== first.current) onClose();
  }, [path, onClose]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key that does the same.
    <dialog
      ref={dialog}
      aria-label="Menu"
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      className="fixed inset-y-0 start-0 m-0 h-dvh max-h-none w-72 max-w-[85vw] flex-col border-line border-e bg-canvas p-0 text-ink shadow-float backdrop:bg-backdrop open:flex"
    >
      <div className="flex h-13 shrink-0 items-center gap-2.5 ps-4 pe-2 font-semibold">
        <Mark className="size-5.5" />
        <span className="flex-1">Caracal Console</span>
        <IconButton label="Close" onClick={onClose}>
          <X />
        </IconButton>
      </div>
      {children}
    </dialog>
  );
}
