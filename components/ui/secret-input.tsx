'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';
import { Input, type InputProps } from './input.tsx';

/** A password field that can be read back. The button's name leaves out the field's: a label must name one control. */
export function SecretInput({ className, mono = true, ...rest }: Omit<InputProps, 'type'>) {
  const [shown, setShown] = useState(false);
  return (
    <span className={cx('relative block', className)}>
      <Input autoComplete="off" spellCheck={false} mono={mono} {...rest} type={shown ? 'text' : 'password'} className="pe-9" />
      <IconButton
        label={shown ? 'Hide what is typed' : 'Show what is typed'}
        size="sm"
        aria-pressed={shown}
        className="absolute end-0.75 top-0.75"
        onClick={() => setShown(!shown)}
      >
        {shown ? <EyeOff /> : <Eye />}
      </IconButton>
    </span>
  );
}
