'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { z } from 'zod';
import { zoneRoles } from '#access/permission.ts';
import { roleNames } from '#access/role-names.ts';
import { showProblem } from '#browser/form-problem.ts';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { CliBlock } from '#components/ui/code-block.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormShell } from '#components/ui/form-shell.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { ProblemError } from '#http/problem.ts';
import type { InviteInput, InviteResult } from './api.ts';
import { inviteCall } from './cli.ts';
import { LinkResults } from './link-results.tsx';
import { invitationSettingsQuery, inviteMutation } from './queries.ts';
import { InviteInput as Schema } from './schema.ts';
import { addressesIn, outcomeWords, roleHelp } from './words.ts';

/** What the form holds: the addresses are one text here and a list in the request. */
const Form = z.object({ emails: z.string(), role: z.enum(zoneRoles), message: z.string() }).superRefine((form, context) => {
  for (const issue of Schema.safeParse(inputOf(form)).error?.issues ?? [])
    context.addIssue({ code: 'custom', path: issue.path.slice(0, 1), message: issue.message });
});
type Form = z.infer<typeof Form>;
const inputOf = ({ emails, role, message }: { emails: string; role: Form['role']; message: string }): InviteInput => ({
  emails: addressesIn(emails),
  role,
  ...(message.trim() && { message }),
});
const labels = { emails: 'E-mail addresses', role: 'Role', message: 'Message' };
const order = ['member', 'auditor', 'admin'] as const;
const empty: Form = { emails: '', role: 'member', message: '' };
const newKey = () => crypto.randomUUID();

/** Invites one or many; afterwards each address with what became of it, and its link. */
export function InviteForm({ zoneId }: { zoneId: string }) {
  const invite = useMutation(inviteMutation(zoneId));
  const { data: settings } = useQuery(invitationSettingsQuery(zoneId));
  const [results, setResults] = useState<InviteResult[]>();
  // One key per attempt: an answer that got lost cannot lead to a second invitation.
  const [key, setKey] = useState(newKey);
  const form = useForm<Form>({ resolver: zodResolver(Form), defaultValues: empty });
  const values = form.watch();
  const addresses = addressesIn(values.emails);

  async function submit(submitted: Form) {
    try {
      const done = await invite.mutateAsync({ input: inputOf(submitted), key });
      form.reset(submitted, { keepValues: false });
      setResults(done.results);
      setKey(newKey);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status < 500) setKey(newKey);
      showProblem(form, error, ['emails', 'role', 'message']);
    }
  }
  if (results)
    return (
      <Invited
        zoneId={zoneId}
        results={results}
        onMore={(left) => {
          setResults(undefined);
          form.reset({ ...values, emails: left });
        }}
      />
    );
  const { invitationHours = 24, allowedDomains = [], mailed } = settings?.value ?? {};
  return (
    <FormShell
      form={form}
      onSubmit={submit}
      submit="Send invitations"
      labels={labels}
      problem={invite.error}
      secondary={<ButtonLink href={`/zones/${zoneId}/invitations`}>Cancel</ButtonLink>}
    >
      <Field
        label="E-mail addresses"
        required
        help={`${addresses.length > 1 ? `${addresses.length} addresses.` : 'One or many; paste a list.'} ${allowedDomains.length > 0 ? `This zone invites ${allowedDomains.join(', ')} only.` : ''}`}
        error={form.formState.errors.emails?.message}
      >
        <Textarea {...form.register('emails')} autoFocus rows={3} inputMode="email" autoCapitalize="none" spellCheck={false} />
      </Field>
      <Controller
        control={form.control}
        name="role"
        render={({ field, fieldState }) => (
          <RadioGroup
            label="Role"
            value={field.value}
            onChange={field.onChange}
            error={fieldState.error?.message}
            options={order.map((value) => ({ value, label: roleNames[value], help: roleHelp[value] }))}
          />
        )}
      />
      <Field label="Message" optional help="Stands in the invitation, as yours." error={form.formState.errors.message?.message}>
        <Textarea {...form.register('message')} rows={3} maxLength={1_000} />
      </Field>
      {settings && (
        <Notice tone="neutral">
          <p>
            Links work for {invitationHours === 1 ? 'one hour' : `${invitationHours} hours`}.{' '}
            {mailed
              ? 'They are mailed, and shown here once to copy.'
              : 'This console sends no mail: hand over the links that are shown next.'}
          </p>
        </Notice>
      )}
      <CliBlock
        command={inviteCall(zoneId, addresses[0] ?? '', values.role)}
        note="It makes the control plane’s record only. The link that lets somebody join is made by this console."
      />
    </FormShell>
  );
}

function Invited({ zoneId, results, onMore }: { zoneId: string; results: readonly InviteResult[]; onMore: (left: string) => void }) {
  const invited = results.filter(({ outcome }) => outcome === 'invited').length;
  const left = results.filter(({ outcome }) => !['invited', 'repeated', 'member', 'pending'].includes(outcome)).map(({ email }) => email);
  return (
    <div className="grid max-w-200 gap-5">
      <Notice
        tone={invited === results.length ? 'allow' : invited === 0 ? 'warn' : 'info'}
        role="status"
        title={
          invited === 0
            ? 'Nobody was invited'
            : `${invited === 1 ? '1 person is' : `${invited} people are`} invited${invited < results.length ? `, ${results.length - invited} not` : ''}`
        }
      >
        {invited > 0 && <p>Their links are shown here once.</p>}
      </Notice>
      <LinkResults
        results={results.map(({ email, outcome, ...rest }, place) => ({
          key: `${place} ${email}`,
          email,
          words: outcomeWords[outcome],
          ...rest,
        }))}
      />
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={`/zones/${zoneId}/invitations`} variant="primary">
          Go to the invitations
        </ButtonLink>
        <Button onClick={() => onMore(left.join('\n'))}>{left.length > 0 ? 'Correct and try again' : 'Invite more people'}</Button>
      </div>
    </div>
  );
}
