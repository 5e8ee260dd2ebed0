import { SMTPServer } from 'smtp-server';

export type ReceivedMail = { from: string; to: string[]; raw: string; text: string; html: string; subject: string };
export type MailServer = {
  url: string;
  mails: ReceivedMail[];
  /** What it answers to the next recipients: undefined takes them. */
  refuse: (why: string | undefined) => void;
  stop: () => Promise<void>;
};

/** Undoes quoted-printable (RFC 2045, 6.7), which is how texts with long lines or signs beyond ASCII are sent. */
const decoded = (part: string): string => {
  const [head = '', ...body] = part.split('\r\n\r\n');
  const text = body.join('\r\n\r\n');
  if (/content-transfer-encoding: base64/i.test(head)) return Buffer.from(text, 'base64').toString();
  if (!/content-transfer-encoding: quoted-printable/i.test(head)) return text;
  const bytes = text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
};

/** The part of a message with a type. */
function partOf(raw: string, type: string): string {
  const boundary = /boundary="([^"]+)"/.exec(raw)?.[1];
  const parts = boundary ? raw.split(`--${boundary}`) : [raw];
  return decoded((parts.find((part) => new RegExp(`content-type: ${type}`, 'i').test(part)) ?? '').replace(/^\r\n/, ''));
}

/** A real SMTP server on loopback that keeps what it gets. */
export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  let refusal: string | undefined;
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    closeTimeout: 200,
    onRcptTo: (_address, _session, done) =>
      refusal === undefined ? done() : done(Object.assign(new Error(refusal), { responseCode: 550 })),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString();
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw,
          text: partOf(raw, 'text/plain'),
          html: partOf(raw, 'text/html'),
          subject: /^subject: (.*)$/im.exec(raw)?.[1] ?? '',
        });
        done();
      });
    },
  });
  const listening = await new Promise<import('node:net').Server>((resolve) => {
    const opened = server.listen(0, '127.0.0.1', () => resolve(opened));
  });
  const { port } = listening.address() as import('node:net').AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse: (why) => {
      refusal = why;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
