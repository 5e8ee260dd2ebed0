import Link from 'next/link';
import type { ReactNode } from 'react';
import { buttonClass } from '../ui/button.tsx';
import { Mark } from './mark.tsx';

export type StatusPageProps = {
  title: string;
  children: ReactNode;
  /** The way on; `reload` leaves the page for good, where the router itself may be what failed. */
  action: { href: string; label: string; reload?: boolean };
  extra?: ReactNode;
  /** What finds the failure in the server's log. */
  reference?: string | undefined;
  /** Whether it stands in the frame, which is the `main` of its page and names the console. */
  framed?: boolean;
};

/** A page that says why there is no page. */
export function StatusPage({ title, children, action, extra, reference, framed = false }: StatusPageProps) {
  const Box = framed ? 'div' : 'main';
  return (
    <Box id={framed ? undefined : 'main'} className="mx-auto grid min-h-[70dvh] w-full max-w-110 content-center gap-5 px-4 py-12">
      {!framed && <Mark />}
      <div>
        <h1 className="font-semibold text-xl">{title}</h1>
        <p className="mt-1 text-ink-2">{children}</p>
        {reference && (
          <p className="mt-3 text-ink-3 text-xs">
            Reference <code className="font-mono">{reference}</code>
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        {extra}
        {action.reload ? (
          <a href={action.href} className={buttonClass()}>
            {action.label}
          </a>
        ) : (
          <Link href={action.href} className={buttonClass()}>
            {action.label}
          </Link>
        )}
      </div>
    </Box>
  );
}
