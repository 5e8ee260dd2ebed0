import { z } from 'zod';
import { Application, credentialTypes } from '#contract/applications.ts';
import { isPrintable, unprintable } from '#http/name.ts';

const name = z.string().trim().min(1, 'Enter a name.').max(200, 'Use at most 200 characters.').refine(isPrintable, unprintable);
/** What every version of the control plane takes: at most 32, each 1 to 128 characters, none twice (contract section 10). */
const traits = z
  .array(
    z
      .string()
      .trim()
      .min(1)
      .max(128, 'A trait has at most 128 characters.')
      .regex(/^[A-Za-z][A-Za-z0-9._:-]*$/, 'A trait begins with a letter; letters, digits and . _ : - follow.'),
  )
  .max(32, 'Use at most 32 traits.')
  .refine((list) => new Set(list).size === list.length, 'A trait stands here twice.');
const credentialType = z.enum(credentialTypes, 'Choose a credential type.');

export const SecretChoice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('generate') }),
  z.strictObject({
    kind: z.literal('type'),
    value: z.string().min(16, 'Use at least 16 characters.').max(1024, 'Use at most 1024 characters.'),
  }),
  z.strictObject({ kind: z.literal('none') }),
]);
export const ApplicationInput = z
  .strictObject({ name, credential_type: credentialType, traits, consent: z.boolean(), secret: SecretChoice })
  .refine(({ credential_type: type, secret }) => type !== 'public' || secret.kind === 'none', {
    path: ['secret'],
    message: 'A public application has no secret.',
  });
export const ApplicationChange = z
  .strictObject({ name, credential_type: credentialType, traits, consent: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'Nothing was changed.');
export const ApplicationCreated = z.object({ application: Application, client_secret: z.string().nullable() });
