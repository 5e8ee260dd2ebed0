import { caracal } from '#http/cli.ts';

type Known = {
  identifier?: string | undefined;
  name?: string | undefined;
  kind?: string | undefined;
  client_id?: string | undefined;
  /** What is public of the configuration. */
  config: Record<string, unknown>;
  /** What is sealed: never the value, only whether it is text or other JSON. */
  sealed: readonly { key: string; json: boolean }[];
};

const variableOf = (key: string) =>
  `$${key
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '_')
    .replace(/^(?=\d)/, '_')}`;
/** In single quotes of a shell, where only the quote itself has to be taken out. */
const quoted = (text: string) => text.replaceAll("'", `'\\''`);

/** `--config` as one word of a shell, with a variable in the place of each sealed value. */
function configFlag({ config, sealed }: Known): string {
  const parts = [
    ...Object.entries(config).map(([key, value]) => quoted(`${JSON.stringify(key)}:${JSON.stringify(value)}`)),
    ...sealed.map(({ key, json }) => {
      const variable = `'"${variableOf(key)}"'`;
      return `${quoted(JSON.stringify(key))}:${json ? variable : `"${variable}"`}`;
    }),
  ];
  return parts.length === 0 ? '' : ` \\\n  --config '{${parts.join(',')}}'`;
}

/** The command that creates what the form holds; every sealed value is a shell variable, never the value. */
export const createProviderCommand = (zoneId: string, known: Known): string =>
  caracal(
    ['provider', 'create'],
    [
      ['zone', zoneId],
      ['identifier', known.identifier || '$IDENTIFIER'],
      ['name', known.name],
      ['kind', known.kind],
      ['client-id', known.client_id],
    ],
  ) + configFlag(known);

/** The command that makes the form's change. */
export const changeProviderCommand = (zoneId: string, id: string, known: Known): string =>
  caracal(
    ['provider', 'patch', id],
    [
      ['zone', zoneId],
      ['identifier', known.identifier],
      ['name', known.name],
      ['client-id', known.client_id],
    ],
  ) + configFlag(known);
