import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';
import { cx } from './cx.ts';

export type CodeBlockProps = {
  code: string;
  /** What the copy button copies, for its name: "Copy command". */
  what?: string;
  /** Above the code, e.g. a sentence. */
  note?: ReactNode;
  /** Without a frame, as the foot of a card. */
  flush?: boolean;
  className?: string;
};

/** Code or a command, with a copy button that never covers it. */
export function CodeBlock({ code, what = 'code', note, flush = false, className }: CodeBlockProps) {
  return (
    <div className={cx('min-w-0 bg-raised', flush ? '-mt-px border-line border-t' : 'rounded-md border border-line', className)}>
      {note && <div className="px-4 pt-2.5 text-ink-3 text-xs">{note}</div>}
      <div className="flex items-start gap-3 p-2.5 ps-4">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse. */}
        <pre tabIndex={0} className="scroll-x min-w-0 flex-1 py-0.5 font-mono text-ink-2 text-xs leading-5">
          <code>{code}</code>
        </pre>
        <CopyButton text={code} label={`Copy ${what}`} />
      </div>
    </div>
  );
}

/** The command that does what the form holds, folded away until it is asked for. */
export function CliBlock({ command, note, open = false }: { command: string; note?: ReactNode; open?: boolean }) {
  return (
    <details open={open} className="group min-w-0 rounded-md border border-line">
      <summary className="flex list-none items-center gap-2 rounded-md px-4 py-2 font-medium text-ink-2 text-sm hover:text-ink">
        <span aria-hidden="true" className="inline-block transition-transform group-open:rotate-90">
          ›
        </span>
        Copy as CLI
      </summary>
      <CodeBlock code={command} what="command" note={note} flush className="rounded-b-md" />
    </details>
  );
}
