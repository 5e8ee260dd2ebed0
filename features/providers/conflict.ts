import { jsonLines } from '#browser/json-lines.ts';
import type { Provider } from './api.ts';
import { collect, entryOf, type ProviderValues, partOf, valuesOf } from './provider-values.ts';

/**
 * A part in which what the form holds differs from what is saved. `key` is `identifier`, `name`, or `config:` and a key of the
 * configuration; `mine`: the person has changed it.
 */
export type Differing = { key: string; name: string; yours: unknown; theirs: unknown; mine: boolean };

const same = (a: unknown, b: unknown) => jsonLines(a).join('\n') === jsonLines(b).join('\n');
const partsOf = (values: ProviderValues): Map<string, unknown> =>
  new Map<string, unknown>([
    ['identifier', values.identifier.trim()],
    ['name', values.name.trim()],
    ...Object.entries(collect(values).config ?? {}).map(([key, value]): [string, unknown] => [`config:${key}`, value]),
  ]);

/** Where what the form holds differs from what somebody else has saved; sealed values cannot be compared. */
export function differing(values: ProviderValues, base: Provider, theirs: Provider): Differing[] {
  const [mine, before, saved] = [partsOf(values), partsOf(valuesOf(base)), partsOf(valuesOf(theirs))];
  return [...new Set([...mine.keys(), ...saved.keys()])]
    .filter((key) => !same(mine.get(key), saved.get(key)))
    .map((key) => ({
      key,
      name: key.replace(/^config:/, ''),
      yours: mine.get(key),
      theirs: saved.get(key),
      mine: !same(mine.get(key), before.get(key)),
    }));
}

/** The form with the other person's parts where they were chosen; typed sealed values stay, and all other sealed keys are open. */
export function resolved(values: ProviderValues, theirs: Provider, isTheirs: (key: string) => boolean): Partial<ProviderValues> {
  const now = collect(values);
  const saved = valuesOf(theirs);
  const config: Record<string, unknown> = { ...now.config };
  const theirConfig = collect(saved).config ?? {};
  for (const key of new Set([...Object.keys(config), ...Object.keys(theirConfig)])) {
    if (!isTheirs(`config:${key}`)) continue;
    if (Object.hasOwn(theirConfig, key)) config[key] = theirConfig[key];
    else delete config[key];
  }
  const typed = (now.sealed ?? []).filter(({ value }) => value !== '');
  const open = theirs.secret_config_keys.filter((key) => !typed.some((entry) => entry.key === key)).map((key) => entryOf(key, undefined));
  return {
    ...(isTheirs('identifier') && { identifier: saved.identifier }),
    ...(isTheirs('name') && { name: saved.name }),
    ...partOf(values.kind, values.mode, config, [...typed, ...open]),
  };
}
