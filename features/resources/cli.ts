import { caracal, shellWord } from '#http/cli.ts';
import type { ResourceChange, ResourceInput } from './api.ts';

/** The command that creates what the form holds; what is not typed yet is a shell variable. */
export const createResourceCommand = (zoneId: string, input: Partial<ResourceInput>): string =>
  caracal(
    ['resource', 'create'],
    [
      ['zone', zoneId],
      ['identifier', input.identifier || '$IDENTIFIER'],
      ['scopes', input.scopes?.length ? input.scopes.join(',') : '$SCOPES'],
      ['name', input.name],
      ['upstream-url', input.upstream_url],
      ['prefix', input.prefix ?? false],
      ['provider', input.credential_provider_id],
    ],
  );

/** What the command cannot say (contract section 13): `--prefix` takes no value, and `--scopes` splits at commas. */
const needsCurl = ({ prefix, scopes }: ResourceChange) => prefix === false || scopes?.some((scope) => scope.includes(','));

/** The command that makes the form's change; where no command can, the call that does. */
export const changeResourceCommand = (zoneId: string, id: string, change: ResourceChange): string =>
  needsCurl(change)
    ? [
        `curl -X PATCH "$CARACAL_API_URL/v1/zones/${encodeURIComponent(zoneId)}/resources/${encodeURIComponent(id)}"`,
        '-H "Authorization: Bearer $CARACAL_TOKEN"',
        "-H 'Content-Type: application/json'",
        `-d ${shellWord(JSON.stringify(change))}`,
      ].join(' \\\n  ')
    : caracal(
        ['resource', 'patch', id],
        [
          ['zone', zoneId],
          ['identifier', change.identifier],
          ['scopes', change.scopes?.join(',')],
          ['name', change.name],
          ['upstream-url', change.upstream_url],
          ['prefix', change.prefix ?? false],
          ['provider', change.credential_provider_id],
        ],
      );
