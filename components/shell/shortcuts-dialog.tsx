'use client';

import { Checkbox } from '../ui/checkbox.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';

const shortcuts: readonly { where: string; keys: readonly (readonly [string, ...string[]])[] }[] = [
  {
    where: 'Anywhere',
    keys: [
      ['Search or jump to…', '⌘K', 'Ctrl K'],
      ['These shortcuts', '?'],
      ['Close what is open', 'Esc'],
    ],
  },
  {
    where: 'In a list',
    keys: [
      ['Search the list', '/'],
      ['Next row', 'j', '↓'],
      ['Row before', 'k', '↑'],
      ['Open the row', 'Enter'],
      ['Select the row, where rows can be selected', 'x'],
    ],
  },
];

export type ShortcutsDialogProps = { singleKeys: boolean; onSingleKeys: (on: boolean) => void; onClose: () => void };

/** Which keys do what, and whether single letters do anything. */
export const ShortcutsDialog = ({ singleKeys, onSingleKeys, onClose }: ShortcutsDialogProps) => (
  <Dialog
    title="Keyboard shortcuts"
    size="sm"
    onClose={onClose}
    footerStart={
      <Checkbox
        label="Single-letter shortcuts"
        help="They work while a list or the page has the focus, never in a field."
        checked={singleKeys}
        onChange={(event) => onSingleKeys(event.target.checked)}
      />
    }
  >
    <div className="grid gap-5">
      {shortcuts.map(({ where, keys }) => (
        <section key={where}>
          <h3 className="mb-1.5 font-medium text-ink-3 text-xs">{where}</h3>
          <dl className="grid gap-1.5">
            {keys.map(([what, ...each]) => (
              <div key={what} className="flex items-center justify-between gap-4">
                <dt>{what}</dt>
                <dd className="flex shrink-0 gap-1">
                  {each.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  </Dialog>
);
