'use client';

import { useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field, useFieldWiring } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { parseConfig } from './config-json.ts';
import { nestedSecret } from './sealed.ts';
import { kindNames, kindWord } from './words.ts';

/** A configuration that was read, and the kind that it names, if it names one. */
export type Imported = { config: Record<string, unknown>; kind: string | undefined };
const bytesMax = 256 * 1024;

/** Reads what was pasted or picked; the fault is why it cannot be taken. */
function read(text: string, fixedKind: string | undefined): Imported | { fault: string } {
  const { config: whole, fault } = parseConfig(text);
  if (!whole) return { fault };
  const { kind, ...config } = whole;
  if (kind !== undefined && fixedKind !== undefined && kind !== fixedKind)
    return { fault: `This is the configuration of another kind. The kind of a provider stays: ${kindWord(fixedKind)}.` };
  if (kind !== undefined && fixedKind === undefined && (typeof kind !== 'string' || !Object.hasOwn(kindNames, kind)))
    return { fault: `Its "kind" is none of ${Object.keys(kindNames).join(', ')}. Change it, or take it out.` };
  const nested = nestedSecret(config);
  if (nested)
    return { fault: `Move ${nested} to the top level: the control plane seals secrets only there and would keep this one readable.` };
  return { config, kind: typeof kind === 'string' ? kind : undefined };
}

/**
 * **Import JSON**: from a file or pasted; the same file that the CLI's `--config @file.json` takes.
 * @param fixedKind the kind of the provider that is edited
 */
export function ImportJsonDialog({
  fixedKind,
  onImport,
  onClose,
}: {
  fixedKind: string | undefined;
  onImport: (imported: Imported) => void;
  onClose: () => void;
}) {
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string>();
  const area = useRef<HTMLTextAreaElement>(null);
  const take = (source: string) => {
    const result = read(source, fixedKind);
    if ('fault' in result) {
      setFault(result.fault);
      area.current?.focus();
    } else onImport(result);
  };
  return (
    <Dialog
      title="Import JSON"
      description="The file that the command line takes as --config @file.json. It replaces what the form holds; nothing is saved yet."
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" onClick={() => take(text)}>
            Import
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Field label="File" help="It is read in this browser; only what you save is sent.">
          <FilePick
            onText={(picked) => {
              setText(picked);
              setFault(undefined);
              area.current?.focus();
            }}
            onFault={setFault}
          />
        </Field>
        <Field label="JSON" help="Or paste it here." error={fault}>
          <Textarea
            ref={area}
            mono
            rows={10}
            className="min-h-40"
            autoComplete="off"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setFault(undefined);
            }}
          />
        </Field>
      </div>
    </Dialog>
  );
}

function FilePick({ onText, onFault }: { onText: (text: string) => void; onFault: (fault: string) => void }) {
  const { 'aria-required': _, ...wiring } = useFieldWiring({});
  return (
    <input
      type="file"
      accept=".json,application/json"
      {...wiring}
      className="block w-full min-w-0 text-ink-2 text-xs file:me-3 file:h-8 file:rounded-md file:border file:border-control file:bg-surface file:px-3 file:font-medium file:text-ink file:text-sm hover:file:bg-raised"
      onChange={(event) => {
        const file = event.target.files?.[0];
        if (!file) return;
        if (file.size > bytesMax) return onFault('This file is larger than 256 KiB.');
        file.text().then(onText, () => onFault('This file cannot be read.'));
      }}
    />
  );
}
