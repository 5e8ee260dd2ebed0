import { z } from 'zod';
import { Provider, providerKinds } from '#contract/providers.ts';
import { isPrintable, unprintable } from '#http/name.ts';
import { nestedSecret } from './sealed.ts';

const identifier = z.string().trim().min(1, 'Enter an identifier, such as google-prod.').max(200, 'Use at most 200 characters.');
const name = z.string().trim().min(1, 'Enter a name.').max(200, 'Use at most 200 characters.').refine(isPrintable, unprintable);
const clientId = z.string().trim().max(500, 'Use at most 500 characters.');

/** A provider's configuration: a JSON object that keeps its secrets at the top level, where they are sealed. */
export const ProviderConfig = z.record(z.string().min(1).max(200), z.unknown()).superRefine((config, context) => {
  if ('kind' in config)
    context.addIssue({ code: 'custom', path: ['kind'], message: 'The kind is chosen above, not in the configuration.' });
  const nested = nestedSecret(config);
  if (nested)
    context.addIssue({
      code: 'custom',
      path: [],
      message: `Move ${nested} to the top level: the control plane seals secrets only there and would keep this one readable.`,
    });
});

export const ProviderInput = z.strictObject({
  identifier,
  name: name.optional(),
  kind: z.enum(providerKinds, 'Choose a kind.'),
  client_id: clientId.optional(),
  config_json: ProviderConfig,
});
export const ProviderChange = z
  .strictObject({ identifier, name, client_id: clientId, config_json: ProviderConfig })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'Nothing was changed.');
export const ProviderRow = Provider.extend({ resources: z.int() });
