import { Checkbox } from '#components/ui/checkbox.tsx';
import { ScopeChips } from '#components/ui/chip.tsx';
import { Fieldset } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { MemberGrant } from './api.ts';

/** A grant by what it joins. */
export const nameOfGrant = ({ application, resource }: MemberGrant): string => `${application} on ${resource}`;

/**
 * The active grants that name a member, to choose which are revoked with the removal.
 * @param grants null when they are not known
 * @param all how many there are, of which `grants` may be the first ones
 */
export function MemberGrantsChoice({
  grants,
  all,
  kept,
  onKeep,
  disabled,
}: {
  grants: readonly MemberGrant[] | null;
  all: number;
  /** Ids of those that are not to be revoked. */
  kept: ReadonlySet<string>;
  onKeep: (kept: ReadonlySet<string>) => void;
  disabled: boolean;
}) {
  if (grants === null)
    return (
      <Notice tone="warn" title="Which active grants name them is not known">
        The control plane did not answer. Grants are not touched by the removal and go on working: look through them afterwards.
      </Notice>
    );
  if (grants.length === 0) return <p className="text-ink-2">No active grant of this zone names them.</p>;
  return (
    <Fieldset
      legend={`Revoke their active grants of this zone (${all.toLocaleString('en')})`}
      help="Those that stay go on: applications may ask for mandates in their name as before."
    >
      <ul className="grid max-h-64 gap-2 overflow-y-auto rounded-md border border-line p-3">
        {grants.map((grant) => (
          <li key={grant.id}>
            <Checkbox
              checked={!kept.has(grant.id)}
              disabled={disabled}
              onChange={(event) => {
                const next = new Set(kept);
                if (event.target.checked) next.delete(grant.id);
                else next.add(grant.id);
                onKeep(next);
              }}
              label={
                <>
                  <span className="block wrap-anywhere">{nameOfGrant(grant)}</span>
                  <ScopeChips scopes={grant.scopes} />
                </>
              }
            />
          </li>
        ))}
      </ul>
      {all > grants.length && (
        <p className="mt-1.5 text-ink-3 text-xs">
          {(all - grants.length).toLocaleString('en')} more are not listed here and stay: revoke them in Grants.
        </p>
      )}
    </Fieldset>
  );
}
