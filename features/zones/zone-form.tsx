'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { showProblem } from '#browser/form-problem.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { CliBlock } from '#components/ui/code-block.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormShell } from '#components/ui/form-shell.tsx';
import { Input } from '#components/ui/input.tsx';
import { useToast } from '#components/ui/toast.tsx';
import type { ZoneInput } from './api.ts';
import { createZoneCommand } from './cli.ts';
import { createZoneMutation } from './queries.ts';
import { derivedSlug, ZoneInput as Schema } from './schema.ts';

const inputOf = ({ name, slug }: { name: string; slug: string }): ZoneInput => ({ name, slug: slug.trim() || derivedSlug(name.trim()) });
const Form = z.object({ name: z.string(), slug: z.string() }).superRefine((form, context) => {
  for (const issue of Schema.safeParse(inputOf(form)).error?.issues ?? [])
    context.addIssue({
      code: 'custom',
      path: issue.path,
      message:
        form.name.trim() && !form.slug.trim() && issue.path[0] === 'slug'
          ? 'Type a slug: this name has no letters or digits to make one of.'
          : issue.message,
    });
});

/** Creates a zone. The slug follows the name until it is typed. */
export function ZoneForm() {
  const router = useRouter();
  const toast = useToast();
  const create = useMutation(createZoneMutation());
  const form = useForm({ resolver: zodResolver(Form), defaultValues: { name: '', slug: '' } });
  const values = form.watch();
  const { errors } = form.formState;
  return (
    <FormShell
      form={form}
      submit="Create zone"
      labels={{ name: 'Name', slug: 'Slug' }}
      problem={create.error}
      secondary={<ButtonLink href="/zones">Cancel</ButtonLink>}
      onSubmit={async (submitted) => {
        try {
          const zone = await create.mutateAsync(inputOf(submitted));
          toast(`${zone.name} is created`);
          router.push(`/zones/${zone.id}`);
        } catch (problem) {
          showProblem(form, problem, ['name', 'slug']);
        }
      }}
    >
      <Field label="Name" required error={errors.name?.message}>
        <Input {...form.register('name')} autoFocus maxLength={200} />
      </Field>
      <Field
        label="Slug"
        help="Unique over the whole installation, archived zones included. Lower-case letters, digits and hyphens."
        error={errors.slug?.message}
      >
        <Input {...form.register('slug')} mono maxLength={100} placeholder={derivedSlug(values.name) || 'acme-production'} />
      </Field>
      <CliBlock command={createZoneCommand(inputOf(values))} />
    </FormShell>
  );
}
