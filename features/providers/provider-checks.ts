import { z } from 'zod';
import type { Provider } from './api.ts';
import { kindFields } from './kinds.ts';
import { changeOf, collect, inputOf, isReadable, type ProviderValues } from './provider-values.ts';
import { ProviderChange as ChangeSchema, ProviderInput as InputSchema } from './schema.ts';
import { isSealedKey } from './sealed.ts';

type Path = (string | number)[];
type Add = (path: Path, message: string) => void;

const isWebUrl = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
/** A label inside a sentence: `Token URL` is "token URL", `API key` stays. */
const inSentence = (label: string) => (/^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label);

/** Where in the form a message belongs that names a part of the request. */
export function placeOf(values: ProviderValues, path: readonly PropertyKey[]): Path {
  const [first, key] = path.map(String);
  if (first === 'identifier' || first === 'name' || first === 'kind') return [first];
  const named = first === 'client_id' ? 'client_id' : key;
  const field = values.mode === 'fields' ? kindFields[values.kind]?.find((each) => each.key === named) : undefined;
  if (field) return ['typed', field.key];
  const at = values.sealed.findIndex((entry) => entry.key === named);
  if (at >= 0) return ['sealed', at, 'value'];
  // Fields have no place for the whole configuration.
  return values.mode === 'json' ? ['text'] : ['kind'];
}

function told(result: { error?: z.ZodError | undefined }, values: ProviderValues, add: Add) {
  for (const { path, message } of result.error?.issues ?? []) if (path.length > 0) add(placeOf(values, path), message);
}

/** What holds for new and for edited ones. `needs`: whether a field has to be filled. */
function common(values: ProviderValues, add: Add, needs: (key: string) => boolean) {
  const { fault } = collect(values);
  if (fault) add(['text'], fault);
  for (const { key, label, required, url } of values.mode === 'fields' ? (kindFields[values.kind] ?? []) : []) {
    const value = values.typed[key];
    if (typeof value !== 'string') continue;
    if (required && value.trim() === '' && needs(key)) add(['typed', key], `Enter the ${inSentence(label)}.`);
    else if (url && value.trim() !== '' && !isWebUrl(value.trim())) add(['typed', key], 'Enter an absolute http or https URL.');
  }
  values.sealed.forEach((entry, index) => {
    if (!isReadable(entry)) add(['sealed', index, 'value'], 'This is not valid JSON. Mend it, or untick that it is JSON.');
  });
}

const schemaOf = (check: (values: ProviderValues, add: Add) => void) =>
  z.custom<ProviderValues>().superRefine((values, context) => {
    check(values, (path, message) => context.addIssue({ code: 'custom', path, message }));
  });

/** What a new provider must be. */
export const newSchema = schemaOf((values, add) => {
  told(InputSchema.safeParse(inputOf(values)), values, add);
  common(values, add, () => true);
  values.sealed.forEach(({ value }, index) => {
    if (value === '') add(['sealed', index, 'value'], 'Enter it, or remove it.');
  });
});

/** What an edit must be: a change of the configuration comes with every sealed value, and what stays as it was is not judged. */
export const editSchema = (base: Provider) =>
  schemaOf((values, add) => {
    const { change, touched, missing, changedKeys } = changeOf(values, base);
    if (Object.keys(change).length > 0) told(ChangeSchema.safeParse(change), values, add);
    const order = (kindFields[values.kind] ?? []).map(({ key }): string => key);
    for (const key of missing.sort((a, b) => order.indexOf(a) - order.indexOf(b)))
      add(
        placeOf(values, ['config_json', key]),
        'Enter it again: the control plane replaces every sealed value, and this one would be lost.',
      );
    common(values, add, (key) => touched && !isSealedKey(key) && (changedKeys.includes(key) || key in base.config_json));
  });
