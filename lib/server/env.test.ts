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
