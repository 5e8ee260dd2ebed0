'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { Input } from './input.tsx';
import { ProblemNotice } from './problem-notice.tsx';

export type ConfirmDialogProps = {
  /** The object by name, as a question: "Revoke inventory-sync on Inventory Service?" */
  title: ReactNode;
  /** What happens, in a sentence. */
  description?: ReactNode;
  /** What ends and what does not: notices, a list. */
  children?: ReactNode;
  /** On the button: "Revoke grant". */
  verb: ReactNode;
  /** On the way out: "Keep it". */
  cancel?: ReactNode;
  tone?: 'danger' | 'primary';
  /** Above a threshold: this must be typed before the verb works. */
  typeToConfirm?: string | undefined;
  pending?: boolean;
  problem?: unknown;
  size?: 'sm' | 'md' | 'lg';
  onConfirm: () => void;
  onClose: () => void;
};

/** A question before something that cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    title,
    description,
    children,
    verb,
    cancel = 'Cancel',
    tone = 'danger',
    typeToConfirm,
    pending = false,
    problem,
    size = 'md',
    onConfirm,
    onClose,
  } = props;
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState(false);
  const sent = useRef(false);
  useEffect(() => {
    if (!pending || problem) sent.current = false;
  }, [pending, problem]);
  const missing = typeToConfirm !== undefined && typed.trim() !== typeToConfirm;
  const confirm = () => {
    if (missing) return setAsked(true);
    // Of a double press the second would be answered too, with what is left after the first.
    if (pending || sent.current) return;
    sent.current = true;
    onConfirm();
  };
  return (
    <Dialog
      role="alertdialog"
      title={title}
      description={description}
      size={size}
      dismissible={!pending}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose} disabled={pending} data-autofocus={typeToConfirm === undefined || undefined}>
            {cancel}
          </Button>
          <Button variant={tone} pending={pending} onClick={confirm}>
            {verb}
          </Button>
        </>
      }
    >
      <div className="grid gap-4 empty:hidden">
        {children}
        {typeToConfirm !== undefined && (
          <Field
            label={
              <>
                Type <span className="font-mono text-xs">{typeToConfirm}</span> to confirm
              </>
            }
            error={asked && missing ? 'The text is not the same yet.' : undefined}
          >
            <Input
              mono
              data-autofocus
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={(event) => event.key === 'Enter' && confirm()}
            />
          </Field>
        )}
        <ProblemNotice problem={problem} focus />
      </div>
    </Dialog>
  );
}
