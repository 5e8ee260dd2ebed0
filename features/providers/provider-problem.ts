import type { FieldPath, UseFormReturn } from 'react-hook-form';
import { showProblem } from '#browser/form-problem.ts';
import { ProblemError } from '#http/problem.ts';
import { kindFields } from './kinds.ts';
import { placeOf } from './provider-checks.ts';
import type { ProviderValues } from './provider-values.ts';

type Place = FieldPath<ProviderValues>;

/** The names that people know the form's parts by. */
export const labelsOf = (values: ProviderValues): Partial<Record<Place, string>> => ({
  identifier: 'Identifier',
  name: 'Name',
  kind: 'Kind',
  text: 'Configuration (JSON)',
  ...Object.fromEntries((kindFields[values.kind] ?? []).map(({ key, label }) => [`typed.${key}`, label])),
  ...Object.fromEntries(values.sealed.map(({ key }, index) => [`sealed.${index}.value`, key])),
});

/** Puts a refusal on the form: what it says of the request stands at the field that made that part of it. */
export function showOnForm(form: UseFormReturn<ProviderValues>, thrown: unknown): void {
  if (!(thrown instanceof ProblemError)) {
    showProblem(form, thrown, []);
    return;
  }
  const values = form.getValues();
  const places = Object.entries(thrown.fields).map(([path, message]) => {
    // A key may itself have dots in it: only the first one parts the name of the field from the key.
    const dot = path.indexOf('.');
    const parts = dot < 0 ? [path] : [path.slice(0, dot), path.slice(dot + 1)];
    return { path, place: placeOf(values, parts).join('.') as Place, message };
  });
  const fields = Object.fromEntries(places.map(({ place, message }) => [place, message]));
  const mapped = new ProblemError(thrown.code, thrown.message, { detail: thrown.detail, fields });
  showProblem(
    form,
    mapped,
    places.map(({ place }) => place),
  );
}
