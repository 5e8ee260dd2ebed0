'use client';

import { useId } from 'react';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { tickClass } from '#components/ui/checkbox.tsx';
import { FieldError, Fieldset } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { GrantValues } from './grant-values.ts';

type Audience = GrantValues['audience'];

/** **User**: everyone, or one subject id; typing an id is choosing one. */
export function UserChoice({
  audience,
  onAudience,
  user,
  needsUser,
  error,
}: {
  audience: Audience;
  onAudience: (audience: Audience) => void;
  /** The registered subject id. */
  user: UseFormRegisterReturn;
  /** The control plane has refused a grant for everyone. */
  needsUser: boolean;
  error: string | undefined;
}) {
  const id = useId();
  const radio = (value: Audience, label: string) => (
    <label className="flex items-center gap-2 text-sm has-disabled:text-ink-3">
      <input
        type="radio"
        name={id}
        value={value}
        checked={audience === value}
        disabled={value === 'everyone' && needsUser}
        onChange={() => onAudience(value)}
        aria-describedby={`${id}-${value}`}
        className={tickClass}
      />
      {label}
    </label>
  );
  return (
    <Fieldset legend="User">
      <div className="grid gap-x-4 gap-y-1.5 sm:grid-cols-[auto_minmax(0,1fr)] sm:items-center">
        {radio('everyone', 'Everyone')}
        <p id={`${id}-everyone`} className="ms-6 text-ink-3 text-xs sm:ms-0">
          {needsUser ? 'Not with this control plane.' : 'For everyone using the application, and for itself.'}
        </p>
        {radio('one', 'Only')}
        <div className="ms-6 sm:ms-0">
          <Input
            mono
            {...user}
            aria-label="User"
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? `${id}-error ${id}-one` : `${id}-one`}
            maxLength={200}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            placeholder="subject id, e.g. user-xyz789"
            onChange={(event) => {
              if (event.target.value.trim()) onAudience('one');
              return user.onChange(event);
            }}
          />
        </div>
      </div>
      <p id={`${id}-one`} className="sr-only">
        The subject id of one user, as your identity system names the user.
      </p>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </Fieldset>
  );
}
