import 'server-only';
import { createTransport } from 'nodemailer';
import { env } from '../env.ts';
import { log } from '../log.ts';
import { once, shutdown } from '../once.ts';

export type Mail = { to: string; subject: string; text: string; html: string };

/** Whether mail can be sent at all: SMTP_URL and MAIL_FROM are set. */
export const mailIsSet = (): boolean => env().mail !== undefined;

/** Milliseconds: a server that does not answer is given up, and nobody waits for it meanwhile. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 };

const transport = () =>
  once('mail', () => {
    const opened = createTransport({
      url: env().mail?.url ?? '',
      pool: true,
      maxConnections: 2,
      disableFileAccess: true,
      disableUrlAccess: true,
      ...timeouts,
    });
    shutdown().stores.add(async () => opened.close());
    return opened;
  });

/**
 * Hands a mail to the SMTP server.
 * @returns whether the server took it; a refusal or an outage is logged without the mail's text, which may hold a link
 */
export async function sendMail(mail: Mail): Promise<boolean> {
  const from = env().mail?.from;
  if (from === undefined) return false;
  try {
    await transport().sendMail({ from, ...mail });
    return true;
  } catch (error) {
    const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
    log().warn({ code, responseCode }, 'mail was not taken');
    return false;
  }
}
