import { jsonLines } from '#browser/json-lines.ts';
import type { Provider, ProviderChange, ProviderInput } from './api.ts';
import { parseConfig, stringify } from './config-json.ts';
import { kindFields, noTyped, type Typed } from './kinds.ts';
import { isSealedKey } from './sealed.ts';
import { kindOf } from './words.ts';

/** A sealed value that is being typed. `json`: the text is JSON, for values that are no strings. */
export type SealedEntry = { key: string; value: string; json: boolean };
type Config = Record<string, unknown>;

/** What the form holds. The configuration stands in `typed`, `extra` and `sealed`, or in `text` and `sealed`, as `mode` says. */
export type ProviderValues = {
  identifier: string;
  name: string;
  kind: string;
  mode: 'fields' | 'json';
  typed: Typed;
  /** `scopes` came as one text and goes back as one. */
  scopesAsText: boolean;
  /** Public keys that no field of the kind shows. */
  extra: Config;
  text: string;
  /** Sealed values without a field of their own. */
  sealed: SealedEntry[];
  /** An edit: the sealed values are being entered again. */
  again: boolean;
};
type ConfigPart = Pick<ProviderValues, 'mode' | 'typed' | 'scopesAsText' | 'extra' | 'text' | 'sealed'>;

const same = (a: unknown, b: unknown): boolean => jsonLines(a).join('\n') === jsonLines(b).join('\n');
const isText = (value: unknown): value is string => typeof value === 'string';
export const entryOf = (key: string, value: unknown): SealedEntry =>
  isText(value) ? { key, value, json: false } : { key, value: value === undefined ? '' : JSON.stringify(value), json: value !== undefined };
const fieldsOf = (kind: string) => kindFields[kind] ?? [];

/** Takes the sealed keys out of a configuration; one that is already there without a value is filled. */
export function lifted(config: Config, sealed: readonly SealedEntry[]): { config: Config; sealed: SealedEntry[]; moved: string[] } {
  const moved = Object.keys(config).filter(isSealedKey);
  const entries = new Map(sealed.map((entry) => [entry.key, entry]));
  for (const key of moved) entries.set(key, entryOf(key, config[key]));
  return {
    config: Object.fromEntries(Object.entries(config).filter(([key]) => !isSealedKey(key))),
    sealed: [...entries.values()],
    moved,
  };
}

const asJson = (config: Config, sealed: SealedEntry[]): ConfigPart => ({
  mode: 'json',
  typed: noTyped,
  scopesAsText: false,
  extra: {},
  text: stringify(config),
  sealed,
});

/** The configuration in the fields of its kind; undefined when the kind has none, or when a value would not survive in its field. */
export function asFields(kind: string, config: Config, sealed: readonly SealedEntry[]): ConfigPart | undefined {
  const keys = new Set<string>(fieldsOf(kind).map(({ key }) => key));
  if (keys.size === 0) return undefined;
  const { scopes, ...rest } = config;
  const typed: Record<string, unknown> = { ...noTyped };
  const extra: Config = {};
  for (const [key, value] of Object.entries(keys.has('scopes') ? rest : config)) {
    if (!keys.has(key)) extra[key] = value;
    else if (isText(value)) typed[key] = value;
    else return undefined;
  }
  if (keys.has('scopes') && scopes !== undefined) {
    if (isText(scopes)) typed.scopes = scopes.split(/\s+/).filter(Boolean);
    else if (Array.isArray(scopes) && scopes.every(isText)) typed.scopes = scopes;
    else return undefined;
  }
  const without: SealedEntry[] = [];
  for (const entry of sealed) {
    if (!keys.has(entry.key)) without.push(entry);
    else if (entry.json) return undefined;
    else typed[entry.key] = entry.value;
  }
  return { mode: 'fields', typed: typed as Typed, scopesAsText: isText(scopes), extra, text: '{}', sealed: without };
}

/** A configuration as the form shows it: in fields where they fit, unless it is being edited as JSON. */
export const partOf = (kind: string, mode: ProviderValues['mode'], config: Config, sealed: SealedEntry[]): ConfigPart =>
  (mode === 'fields' ? asFields(kind, config, sealed) : undefined) ?? asJson(config, sealed);

type Collected = { config: Config; sealed: SealedEntry[]; fault?: undefined } | { config?: undefined; sealed?: undefined; fault: string };

/** The configuration that the form holds, whichever way it shows it: what is public, and every sealed key, typed or not. */
export function collect(values: ProviderValues): Collected {
  if (values.mode === 'json') {
    const { config, fault } = parseConfig(values.text);
    return config ? lifted(config, values.sealed) : { fault };
  }
  const config: Config = { ...values.extra };
  const sealed: SealedEntry[] = [];
  for (const { key, clear } of fieldsOf(values.kind)) {
    const value = values.typed[key];
    // Blanks at the ends of a secret may belong to it.
    if (isSealedKey(key)) sealed.push({ key, value: clear ? String(value).trim() : String(value), json: false });
    else if (!isText(value)) {
      if (value.length > 0) config[key] = values.scopesAsText ? value.join(' ') : value;
    } else if (value.trim() !== '') config[key] = value.trim();
  }
  return { config, sealed: [...sealed, ...values.sealed] };
}

/** The form's part for another way of showing the same configuration; the fault is why it cannot be shown that way. */
export function switched(values: ProviderValues, mode: ProviderValues['mode'], keep: readonly string[]): ConfigPart | { fault: string } {
  const now = collect(values);
  if (!now.config) return now;
  const sealed = now.sealed.filter(({ key, value }) => value !== '' || keep.includes(key));
  if (mode === 'json') return asJson(now.config, sealed);
  return (
    asFields(values.kind, now.config, sealed) ?? { fault: 'This configuration does not fit the fields: a value in it is not plain text.' }
  );
}

/** The form after another kind was chosen: fields that both have keep what is in them, and a configuration never gets lost. */
export function withKind(values: ProviderValues, kind: string): ConfigPart | undefined {
  const plain = Object.keys(values.extra).length === 0 && values.sealed.length === 0;
  if (values.mode === 'fields' && plain && kindFields[kind]) return undefined;
  const now = collect(values);
  if (!now.config) return undefined;
  return partOf(
    kind,
    'fields',
    now.config,
    now.sealed.filter(({ value }) => value !== ''),
  );
}

const readEntry = ({ value, json }: SealedEntry): unknown => {
  const text = value.trim();
  if (!json) return value;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
/** Whether a sealed value that is JSON can be read. */
export const isReadable = (entry: SealedEntry): boolean => entry.value === '' || readEntry(entry) !== undefined;
const entered = (sealed: readonly SealedEntry[]): Config =>
  Object.fromEntries(sealed.filter(({ value }) => value !== '').map((entry) => [entry.key, readEntry(entry)]));

export const newValues = (typed = ''): ProviderValues => ({
  identifier: typed,
  name: '',
  kind: 'oauth2',
  mode: 'fields',
  typed: noTyped,
  scopesAsText: false,
  extra: {},
  text: '{}',
  sealed: [],
  again: false,
});

/** The request that creates what the form holds. A client id also stands in the row's own field, where lists and searches find it. */
export function inputOf(values: ProviderValues): ProviderInput {
  const now = collect(values);
  const config = now.config ?? {};
  const clientId = config.client_id;
  return {
    identifier: values.identifier.trim(),
    ...(values.name.trim() && { name: values.name.trim() }),
    kind: values.kind as ProviderInput['kind'],
    ...(isText(clientId) && clientId.trim() && { client_id: clientId.trim() }),
    config_json: { ...config, ...(now.config && entered(now.sealed)) },
  };
}

/** A provider as the form holds it. Its kind also stands inside the stored configuration, where it is not edited. */
export function valuesOf(provider: Provider, mode: ProviderValues['mode'] = 'fields'): ProviderValues {
  const kind = kindOf(provider);
  const { kind: _, ...config } = provider.config_json;
  const hasClientId = fieldsOf(kind).some(({ key }) => key === 'client_id');
  if (hasClientId && config.client_id === undefined && provider.client_id) config.client_id = provider.client_id;
  const sealed = provider.secret_config_keys.map((key) => entryOf(key, undefined));
  return { identifier: provider.identifier, name: provider.name, kind, again: false, ...partOf(kind, mode, config, sealed) };
}

export type Changed = {
  change: ProviderChange;
  /** The configuration is part of the change, so every sealed value is needed. */
  touched: boolean;
  /** Sealed keys that are not entered yet. */
  missing: string[];
  /** Public keys that were taken out and stay: the control plane merges and cannot remove one (contract 6). */
  kept: string[];
  /** Public keys that change or are new. */
  changedKeys: string[];
};

/**
 * What the form changes against a version. The configuration is sent only when something in it differs, then with what differs and
 * all sealed values: the control plane merges the one and replaces the others (contract 6). The kind is never sent: that alone
 * would drop every sealed value.
 */
export function changeOf(values: ProviderValues, base: Provider): Changed {
  const before = collect(valuesOf(base)).config ?? {};
  const now = collect(values);
  const config = now.config ?? before;
  const next: Config = Object.fromEntries(Object.entries(config).filter(([key, value]) => !same(value, before[key])));
  const kept: string[] = [];
  for (const key of Object.keys(before).filter((each) => !Object.hasOwn(config, each))) {
    const emptied = values.mode === 'fields' && fieldsOf(values.kind).some((field) => field.key === key);
    if (!emptied) kept.push(key);
    else if (!same(before[key], '') && !same(before[key], [])) next[key] = Array.isArray(before[key]) ? [] : '';
  }
  const secrets = entered(now.sealed ?? values.sealed);
  // While a text cannot be read, it is being changed.
  const touched = values.again || now.fault !== undefined || Object.keys(next).length > 0 || Object.keys(secrets).length > 0;
  const [identifier, name] = [values.identifier.trim(), values.name.trim()];
  const clientId = next.client_id;
  return {
    change: {
      ...(identifier !== base.identifier && { identifier }),
      ...(name !== base.name && { name }),
      ...(isText(clientId) && clientId !== '' && clientId !== base.client_id && { client_id: clientId }),
      ...(touched && { config_json: { ...next, ...secrets } }),
    },
    touched,
    missing: touched ? base.secret_config_keys.filter((key) => !Object.hasOwn(secrets, key)) : [],
    kept,
    changedKeys: Object.keys(next),
  };
}
