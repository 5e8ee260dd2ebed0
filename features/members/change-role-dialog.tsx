'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import { type ZoneRole, zoneRoles } from '#access/permission.ts';
import { roleNames } from '#access/role-names.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { ProblemError } from '#http/problem.ts';
import type { MemberDetail } from './api.ts';
import { changeMemberMutation, memberQuery } from './queries.ts';
import { roleMeanings } from './words.ts';

type Props = {
  zoneId: string;
  member: MemberDetail;
  etag: string;
  /** It is the person who is asking. */
  self: boolean;
  onClose: () => void;
};

/** Asks for another role. What somebody else chose meanwhile is shown, and saved over only when asked again. */
export function ChangeRoleDialog({ zoneId, member, etag, self, onClose }: Props) {
  const form = useId();
  const [version, setVersion] = useState({ role: member.role, etag });
  const [role, setRole] = useState<ZoneRole>(member.role);
  const [changed, setChanged] = useState(false);
  const change = useMutation(changeMemberMutation(zoneId, member.personId));
  const client = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const save = () => {
    if (role === version.role) return onClose();
    setChanged(false);
    change.mutate(
      { role, etag: version.etag },
      {
        onSuccess: () => {
          toast(`${member.name} is ${roleNames[role]} now`);
          onClose();
          // What the page offers depends on the own role.
          if (self) router.refresh();
        },
        onError: (problem) => {
          if (!(problem instanceof ProblemError) || problem.code !== 'stale' || !problem.current) return;
          const { role: theirs } = problem.current.value as { role: ZoneRole };
          setVersion({ role: theirs, etag: problem.current.etag });
          setChanged(true);
          void client.invalidateQueries({ queryKey: memberQuery(zoneId, member.personId).queryKey });
        },
      },
    );
  };
  return (
    <Dialog
      title={`Change the role of ${member.name}`}
      description="It counts from their next request on. Their sessions go on."
      dismissible={!change.isPending}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose} disabled={change.isPending}>
            Cancel
          </Button>
          <Button type="submit" form={form} variant="primary" pending={change.isPending}>
            Save role
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {changed && (
          <Notice tone="warn" role="alert" title={`Somebody else made ${member.name} ${roleNames[version.role]} in the meantime.`}>
            Nothing was saved. Choose the role that is to count and save again.
          </Notice>
        )}
        <RadioGroup
          label="Role"
          value={role}
          onChange={setRole}
          options={zoneRoles.map((value) => ({
            value,
            label: value === version.role ? `${roleNames[value]} (now)` : roleNames[value],
            help: roleMeanings[value],
          }))}
        />
        {self && !member.owner && role !== 'admin' && (
          <Notice tone="warn">This is you. Afterwards only another zone admin or an owner can make you zone admin again.</Notice>
        )}
        {!changed && <ProblemNotice problem={change.error} focus />}
      </form>
    </Dialog>
  );
}
