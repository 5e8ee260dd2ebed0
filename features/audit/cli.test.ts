import { expect, it } from 'vitest';
import { explainCommand, tailCommand } from './cli.ts';

it('reads the filtered range once, as JSON, since the command prints nothing else', () => {
  expect(tailCommand('zone-1', { decision: 'deny', since: '2026-11-14T09:00:00.000Z' }).replace(/ \\\n {2}/g, ' ')).toBe(
    'caracal audit tail --zone zone-1 --since 2026-11-14T09:00:00.000Z --decision deny --json',
  );
});

it('explains one request', () => {
  expect(explainCommand('zone-1', 'req-1')).toBe('caracal explain req-1 --zone zone-1');
});
