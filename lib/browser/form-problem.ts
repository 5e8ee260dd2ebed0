import type { FieldPath, FieldValues, UseFormReturn } from 'react-hook-form';
import { ProblemError } from '#http/problem.ts';

/**
 * Puts a refusal where it belongs: each message on its field (`scopes.0` on `scopes` where that is one control), and the rest on
 * the form as a whole, as `root.server`. The first field with a message takes the focus.
 * @param fields the form's own field names; a message for any other name goes to the whole form
 */
export function showProblem<V extends FieldValues>(
  form: Pick<UseFormReturn<V>, 'setError'>,
  problem: unknown,
  fields: readonly FieldPath<V>[],
): void {
  const known = problem instanceof ProblemError ? problem : undefined;
  const strays: string[] = [];
  let first = true;
  for (const [path, message] of Object.entries(known?.fields ?? {})) {
    const name = fields.find((each) => path === each) ?? fields.find((each) => path.startsWith(`${each}.`));
    if (!name) {
      strays.push(`${path}: ${message}`);
      continue;
    }
    form.setError(name, { type: 'server', message }, { shouldFocus: first });
    first = false;
  }
  if (first || strays.length > 0)
    form.setError('root.server', {
      type: known?.code ?? 'unknown',
      message: strays.join(' ') || known?.message || 'This could not be saved.',
    });
}
