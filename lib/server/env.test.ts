import { describe, expect, it } from 'vitest';
import { readEnv, SettingError } from './env.ts';

const refusal = (settings: Record<string, string>) => {
  try {
    readEnv(settings);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingError);
    return (error as Error).message;
  }
  return undefined;
};

describe('settings', () => {
  it('have defaults for everything', () => {
    const env = readEnv({});
    expect([env.port, env.publicUrl.origin, env.api, env.zoneId, env.controlPlanePort]).toEqual([
      3000,
      'http://localhost:3000',
      undefined,
      undefined,
      4000,
    ]);
  });
  it('count as absent when empty', () => expect(readEnv({ DATABASE_URL: '', CARACAL_API_URL: '', PORT: '' }).port).toBe(3000));
  it('take a real control plane with its token', () =>
    expect(readEnv({ CARACAL_API_URL: 'https://caracal.internal:3000', CARACAL_ADMIN_TOKEN: ' cat_x ' }).api).toEqual({
      url: 'https://caracal.internal:3000',
      token: 'cat_x',
    }));
  it('take a control plane by http on this machine, and on a private network when that is said', () => {
    const at = (url: string, more = {}) =>
      readEnv({ CARACAL_API_URL: url, CARACAL_ADMIN_TOKEN: 'cat_x', CARACAL_STS_URL: url, ...more }).api?.url;
    for (const url of ['http://127.0.0.1:3000', 'http://localhost:3000', 'http://[::1]:3000', 'https://caracal.internal'])
      expect(at(url)).toBe(url);
    expect(at('http://caracal:3000', { CARACAL_INSECURE_HTTP: '1' })).toBe('http://caracal:3000');
    expect(refusal({ CARACAL_API_URL: 'http://caracal:3000', CARACAL_ADMIN_TOKEN: 'cat_x' })).toContain('CARACAL_INSECURE_HTTP=1');
  });
  it('take several session secrets', () =>
    expect(
      readEnv({ SESSION_SECRETS: `${'ab'.repeat(16)},${'cd'.repeat(16)}`, CARACAL_ADMIN_TOKEN: 'ef'.repeat(16) }).sessionSecrets,
    ).toHaveLength(2));
  it('take a mail server with a sender, named or bare', () => {
    for (const from of ['console@example.com', 'Caracal Console <console@example.com>'])
      expect(readEnv({ SMTP_URL: 'smtps://user:pass@mail.example:465', MAIL_FROM: from }).mail?.from).toBe(from);
  });
  it.each([
    ['PORT', { PORT: 'eighty' }],
    ['PORT', { PORT: '70000' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'console.example' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'http://console.example' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://console.example/path' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://hunter2@host/db' }],
    ['CARACAL_API_URL', { CARACAL_API_URL: 'ftp://host', CARACAL_ADMIN_TOKEN: 'cat_hunter2' }],
    ['CARACAL_API_URL', { CARACAL_API_URL: 'http://user:hunter2@host', CARACAL_ADMIN_TOKEN: 'cat_hunter2' }],
    ['CARACAL_ADMIN_TOKEN', { CARACAL_API_URL: 'http://host' }],
    ['CARACAL_ZONE_ID', { CARACAL_ZONE_ID: '..' }],
    ['CARACAL_STS_URL', { CARACAL_STS_URL: 'nowhere' }],
    ['CONTROL_PLANE_PORT', { CONTROL_PLANE_PORT: '-1' }],
    ['SESSION_SECRETS', { SESSION_SECRETS: 'too-short-hunter2' }],
    ['SESSION_SECRETS', { SESSION_SECRETS: `${'hunter2-'.repeat(5)},short` }],
    ['SESSION_SECRETS', { SESSION_SECRETS: 'hunter2-'.repeat(5), CARACAL_ADMIN_TOKEN: 'hunter2-'.repeat(5) }],
    ['CARACAL_ADMIN_TOKEN', { CARACAL_ADMIN_TOKEN: 'hunter2 hunter2' }],
    ['CARACAL_ADMIN_TOKEN', { CARACAL_ADMIN_TOKEN: 'hunter2\nx' }],
    ['CARACAL_ADMIN_TOKEN', { CARACAL_ADMIN_TOKEN: 'hunter2\u00e9' }],
    ['CARACAL_ADMIN_TOKEN', { CARACAL_ADMIN_TOKEN: 'hunter2\u2028' + 'x' }],
    ['CARACAL_ADMIN_TOKEN', { CARACAL_ADMIN_TOKEN: '  ' }],
    ['CARACAL_API_URL', { CARACAL_API_URL: 'http://10.0.0.7:3000', CARACAL_ADMIN_TOKEN: 'cat_hunter2' }],
    ['CARACAL_API_URL', { CARACAL_API_URL: 'http://127.evil.example', CARACAL_ADMIN_TOKEN: 'cat_hunter2' }],
    ['CARACAL_API_URL', { CARACAL_API_URL: 'http://caracal', CARACAL_ADMIN_TOKEN: 'cat_hunter2', CARACAL_INSECURE_HTTP: '0' }],
    ['CARACAL_STS_URL', { CARACAL_STS_URL: 'http://sts.internal' }],
    ['CARACAL_INSECURE_HTTP', { CARACAL_INSECURE_HTTP: 'hunter2' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['SMTP_URL', { SMTP_URL: 'http://user:hunter2@mail.example', MAIL_FROM: 'console@example.com' }],
    ['SMTP_URL', { MAIL_FROM: 'console@example.com' }],
    ['MAIL_FROM', { SMTP_URL: 'smtp://user:hunter2@mail.example' }],
    ['MAIL_FROM', { SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'hunter2' }],
  ])('stop the start with one sentence that names %s and no value', (name, settings) => {
    const message = refusal(settings) ?? '';
    expect(message).toMatch(new RegExp(`^${name} .*\\.$`));
    expect(message).not.toMatch(/hunter2|\n/);
  });
});
