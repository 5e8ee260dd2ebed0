'use client';

import { CircleAlert } from 'lucide-react';
import { type ComponentProps, createContext, type ReactNode, useContext, useId } from 'react';
import { cx } from './cx.ts';

type Wiring = { id: string; describedBy: string | undefined; invalid: boolean; required: boolean };
const FieldContext = createContext<Wiring | undefined>(undefined);

/** The attributes that tie a control to the field around it; own attributes win. */
export function useFieldWiring(own: { id?: string | undefined; 'aria-describedby'?: string | undefined }) {
  const field = useContext(FieldContext);
  return {
    id: own.id ?? field?.id,
    'aria-describedby': own['aria-describedby'] ?? field?.describedBy,
    'aria-invalid': field?.invalid || undefined,
    'aria-required': field?.required || undefined,
  };
}

export type FieldProps = {
  label: ReactNode;
  /** Under the label, before the control. */
  help?: ReactNode;
  /** Under the control; makes it invalid. */
  error?: ReactNode;
  /** Says "optional" beside the label; a field is required in words only where most are not. */
  optional?: boolean;
  required?: boolean;
  /** Beside the label, right: e.g. a link. */
  aside?: ReactNode;
  id?: string;
  className?: string;
  children: ReactNode;
};

/** A labelled control: label above, help, control, error. The control inside is wired by context. */
export function Field({ label, help, error, optional = false, required = false, aside, id, className, children }: FieldProps) {
  const own = useId();
  const control = id ?? own;
  const helpId = help ? `${control}-help` : undefined;
  const errorId = error ? `${control}-error` : undefined;
  const describedBy = [errorId, helpId].filter(Boolean).join(' ') || undefined;
  return (
    <div className={cx('min-w-0', className)}>
      <div className="mb-1 flex items-baseline justify-between gap-3">
        <label htmlFor={control} className="font-semibold text-sm">
          {label}
        </label>
        {optional && !aside && <span className="text-ink-3 text-xs">Optional</span>}
        {aside && <span className="text-xs">{aside}</span>}
      </div>
      {help && (
        <p id={helpId} className="mb-1.5 max-w-prose text-ink-3 text-xs">
          {help}
        </p>
      )}
      <FieldContext value={{ id: control, describedBy, invalid: Boolean(error), required }}>{children}</FieldContext>
      {error && <FieldError id={errorId}>{error}</FieldError>}
    </div>
  );
}

/** What is wrong with a field, with a shape beside the colour. */
export function FieldError({ id, children }: { id?: string | undefined; children: ReactNode }) {
  return (
    <p id={id} className="mt-1.5 flex items-start gap-1.5 text-deny text-xs">
      <CircleAlert className="mt-0.5 size-3.5 shrink-0" />
      <span className="min-w-0">{children}</span>
    </p>
  );
}

/** Several controls under one legend, e.g. checkboxes. */
export function Fieldset({
  legend,
  help,
  error,
  children,
  className,
}: { legend: ReactNode; help?: ReactNode; error?: ReactNode } & ComponentProps<'fieldset'>) {
  const id = useId();
  return (
    <fieldset
      className={cx('min-w-0', className)}
      aria-describedby={[error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(' ') || undefined}
    >
      <legend className="mb-1 font-semibold text-sm">{legend}</legend>
      {help && (
        <p id={`${id}-help`} className="mb-1.5 max-w-prose text-ink-3 text-xs">
          {help}
        </p>
      )}
      {children}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </fieldset>
  );
}
