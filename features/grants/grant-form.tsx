'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { showProblem } from '#browser/form-problem.ts';
import { useUrlState } from '#browser/use-url-state.ts';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { CliBlock } from '#components/ui/code-block.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormShell } from '#components/ui/form-shell.tsx';
import { Picker } from '#components/ui/picker.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { applicationQuery } from '#features/applications/queries.ts';
import { resourceQuery } from '#features/resources/queries.ts';
import { ProblemError } from '#http/problem.ts';
import { createGrantCommand, everyoneNote } from './cli.ts';
import { type GrantValues, grantValues, inputOf, valuesFrom } from './grant-values.ts';
import { createGrantMutation, similarGrantsQuery } from './queries.ts';
import { ScopeChoice } from './scope-choice.tsx';
import { findApplications, findResources } from './search.ts';
import { SimilarNotice } from './similar-notice.tsx';
import { UserChoice } from './user-choice.tsx';
import { nameOf } from './words.ts';

const labels = { application_id: 'Application', resource_id: 'Resource', scopes: 'Scopes', user_id: 'User' } as const;
const fields = Object.keys(labels) as (keyof typeof labels)[];

const isGone = (error: unknown) => error instanceof ProblemError && error.code === 'not_found';
/** A new tab keeps what this form holds; what is made there is found by searching. */
const openNew = (href: string) => () => void window.open(href, '_blank', 'noopener');

/** Creates a grant: what it joins, which scopes, for whom; duplicates are said before and asked about after. */
export function GrantForm({ zoneId }: { zoneId: string }) {
  const router = useRouter();
  const toast = useToast();
  const url = useUrlState();
  const create = useMutation(createGrantMutation(zoneId));
  const [prefilled] = useState(() => valuesFrom(url.params));
  const [needsUser, setNeedsUser] = useState(false);
  const [known, setKnown] = useState<readonly string[]>();
  const form = useForm<GrantValues>({ resolver: zodResolver(grantValues(known)), defaultValues: prefilled });
  const values = form.watch();
  const { errors } = form.formState;

  const application = useQuery({ ...applicationQuery(zoneId, values.application_id), enabled: values.application_id !== '' });
  const resource = useQuery({ ...resourceQuery(zoneId, values.resource_id), enabled: values.resource_id !== '' });
  const scopes = values.resource_id ? resource.data?.value.scopes : undefined;
  if (scopes !== known) setKnown(scopes);
  const user = values.audience === 'one' ? values.user_id : '';
  const similar = useQuery(
    similarGrantsQuery(zoneId, {
      application: values.application_id,
      resource: values.resource_id,
      user: user || undefined,
      scopes: values.scopes,
    }),
  );
  // The question "create it anyway" is about exactly what was sent.
  const [refused, setRefused] = useState<string>();
  const asksAnyway = refused !== undefined && refused === JSON.stringify(values);

  async function submit(submitted: GrantValues, duplicate = false) {
    setRefused(undefined);
    try {
      const grant = await create.mutateAsync({ ...inputOf(submitted), ...(duplicate && { duplicate }) });
      toast({ title: 'The grant is recorded', detail: nameOf(grant) });
      router.push(`/zones/${zoneId}/grants/${grant.id}`);
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'conflict') {
        setRefused(JSON.stringify(submitted));
        form.setError('root.duplicate', { type: 'conflict', message: error.message });
        return;
      }
      if (submitted.audience === 'everyone' && error instanceof ProblemError && error.fields.user_id) {
        form.setValue('audience', 'one');
        setNeedsUser(true);
      }
      showProblem(form, error, fields);
    }
  }
  const anyway = form.handleSubmit((submitted) => submit(submitted, true));

  return (
    <FormShell
      form={form}
      onSubmit={(submitted) => submit(submitted)}
      submit="Create grant"
      labels={labels}
      problem={create.error}
      secondary={<ButtonLink href={`/zones/${zoneId}/grants`}>Cancel</ButtonLink>}
    >
      {asksAnyway && (
        <ProblemNotice
          problem={create.error}
          focus
          action={
            <Button size="sm" pending={create.isPending} onClick={() => void anyway()}>
              Create it anyway
            </Button>
          }
        />
      )}
      <Controller
        control={form.control}
        name="application_id"
        render={({ field }) => (
          <div ref={(place) => field.ref(place?.querySelector('input') ?? null)}>
            <Field
              label="Application"
              required
              error={
                errors.application_id?.message ??
                (isGone(application.error) ? 'This application does not exist. Choose another.' : undefined)
              }
            >
              <Picker
                value={
                  field.value && !isGone(application.error)
                    ? { id: field.value, name: application.data?.value.name ?? field.value, identifier: field.value }
                    : null
                }
                onChange={(item) =>
                  form.setValue('application_id', item?.id ?? '', { shouldDirty: true, shouldValidate: form.formState.isSubmitted })
                }
                onBlur={field.onBlur}
                search={(text, signal) => findApplications(zoneId, text, signal)}
                placeholder="Search applications"
                create={{ label: 'Create application', onSelect: openNew(`/zones/${zoneId}/applications/new`) }}
              />
            </Field>
          </div>
        )}
      />
      <Controller
        control={form.control}
        name="resource_id"
        render={({ field }) => (
          <div ref={(place) => field.ref(place?.querySelector('input') ?? null)}>
            <Field
              label="Resource"
              required
              error={errors.resource_id?.message ?? (isGone(resource.error) ? 'This resource does not exist. Choose another.' : undefined)}
            >
              <Picker
                value={
                  field.value && !isGone(resource.error)
                    ? { id: field.value, name: resource.data?.value.name ?? field.value, identifier: resource.data?.value.identifier }
                    : null
                }
                onChange={(item) =>
                  form.setValue('resource_id', item?.id ?? '', { shouldDirty: true, shouldValidate: form.formState.isSubmitted })
                }
                onBlur={field.onBlur}
                search={(text, signal) => findResources(zoneId, text, signal)}
                placeholder="Search resources"
                create={{ label: 'Create resource', onSelect: openNew(`/zones/${zoneId}/resources/new`) }}
              />
            </Field>
          </div>
        )}
      />
      {!isGone(resource.error) && <ProblemNotice problem={resource.error} onRetry={() => void resource.refetch()} />}
      <Controller
        control={form.control}
        name="scopes"
        render={({ field }) => (
          <div ref={(place) => field.ref(place?.querySelector('input:not(:disabled)') ?? null)}>
            <ScopeChoice
              value={field.value}
              onChange={(next) => form.setValue('scopes', next, { shouldDirty: true, shouldValidate: form.formState.isSubmitted })}
              onBlur={field.onBlur}
              known={known}
              loading={resource.isFetching}
              error={errors.scopes?.message}
            />
          </div>
        )}
      />
      <Controller
        control={form.control}
        name="user_id"
        render={({ field }) => (
          <div ref={(place) => field.ref(place?.querySelector('[role=combobox]') ?? null)}>
            <UserChoice
              zoneId={zoneId}
              audience={values.audience}
              onAudience={(audience) =>
                form.setValue('audience', audience, { shouldDirty: true, shouldValidate: form.formState.isSubmitted })
              }
              user={field.value}
              onUser={(subjectId) => form.setValue('user_id', subjectId, { shouldDirty: true, shouldValidate: form.formState.isSubmitted })}
              onBlur={field.onBlur}
              needsUser={needsUser}
              error={errors.user_id?.message}
            />
          </div>
        )}
      />
      {similar.data && !asksAnyway && values.application_id && values.resource_id && (
        <SimilarNotice zoneId={zoneId} similar={similar.data} />
      )}
      <CliBlock
        command={createGrantCommand(zoneId, inputOf(values).user_id === '' ? { ...inputOf(values), user_id: '$USER_ID' } : inputOf(values))}
        note={values.audience === 'everyone' ? everyoneNote : undefined}
      />
    </FormShell>
  );
}
