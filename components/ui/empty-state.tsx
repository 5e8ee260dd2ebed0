import type { ReactNode } from 'react';
import { CodeBlock } from './code-block.tsx';

export type EmptyStateProps = {
  title?: ReactNode;
  /** One sentence: what the thing is for. */
  children: ReactNode;
  action?: ReactNode;
  /** The `caracal` command (or `curl` call) that does the same. */
  command?: string;
};

/** A list with nothing in it yet. */
export function EmptyState({ title, children, action, command }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-140 flex-col items-center gap-4 px-4 py-12 text-center">
      <div>
        {title && <p className="font-semibold text-base">{title}</p>}
        <p className="mt-1 text-balance text-ink-2 text-sm">{children}</p>
      </div>
      {action && <div className="flex flex-wrap justify-center gap-2">{action}</div>}
      {command && (
        <div className="w-full text-start">
          <p className="mb-1.5 text-center text-ink-3 text-xs">or in a terminal</p>
          <CodeBlock code={command} what="command" />
        </div>
      )}
    </div>
  );
}
