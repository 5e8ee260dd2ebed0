'use client';

import { Ellipsis } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { Button, type ButtonSize, type ButtonVariant } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import type { MenuItem } from './menu-panel.tsx';

const MenuPanel = dynamic(() => import('./menu-panel.tsx').then((file) => file.MenuPanel), { ssr: false });

export type { MenuItem } from './menu-panel.tsx';
export type MenuProps = {
  /** The accessible name: "Actions for inventory-sync". */
  label: string;
  items: readonly MenuItem[];
  /** What is on the button; without it, three dots. */
  children?: ReactNode;
  variant?: ButtonVariant;
  size?: ButtonSize;
  align?: 'start' | 'end';
  className?: string;
};

/** A button that opens a menu; the menu's code comes when it is opened for the first time. */
export function Menu({ label, items, children, variant = 'secondary', size = 'md', align = 'end', className }: MenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const wiring = {
    'aria-haspopup': 'menu' as const,
    'aria-expanded': anchor !== null,
    onClick: (event: { currentTarget: HTMLElement }) => setAnchor(anchor ? null : event.currentTarget),
    ...(className && { className }),
  };
  return (
    <>
      {children === undefined ? (
        <IconButton label={label} size={size === 'sm' ? 'sm' : 'md'} {...wiring}>
          <Ellipsis />
        </IconButton>
      ) : (
        <Button variant={variant} size={size} aria-label={typeof children === 'string' ? undefined : label} {...wiring}>
          {children}
        </Button>
      )}
      {anchor && <MenuPanel label={label} anchor={anchor} items={items} align={align} onClose={() => setAnchor(null)} />}
    </>
  );
}
