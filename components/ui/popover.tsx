'use client';

import { type ReactNode, useRef, useState } from 'react';
import { type Placement, useAnchored } from '#browser/use-anchored.ts';
import { useDismiss } from '#browser/use-dismiss.ts';
import { cx } from './cx.ts';

type PanelProps = {
  label: string;
  anchor: HTMLElement;
  onClose: () => void;
  children: ReactNode;
  align?: Placement['align'];
  side?: Placement['side'];
  className?: string | undefined;
};

function Panel({ label, anchor, onClose, children, align = 'start', side = 'bottom', className }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  useAnchored(anchor, panel, { align, side });
  useDismiss(anchor, panel, onClose);
  return (
    <div
      ref={panel}
      popover="manual"
      role="dialog"
      aria-label={label}
      className={cx(
        'appear fixed max-w-[calc(100vw-1rem)] overflow-y-auto rounded-md border border-line bg-surface p-3 text-ink text-sm shadow-float',
        className,
      )}
    >
      {children}
    </div>
  );
}

export type PopoverProps = {
  /** The name of the panel, and of the button unless its words are one. */
  label: string;
  /** What is on the button. */
  trigger: ReactNode;
  triggerClassName?: string;
  /** Names the button by `label` where its content is not words. */
  nameTrigger?: boolean;
  children: ReactNode | ((close: () => void) => ReactNode);
  align?: Placement['align'];
  side?: Placement['side'];
  className?: string;
};

/** A button that shows a small panel of ordinary controls; for lists of actions there is Menu. */
export function Popover({ label, trigger, triggerClassName, nameTrigger = false, children, align, side, className }: PopoverProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = () => setAnchor(null);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        aria-label={nameTrigger ? label : undefined}
        className={triggerClassName}
        onClick={(event) => setAnchor(anchor ? null : event.currentTarget)}
      >
        {trigger}
      </button>
      {anchor && (
        <Panel label={label} anchor={anchor} onClose={close} className={className} {...(align && { align })} {...(side && { side })}>
          {typeof children === 'function' ? children(close) : children}
        </Panel>
      )}
    </>
  );
}
