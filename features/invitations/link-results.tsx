'use client';

import { Badge } from '#components/ui/badge.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Time } from '#components/ui/time.tsx';
import type { MailState } from './api.ts';
import { mailWords } from './words.ts';

export type LinkResult = {
  key: string;
  email: string;
  /** What became of it, in words. */
  words: string;
  link?: string | undefined;
  expiresAt?: string | undefined;
  mail?: MailState | undefined;
};

/** What became of each address. Links stand here once, and are copied one by one or all together. */
export function LinkResults({ results }: { results: readonly LinkResult[] }) {
  const linked = results.filter(({ link }) => link !== undefined);
  return (
    <div className="grid gap-3">
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {results.map(({ key, email, words, link, expiresAt, mail }) => (
          <li key={key} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2 text-sm">
            <span className="wrap-anywhere min-w-0 flex-1 basis-56 font-medium">{email}</span>
            {link === undefined ? (
              <span className="basis-full text-ink-2 sm:basis-auto sm:max-w-[60%]">
                <Badge tone="warn">Not invited</Badge> <span className="ms-1">{words}.</span>
              </span>
            ) : (
              <>
                <span className="text-ink-3 text-xs">
                  {mail !== undefined && mail !== 'none' && `${mailWords[mail]} · `}
                  {expiresAt && (
                    <>
                      works until <Time at={expiresAt} show="exact" />
                    </>
                  )}
                </span>
                <Badge tone="allow">{words}</Badge>
                <CopyButton text={link} label={`Copy link for ${email}`}>
                  Copy link
                </CopyButton>
              </>
            )}
          </li>
        ))}
      </ul>
      {linked.length > 0 && (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p className="max-w-[60ch] text-ink-3 text-xs">
            Each link works for its address only, and is shown here once. If one gets lost, make a new one from the list.
          </p>
          {linked.length > 1 && (
            <CopyButton
              text={() => linked.map(({ email, link }) => `${email}\t${link}`).join('\n')}
              label="Copy all links with their addresses"
            >
              Copy all links
            </CopyButton>
          )}
        </div>
      )}
    </div>
  );
}
