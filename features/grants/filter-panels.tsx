'use client';

import { useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Picker } from '#components/ui/picker.tsx';
import { findApplications, findResources } from './search.ts';

const finders = { application: findApplications, resource: findResources };

/** Chooses one application or resource to filter by. */
export function PickPanel({ zoneId, of, onChoose }: { zoneId: string; of: keyof typeof finders; onChoose: (id: string) => void }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.querySelector('input')?.focus();
  }, []);
  return (
    <div ref={place}>
      <Field label={of === 'application' ? 'Application' : 'Resource'}>
        <Picker value={null} onChange={(item) => item && onChoose(item.id)} search={(text, signal) => finders[of](zoneId, text, signal)} />
      </Field>
    </div>
  );
}

/** Chooses a subject id to filter by, or the grants for everyone. */
export function UserPanel({ user, onChoose }: { user: string; onChoose: (user: string | undefined) => void }) {
  const [text, setText] = useState(user);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
  }, []);
  return (
    <form
      className="grid gap-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) onChoose(text.trim());
      }}
    >
      <Field label="Subject id" help="The whole id, as it stands in the grant.">
        <Input
          ref={input}
          mono
          value={text}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <div className="flex justify-between gap-2">
        <Button size="sm" onClick={() => onChoose(undefined)}>
          Grants for everyone
        </Button>
        <Button size="sm" variant="primary" type="submit">
          Filter
        </Button>
      </div>
    </form>
  );
}
