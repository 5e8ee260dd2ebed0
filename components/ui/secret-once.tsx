'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { Button } from './button.tsx';
import { Checkbox } from './checkbox.tsx';
import { CopyButton } from './copy-button.tsx';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

/** Gives a text to the browser as a file, without any address that could be remembered. */
function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** A value as a line of a .env file: quoted so that no shell or parser reads anything into it. */
export const envLine = (name: string, value: string): string => `${name}='${value.replaceAll("'", "'\\''")}'\n`;

export type SecretOnceProps = {
  label: ReactNode;
  value: string;
  /** More lines of the .env file, before the secret: e.g. the client id. */
  env?: Record<string, string>;
  /** The secret's own name in that file. */
  envName?: string;
  /** "report-bot.env" */
  fileName?: string;
  help?: ReactNode;
  /** With both, the tick "I have stored it" stands under the secret; without, the caller shows `StoredTick` elsewhere. */
  stored?: boolean;
  onStored?: (stored: boolean) => void;
};

/** A secret on its only appearance: masked, to be revealed, copied or downloaded. Leaving the page asks until it is stored. */
export function SecretOnce({
  label,
  value,
  env = {},
  envName = 'CLIENT_SECRET',
  fileName = 'secret.env',
  help,
  stored,
  onStored,
}: SecretOnceProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (stored) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [stored]);
  const file = Object.entries({ ...env, [envName]: value })
    .map(([name, each]) => envLine(name, each))
    .join('');
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-semibold text-sm">
        {label}
      </label>
      <div className="flex flex-wrap items-center gap-1 rounded-md border border-control bg-surface p-1 ps-2.5">
        <input
          id={id}
          readOnly
          type={shown ? 'text' : 'password'}
          value={value}
          autoComplete="off"
          spellCheck={false}
          aria-describedby={`${id}-help`}
          onFocus={(event) => event.currentTarget.select()}
          className={cx('h-6.5 min-w-0 flex-1 basis-40 bg-transparent font-mono text-xs outline-none', !shown && 'tracking-wider')}
        />
        <span className="flex items-center gap-1">
          <IconButton label={shown ? 'Hide secret' : 'Show secret'} size="sm" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? <EyeOff /> : <Eye />}
          </IconButton>
          <CopyButton text={value} label="Copy secret" autoFocus />
          <Button size="sm" aria-label="Download as .env" onClick={() => download(fileName, file)}>
            .env
          </Button>
        </span>
      </div>
      <p id={`${id}-help`} className="mt-1.5 text-ink-3 text-xs">
        {help ?? 'Shown once. It is not kept here and cannot be shown again.'}
      </p>
      {onStored && <StoredTick stored={stored ?? false} onStored={onStored} className="mt-3" />}
    </div>
  );
}

/** "I have stored it": what stands between a secret and the button that closes it. */
export const StoredTick = ({
  stored,
  onStored,
  className,
}: {
  stored: boolean;
  onStored: (stored: boolean) => void;
  className?: string;
}) => (
  <Checkbox
    label="I have stored it"
    checked={stored}
    onChange={(event) => onStored(event.target.checked)}
    {...(className && { className })}
  />
);
