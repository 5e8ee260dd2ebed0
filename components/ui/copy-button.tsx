'use client';

import { Check, Copy, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCopy } from '#browser/use-copy.ts';
import { Button, type ButtonSize, type ButtonVariant } from './button.tsx';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

export type CopyButtonProps = {
  /** The text, or what makes it when it is asked for. */
  text: string | (() => string);
  /** The visible name. */
  children?: ReactNode;
  /** Names what is copied for those who do not see it: "Copy grant id". */
  label?: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Only the icon. */
  icon?: boolean;
  className?: string;
  onCopied?: () => void;
  /** Takes the first focus in a dialog. */
  autoFocus?: boolean;
};

/** Copies, and says so in place and to screen readers. */
export function CopyButton({
  text,
  children = 'Copy',
  label,
  variant = 'secondary',
  size = 'sm',
  icon = false,
  className,
  onCopied,
  autoFocus,
}: CopyButtonProps) {
  const [state, copy] = useCopy();
  const run = async () => {
    if (await copy(typeof text === 'function' ? text() : text)) onCopied?.();
  };
  const said = { idle: '', copied: 'Copied', failed: 'Could not be copied' }[state];
  const glyph = { idle: <Copy />, copied: <Check className="text-allow" />, failed: <TriangleAlert className="text-deny" /> }[state];
  const live = (
    <span role="status" className="sr-only">
      {said}
    </span>
  );
  if (icon)
    return (
      <span className="inline-flex">
        <IconButton label={label ?? 'Copy'} size="sm" className={cx('[&_svg]:size-3.5', className)} onClick={run}>
          {glyph}
        </IconButton>
        {live}
      </span>
    );
  return (
    <>
      <Button variant={variant} size={size} className={className} aria-label={label} data-autofocus={autoFocus} onClick={run}>
        {state === 'idle' ? children : state === 'copied' ? 'Copied' : 'Copy failed'}
      </Button>
      {live}
    </>
  );
}
