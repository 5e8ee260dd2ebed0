'use client';

import type { ReactNode } from 'react';
import type { FieldErrors, FieldPath, FieldValues, UseFormReturn } from 'react-hook-form';
import { useUnsavedGuard } from '#browser/use-unsaved-guard.tsx';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import { LeaveDialog } from './leave-dialog.tsx';
import { Notice } from './notice.tsx';
import { ProblemNotice } from './problem-notice.tsx';

/** Every message with the name of its control, nested ones included. */
function messages(errors: FieldErrors, path = ''): { name: string; message: string }[] {
  return Object.entries(errors).flatMap(([key, error]) => {
    if (path === '' && key === 'root') return [];
    const name = path ? `${path}.${key}` : key;
    if (typeof error?.message === 'string' && error.message) return [{ name, message: error.message }];
    return error && typeof error === 'object' && !('ref' in error && error.type) ? messages(error as FieldErrors, name) : [];
  });
}

export type FormShellProps<V extends FieldValues, T> = {
  form: UseFormReturn<V, unknown, T>;
  onSubmit: (values: T) => Promise<void> | void;
  /** The verb: "Create grant", "Save changes". */
  submit: ReactNode;
  /** The names that people know the fields by, for the summary; others are called by their path. */
  labels: Partial<Record<FieldPath<V>, string>>;
  /** What was thrown by the last try, after `showProblem` (`#browser/form-problem.ts`) put on the fields what belongs there. */
  problem?: unknown;
  /** Beside the button: cancel. */
  secondary?: ReactNode;
  /** Right of the buttons, e.g. Copy as CLI. */
  aside?: ReactNode;
  /** Leaving with unsaved changes asks first. */
  guard?: boolean;
  children: ReactNode;
  className?: string;
};

/**
 * A form: the button is always enabled and says what is missing, errors are summed up above with a link to each field, and
 * unsaved changes are not lost by a slip.
 */
export function FormShell<V extends FieldValues, T = V>(props: FormShellProps<V, T>) {
  const { form, onSubmit, submit, labels, problem, secondary, aside, guard = true, children, className } = props;
  const { errors, isSubmitting, isDirty, isSubmitSuccessful, submitCount } = form.formState;
  const leave = useUnsavedGuard(guard && isDirty && !isSubmitSuccessful);
  const list = messages(errors);
  const labelled = (name: string) =>
    (labels as Record<string, string | undefined>)[name] ??
    (labels as Record<string, string | undefined>)[name.split('.')[0] ?? ''] ??
    name;
  const rootMessage = errors.root?.server?.message;
  return (
    <form noValidate className={cx('grid max-w-160 gap-5', className)} onSubmit={form.handleSubmit(onSubmit)}>
      {submitCount > 0 && list.length > 1 && (
        <Notice tone="deny" role="alert" title={`${list.length} fields need attention`}>
          <ul className="mt-0.5 list-disc ps-4">
            {list.map(({ name, message }) => (
              <li key={name}>
                <button
                  type="button"
                  className="min-h-6 text-start underline underline-offset-2"
                  onClick={() => form.setFocus(name as FieldPath<V>)}
                >
                  {labelled(name)}
                </button>
                : {message}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {rootMessage && <ProblemNotice problem={problem} focus />}
      {rootMessage && rootMessage !== (problem as Error | undefined)?.message && <Notice tone="deny" role="alert" title={rootMessage} />}
      {children}
      <div className="flex flex-wrap items-center gap-2 border-line border-t pt-4">
        <Button type="submit" variant="primary" pending={isSubmitting}>
          {submit}
        </Button>
        {secondary}
        {aside && <div className="ms-auto">{aside}</div>}
      </div>
      {leave.asking && <LeaveDialog onLeave={leave.go} onStay={leave.stay} />}
    </form>
  );
}
