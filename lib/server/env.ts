import 'server-only';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** A setting that is wrong; its message is one sentence that names the variable. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

const empty = (value: unknown) => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(empty, schema.optional());
const isLoopback = (host: string) => host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
/** Whether what goes there, the admin token included, crosses a network in clear. */
const isReadable = (url: URL) => url.protocol === 'http:' && !isLoopback(url.hostname);
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });
const port = z.coerce
  .number({ error: 'must be a port number' })
  .int('must be a port number')
  .min(0, 'must be a port number')
  .max(65_535, 'must be a port number');

/** An address, bare or after a name; no line breaks, which would begin another header. */
const mailbox = /^(?:[^<>@\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/;

const Settings = z.object({
  PORT: z.preprocess(empty, port.default(3000)),
  LISTEN: z.preprocess(empty, z.string().default('127.0.0.1')),
  PUBLIC_URL: optional(httpUrl),
  CONSOLE_DATA_DIR: z.preprocess(empty, z.string().default('.data')),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' })),
  CARACAL_API_URL: optional(httpUrl),
  CARACAL_ADMIN_TOKEN: optional(
    z
      .string()
      .trim()
      .max(4096, 'must be at most 4096 characters')
      .regex(/^[\x21-\x7e]+$/, 'must be one word of printable ASCII characters'),
  ),
  CARACAL_ZONE_ID: optional(z.string().regex(/^(?!\.{1,2}$)[A-Za-z0-9_.:-]{1,100}$/, 'must be a zone id')),
  CARACAL_STS_URL: optional(httpUrl),
  CARACAL_INSECURE_HTTP: optional(z.enum(['0', '1'], { error: 'must be 1, or absent' })),
  CONTROL_PLANE_PORT: z.preprocess(empty, port.default(4000)),
  SESSION_SECRETS: optional(
    z
      .string()
      .refine((s) => s.split(',').every((one) => one.length >= 32), 'must hold secrets of at least 32 characters, separated by commas'),
  ),
  TRUSTED_PROXY_HOPS: z.preprocess(
    empty,
    z.coerce.number({ error: 'must be a number' }).int('must be a whole number').min(0).max(10).default(0),
  ),
  SMTP_URL: optional(z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// URL' })),
  MAIL_FROM: optional(
    z
      .string()
      .trim()
      .max(300, 'must be at most 300 characters')
      .refine((s) => mailbox.test(s), 'must be an address, such as console@example.com or Caracal <console@example.com>'),
  ),
  LOG_LEVEL: z.preprocess(
    empty,
    z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], { error: 'must be fatal, error, warn, info, debug or silent' })
      .default('info'),
  ),
});

export type Env = ReturnType<typeof readEnv>;

/**
 * Reads and checks every setting.
 * @throws SettingError with one sentence that names the variable (never its value: it may be a secret)
 */
export function readEnv(source: Record<string, string | undefined> = process.env) {
  const parsed = Settings.safeParse(source);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new SettingError(`${String(issue?.path[0])} ${issue?.message ?? 'is not valid'}.`);
  }
  const s = parsed.data;
  const publicUrl = new URL(s.PUBLIC_URL ?? `http://localhost:${s.PORT}`);
  if (publicUrl.protocol !== 'https:' && !isLoopback(publicUrl.hostname))
    throw new SettingError('PUBLIC_URL must be https unless it is a loopback address.');
  if (publicUrl.pathname !== '/' || publicUrl.search || publicUrl.hash || publicUrl.username)
    throw new SettingError('PUBLIC_URL must be an origin without path, query or user.');
  if (s.CARACAL_API_URL && !s.CARACAL_ADMIN_TOKEN) throw new SettingError('CARACAL_ADMIN_TOKEN is needed when CARACAL_API_URL is set.');
  if (s.CARACAL_API_URL) {
    const api = new URL(s.CARACAL_API_URL);
    if (api.username || api.password || api.search || api.hash)
      throw new SettingError('CARACAL_API_URL must not hold a user, a query or a fragment.');
    if (api.pathname !== '/') throw new SettingError('CARACAL_API_URL must be an origin without a path.');
  }
  for (const name of ['CARACAL_API_URL', 'CARACAL_STS_URL'] as const)
    if (s[name] && s.CARACAL_INSECURE_HTTP !== '1' && isReadable(new URL(s[name])))
      throw new SettingError(
        `${name} must be https unless it is a loopback address, or CARACAL_INSECURE_HTTP=1 says that nobody reads along on the way.`,
      );
  // Whoever runs the control plane knows it too, and could make sessions with it.
  if (s.SESSION_SECRETS?.split(',').some((one) => one === s.CARACAL_ADMIN_TOKEN))
    throw new SettingError('SESSION_SECRETS must not hold the admin token.');
  if (s.SMTP_URL && !s.MAIL_FROM) throw new SettingError('MAIL_FROM is needed when SMTP_URL is set.');
  if (s.MAIL_FROM && !s.SMTP_URL) throw new SettingError('SMTP_URL is needed when MAIL_FROM is set.');
  const dataDir = resolve(s.CONSOLE_DATA_DIR);
  return {
    port: s.PORT,
    publicUrl,
    dataDir,
    databaseUrl: s.DATABASE_URL,
    consoleFolder: join(dataDir, 'console'),
    controlPlaneFolder: join(dataDir, 'control-plane'),
    /** The real control plane, or undefined for the embedded one. */
    api: s.CARACAL_API_URL && s.CARACAL_ADMIN_TOKEN ? { url: s.CARACAL_API_URL, token: s.CARACAL_ADMIN_TOKEN } : undefined,
    adminToken: s.CARACAL_ADMIN_TOKEN,
    zoneId: s.CARACAL_ZONE_ID,
    stsUrl: s.CARACAL_STS_URL,
    controlPlanePort: s.CONTROL_PLANE_PORT,
    sessionSecrets: s.SESSION_SECRETS?.split(','),
    /** Where mail goes and whom it is from, or undefined: then links are handed over by hand. */
    mail: s.SMTP_URL && s.MAIL_FROM ? { url: s.SMTP_URL, from: s.MAIL_FROM } : undefined,
    logLevel: s.LOG_LEVEL,
    production: source.NODE_ENV === 'production',
  };
}

let cached: Env | undefined;
/** The settings of this process, read at first use. */
export const env = (): Env => (cached ??= readEnv());

/** With CARACAL_ZONE_ID only that zone exists, for owners too. */
export const zoneServed = (zoneId: string): boolean => env().zoneId === undefined || env().zoneId === zoneId;
