import type { ReactNode } from 'react';
import { Card } from '#components/ui/card.tsx';
import { ScopeChips } from '#components/ui/chip.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { Id } from '#components/ui/id.tsx';
import { JsonView } from '#components/ui/json-view.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Provider } from './api.ts';
import { kindFields } from './kinds.ts';
import { nestedSecret } from './sealed.ts';
import { SealedBadge } from './sealed-badge.tsx';
import { kindOf } from './words.ts';

function shown(key: string, value: unknown): ReactNode {
  if (typeof value === 'string') return value === '' ? <span className="text-ink-3">Empty</span> : <Id value={value} what={key} full />;
  if (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string'))
    return <ScopeChips scopes={[...new Set<string>(value)]} />;
  if (typeof value === 'object' && value !== null) return <JsonView value={value} label={key} copy={false} />;
  return <span className="font-mono text-xs">{JSON.stringify(value)}</span>;
}

/** The configuration as it is stored: what is public, and the names of what is sealed. */
export function ConfigFacts({ provider }: { provider: Provider }) {
  const { kind: _, ...config } = provider.config_json;
  const fields = kindFields[kindOf(provider)] ?? [];
  const order = (key: string) => {
    const at = fields.findIndex((field) => field.key === key);
    return at < 0 ? fields.length : at;
  };
  const keys = [...Object.keys(config), ...provider.secret_config_keys].sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
  const nested = nestedSecret(config);
  return (
    <Card title="Configuration">
      {keys.length === 0 ? (
        <p className="text-ink-2 text-sm">Nothing is configured.</p>
      ) : (
        <Facts
          items={keys.map((key) => ({
            label: fields.find((field) => field.key === key)?.label ?? key,
            value: provider.secret_config_keys.includes(key) ? <SealedBadge /> : shown(key, config[key]),
          }))}
        />
      )}
      {nested && (
        <Notice tone="warn" className="mt-4">
          <p>
            <span className="break-all font-mono text-xs">{nested}</span> looks like a secret and is readable by every zone admin: the
            control plane seals only the top level. Move it there.
          </p>
        </Notice>
      )}
      {provider.secret_config_keys.length > 0 && (
        <p className="mt-3 max-w-[70ch] text-ink-3 text-xs">Sealed values are encrypted and never shown again, only that they are there.</p>
      )}
    </Card>
  );
}
