import { diffLines, jsonLines } from '#browser/json-lines.ts';
import { CopyButton } from './copy-button.tsx';
import { cx } from './cx.ts';

/** The parts of one JSON line: a key, then punctuation, strings and other values. */
const parts = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*|true|false|null)|([^"\d\-a-z]+|[-a-z])/g;

function Line({ text }: { text: string }) {
  return [...text.matchAll(parts)].map((part) => {
    const [whole, string, colon, value] = part;
    const look = colon ? 'text-ink' : string ? 'text-allow' : value ? 'text-info' : 'text-ink-3';
    return (
      <span key={part.index} className={look}>
        {whole}
      </span>
    );
  });
}

export type JsonViewProps = {
  value: unknown;
  /** The version before: lines that went are marked −, lines that came +. */
  before?: unknown;
  label?: string;
  copy?: boolean;
};

/** A value as JSON, keys in order, one property per line. */
export function JsonView({ value, before, label = 'JSON', copy = true }: JsonViewProps) {
  const after = jsonLines(value);
  const lines = before === undefined ? after.map((text) => ({ sign: ' ' as const, text })) : diffLines(jsonLines(before), after);
  return (
    <div className="relative min-w-0 rounded-md border border-line bg-raised">
      {copy && (
        <span className="absolute end-2 top-2">
          <CopyButton text={() => after.join('\n')} label={`Copy ${label}`} />
        </span>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse. */}
      <pre tabIndex={0} className="scroll-x max-h-120 overflow-y-auto rounded-md py-2.5 font-mono text-xs leading-5">
        <code className="block w-max min-w-full">
          {lines.map(({ sign, text }, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name.
              key={index}
              className={cx('block pe-16 ps-4', sign === '-' && 'bg-deny-soft', sign === '+' && 'bg-allow-soft')}
            >
              {before !== undefined && (
                <span className="me-2 inline-block w-2 select-none text-ink-3" aria-hidden={sign === ' '}>
                  {sign === '-' ? '−' : sign}
                </span>
              )}
              {sign === ' ' ? <Line text={text} /> : text}
            </span>
          ))}
        </code>
      </pre>
    </div>
  );
}
