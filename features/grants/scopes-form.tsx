'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { z } from 'zod';
import { showProblem } from '#browser/form-problem.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { CliBlock } from '#components/ui/code-block.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { FormShell } from '#components/ui/form-shell.tsx';
import { Id } from '#components/ui/id.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { resourceQuery } from '#features/resources/queries.ts';
import type { GrantRow } from './api.ts';
import { changeScopesCommand, everyoneNote } from './cli.ts';
import { scopesFault } from './grant-values.ts';
import { MayEnd } from './may-end.tsx';
import { changeScopesMutation, revocationQuery } from './queries.ts';
import { ScopeChoice } from './scope-choice.tsx';
import { useMemberName } from './use-member-name.ts';
import { nameOf } from './words.ts';

type Values = { scopes: string[] };
const labels = { scopes: 'Scopes' } as const;
const schema = (known: readonly string[] | undefined) =>
  z.custom<Values>().superRefine(({ scopes }, context) => {
    const fault = scopesFault(scopes, known);
    if (fault) context.addIssue({ code: 'custom', path: ['scopes'], message: fault });
  });

/** Chooses the scopes of the grant that takes the place of another, and says what the revocation of that one may end. */
export function ScopesForm({ zoneId, grant }: { zoneId: string; grant: GrantRow }) {
  const router = useRouter();
  const toast = useToast();
  const [first] = useState(grant);
  const [known, setKnown] = useState<readonly string[]>();
  const change = useMutation(changeScopesMutation(zoneId, grant.id));
  const preview = useQuery(revocationQuery(zoneId, grant.id));
  const resource = useQuery(resourceQuery(zoneId, grant.resource_id));
  const member = useMemberName(zoneId, grant.user_id);
  const form = useForm<Values>({ resolver: zodResolver(schema(known)), defaultValues: { scopes: first.scopes } });
  const scopes = form.watch('scopes');
  const back = `/zones/${zoneId}/grants/${grant.id}`;
  if (resource.data && resource.data.value.scopes !== known) setKnown(resource.data.value.scopes);

  async function submit(submitted: Values) {
    if (submitted.scopes.length === first.scopes.length && submitted.scopes.every((scope) => first.scopes.includes(scope))) {
      toast({ title: 'Nothing was changed', tone: 'info' });
      return router.push(back);
    }
    try {
      const changed = await change.mutateAsync(submitted.scopes);
      toast({ title: 'The new grant is recorded', detail: nameOf(changed.grant) });
      router.push(`/zones/${zoneId}/grants/${changed.grant.id}`);
    } catch (error) {
      showProblem(form, error, ['scopes']);
    }
  }
  return (
    <FormShell
      form={form}
      onSubmit={submit}
      submit="Save changes"
      labels={labels}
      problem={change.error}
      secondary={<ButtonLink href={back}>Cancel</ButtonLink>}
    >
      <Facts
        items={[
          { label: 'Application', value: grant.application ?? <Id value={grant.application_id} what="application id" /> },
          { label: 'Resource', value: grant.resource ?? <Id value={grant.resource_id} what="resource id" /> },
          {
            label: 'User',
            value:
              grant.user_id === null ? (
                'Everyone using the application'
              ) : (
                <>
                  {member && <span className="block break-words">{member}</span>}
                  <Id value={grant.user_id} what="subject id" head={24} full />
                </>
              ),
          },
        ]}
      />
      <ProblemNotice problem={resource.error} onRetry={() => void resource.refetch()} />
      <Controller
        control={form.control}
        name="scopes"
        render={({ field, fieldState }) => (
          <div ref={(place) => field.ref(place?.querySelector('input:not(:disabled)') ?? null)}>
            <ScopeChoice
              value={field.value}
              onChange={(next) => form.setValue('scopes', next, { shouldDirty: true, shouldValidate: form.formState.isSubmitted })}
              onBlur={field.onBlur}
              known={known}
              loading={resource.isFetching}
              error={fieldState.error?.message}
            />
          </div>
        )}
      />
      <MayEnd preview={preview} />
      <CliBlock
        command={changeScopesCommand(zoneId, { ...grant, scopes, user_id: grant.user_id ?? undefined })}
        note={grant.user_id === null ? everyoneNote : undefined}
      />
    </FormShell>
  );
}
