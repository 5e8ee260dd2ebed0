import { z } from 'zod';
import { isPrintable, unprintable } from '#http/name.ts';

/** RFC 5321 bounds the whole address; only the shape is checked, existence shows when somebody signs in. */
export const EmailAddress = z
  .string()
  .trim()
  .max(254, 'Use at most 254 characters.')
  .pipe(z.email('Enter an e-mail address, such as name@example.com.'));
export const PersonName = z
  .string()
  .trim()
  .min(1, 'Enter a name.')
  .max(100, 'Use at most 100 characters.')
  .refine(isPrintable, unprintable);

export const SignIn = z.strictObject({
  // Not checked for its shape: an address that is none simply has no account.
  email: z.string().trim().min(1, 'Enter your e-mail address.').max(254, 'Use at most 254 characters.'),
  password: z.string().min(1, 'Enter your password.').max(1024, 'Use at most 256 characters.'),
});
export const SetUp = z.strictObject({
  token: z.string().min(1).max(200),
  name: PersonName,
  email: EmailAddress,
  password: z.string().min(1, 'Choose a password.').max(1024, 'Use at most 256 characters.'),
});
export const Preference = z.strictObject({
  key: z.string().regex(/^[a-z0-9.-]{1,60}$/, 'not a key'),
  value: z.union([z.array(z.string().max(60)).max(40), z.string().max(200), z.boolean(), z.null()]),
});

export const ChangeAccount = z.strictObject({ name: PersonName });
export const ChangePassword = z.strictObject({
  current: z.string().min(1, 'Enter your current password.').max(1024, 'Use at most 256 characters.'),
  next: z.string().min(1, 'Choose a password.').max(1024, 'Use at most 256 characters.'),
});
export const Account = z.object({ name: z.string(), email: z.string(), subjectId: z.string() });
export const OwnSessions = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      current: z.boolean(),
      device: z.string(),
      address: z.string(),
      createdAt: z.iso.datetime(),
      lastSeen: z.iso.datetime(),
    }),
  ),
  total: z.int(),
});
