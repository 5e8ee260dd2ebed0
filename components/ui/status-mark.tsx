import { cx } from './cx.ts';

export type MarkState = 'pass' | 'fail' | 'unknown' | 'warn';

const marks: Record<MarkState, { glyph: string; word: string; look: string }> = {
  pass: { glyph: '✓', word: 'Passes', look: 'bg-allow-soft text-allow' },
  fail: { glyph: '✕', word: 'Fails', look: 'bg-deny-soft text-deny' },
  unknown: { glyph: '?', word: 'Unknown', look: 'border border-dashed border-control bg-raised text-ink-2' },
  warn: { glyph: '!', word: 'Attention', look: 'bg-warn-soft text-warn' },
};

/** A round mark before one line of a check list: four shapes, four words. */
export function StatusMark({ state, label, className }: { state: MarkState; label?: string; className?: string }) {
  const { glyph, word, look } = marks[state];
  return (
    <span
      role="img"
      aria-label={label ?? word}
      className={cx('inline-grid size-5 shrink-0 place-items-center rounded-full font-semibold text-2xs', look, className)}
    >
      {glyph}
    </span>
  );
}
