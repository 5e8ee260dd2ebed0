'use client';

import { useId, useState } from 'react';
import { tickClass } from '#components/ui/checkbox.tsx';
import { FieldError, Fieldset } from '#components/ui/field.tsx';
import { Picker, type PickerItem } from '#components/ui/picker.tsx';
import type { GrantValues } from './grant-values.ts';
import { findSubjects } from './search.ts';
import { useMemberName } from './use-member-name.ts';

type Audience = GrantValues['audience'];

/** What was typed, as a subject that the console knows nothing about. */
const typedSubject = (typed: string): PickerItem => ({ id: typed, name: typed });

/** **User**: everyone, or one subject: a member of the zone, or any subject id; choosing one is choosing "only". */
export function UserChoice({
  zoneId,
  audience,
  onAudience,
  user,
  onUser,
  onBlur,
  needsUser,
  error,
}: {
  zoneId: string;
  audience: Audience;
  onAudience: (audience: Audience) => void;
  /** The subject id; empty for none yet. */
  user: string;
  onUser: (subjectId: string) => void;
  onBlur: () => void;
  /** The control plane has refused a grant for everyone. */
  needsUser: boolean;
  error: string | undefined;
}) {
  const id = useId();
  const [chosen, setChosen] = useState<PickerItem>();
  const found = useMemberName(zoneId, user);
  const name = found ?? (chosen?.id === user ? chosen.name : user);
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
      <div className="grid gap-x-4 gap-y-1.5 sm:grid-cols-[auto_minmax(0,1fr)] sm:items-baseline">
        {radio('everyone', 'Everyone')}
        <p id={`${id}-everyone`} className="ms-6 text-ink-3 text-xs sm:ms-0">
          {needsUser ? 'Not with this control plane.' : 'For everyone using the application, and for itself.'}
        </p>
        {radio('one', 'Only')}
        <div className="ms-6 sm:ms-0">
          <Picker
            aria-label="User"
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? `${id}-error ${id}-one` : `${id}-one`}
            value={user ? { id: user, name, identifier: user } : null}
            onChange={(item) => {
              setChosen(item ?? undefined);
              onUser(item?.id ?? '');
              if (item) onAudience('one');
            }}
            onBlur={onBlur}
            search={(text, signal) => findSubjects(zoneId, text, signal)}
            free={typedSubject}
            clearable
            placeholder="Search members, or type a subject id"
          />
          {found === null && (
            <p className="mt-1 text-ink-3 text-xs">No member of this zone has this subject id. It is used as it stands.</p>
          )}
        </div>
      </div>
      <p id={`${id}-one`} className="sr-only">
        A member of this zone, or the subject id of any user as your identity system names the user.
      </p>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </Fieldset>
  );
}
