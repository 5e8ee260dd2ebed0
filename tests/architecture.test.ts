import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reach, readSource, type Source, sourceFiles } from './support/source-graph.ts';

const isTest = (file: string) => /\.test\.tsx?$/.test(file) || /^(tests|e2e)\//.test(file);
const graph = new Map(sourceFiles.map((file) => [file, readSource(file)]));
/** What the console is made of: everything but tests, scripts and settings of tools. */
const product = [...graph].filter(([file]) => /^(app|components|features|lib)\//.test(file) && !isTest(file));
const find = (where: [string, Source][], rule: (file: string, source: Source) => unknown) =>
  where.filter(([file, source]) => rule(file, source)).map(([file]) => file);
/** Must say that they are of the server. A room may have more files that say so. */
const mustBeServer = (file: string) => /^lib\/server\/|^features\/[^/]+\/server\.ts$/.test(file);
const isServer = (file: string) => mustBeServer(file) || graph.get(file)?.firstImport === 'server-only';
const isClient = (source: Source) => source.directives.includes('use client');
const roomOf = (file: string) => /^features\/([^/]+)\//.exec(file)?.[1];

it('the graph is not empty, and every import of it leads to a file', () => {
  for (const [folder, least] of [
    ['lib/server/', 20],
    ['lib/contract/', 1],
    ['app/', 5],
    ['features/', 2],
  ] as const)
    expect([...graph.keys()].filter((file) => file.startsWith(folder)).length, folder).toBeGreaterThanOrEqual(least);
  const lost = [...graph].flatMap(([file, { edges }]) =>
    edges
      .filter(({ specifier, to }) => /^[.#]/.test(specifier) && !existsSync(join(process.cwd(), to)))
      .map(({ specifier }) => `${file} -> ${specifier}`),
  );
  expect(lost).toEqual([]);
});

describe('the token stays on the server', () => {
  it('every server file says first that it is one', () => {
    expect(find(product, (file, source) => mustBeServer(file) && file.endsWith('.ts') && source.firstImport !== 'server-only')).toEqual([]);
  });

  it('#server resolves in the server graph only', () => {
    const { imports } = JSON.parse(readFileSync('package.json', 'utf8')) as { imports: Record<string, unknown> };
    expect(imports['#server/*']).toEqual({ 'react-server': './lib/server/*' });
  });

  it('no browser file reaches a server file, not even through a chain or on first use', () => {
    const starts = product.filter(
      ([file, source]) => isClient(source) || file === 'instrumentation-client.ts' || file.startsWith('lib/browser/'),
    );
    const leaks = starts.flatMap(([file]) =>
      [...reach(graph, file, { lazy: true })].filter((to) => isServer(to) || to === 'server-only').map((to) => `${file} -> ${to}`),
    );
    expect(leaks).toEqual([]);
  });

  it('only one file writes the Authorization header', () => {
    expect(find(product, (file, { writes }) => writes.has('authorization') && !file.startsWith('lib/server/embedded/'))).toEqual([
      'lib/server/control-plane/client.ts',
    ]);
  });

  it('only the settings read the environment', () => {
    const reads = [...graph].flatMap(([file, { environment }]) => [...environment].map((name) => `${file} ${name}`));
    const allowed =
      /^(lib\/server\/env\.ts|server\.mjs|(process|scripts|tests|e2e)\/\S+|[\w-]+\.config\.(ts|mjs)) |^(proxy|instrumentation)\.ts (NODE_ENV|NEXT_RUNTIME)$/;
    expect(reads.filter((read) => !allowed.test(read))).toEqual([]);
    expect(reads).toContain('lib/server/env.ts *');
  });
});

describe('who may import whom', () => {
  const contractTypes = (to: string, type: boolean) => type && to.startsWith('lib/contract/');
  /** For each kind of file: what of this project it may name. The first kind that fits decides; packages are looked at below. */
  const rules: { name: string; of: (file: string) => boolean; may: (to: string, room: string | undefined, type: boolean) => boolean }[] = [
    { name: 'contract', of: (file) => /^lib\/contract\//.test(file), may: (to) => to.startsWith('lib/contract/') },
    { name: 'words of the wire', of: (file) => /^lib\/http\//.test(file), may: (to) => to.startsWith('lib/http/') },
    { name: 'permissions', of: (file) => /^lib\/access\//.test(file), may: (to) => to.startsWith('lib/access/') },
    { name: "the browser's half", of: (file) => /^lib\/browser\//.test(file), may: (to) => /^lib\/(browser|http|access)\//.test(to) },
    {
      name: 'embedded control plane',
      of: (file) => /^lib\/server\/embedded\//.test(file),
      may: (to) =>
        /^lib\/(server\/embedded|contract|http)\//.test(to) ||
        /^lib\/server\/(once|log|secrets|env)\.ts$|^lib\/server\/database\/pglite\.ts$/.test(to),
    },
    { name: 'server', of: (file) => /^lib\/server\//.test(file), may: (to) => /^lib\/(server|contract|http|access)\//.test(to) },
    { name: 'components', of: (file) => /^components\//.test(file), may: (to) => /^components\/|^lib\/(browser|http|access)\//.test(to) },
    {
      name: "a room's api",
      of: (file) => /^features\/[^/]+\/api\.ts$/.test(file),
      may: (to, room, type) =>
        /^lib\/(http|access)\//.test(to) ||
        contractTypes(to, type) ||
        (type && (to === `features/${room}/schema.ts` || /^features\/[^/]+\/api\.ts$/.test(to))),
    },
    {
      name: "a room's schema",
      of: (file) => /^features\/[^/]+\/schema\.ts$/.test(file),
      may: (to, room) => /^lib\/(http|access|contract)\//.test(to) || /^features\/[^/]+\/(api|schema)\.ts$/.test(to) || roomOf(to) === room,
    },
    {
      name: "a room's server",
      of: (file) => file.startsWith('features/') && isServer(file),
      may: (to, room) =>
        /^lib\/(server|contract|http|access)\//.test(to) ||
        /^features\/[^/]+\/(api|schema)\.ts$/.test(to) ||
        (roomOf(to) === room && !to.endsWith('.tsx')),
    },
    {
      name: 'a room',
      of: (file) => /^features\//.test(file),
      may: (to, room, type) =>
        /^components\/|^lib\/(browser|http|access)\//.test(to) ||
        contractTypes(to, type) ||
        (roomOf(to) === room && !isServer(to)) ||
        /^features\/[^/]+\/(api|queries)\.ts$/.test(to),
    },
    {
      name: 'a URL of the BFF',
      of: (file) => /^app\/api\//.test(file),
      may: (to) => /^features\/[^/]+\/server\.ts$|^lib\/server\/|^lib\/http\//.test(to),
    },
    {
      name: 'a page',
      of: (file) => /^app\//.test(file),
      may: (to) => /^(app|components|features|lib)\//.test(to) && !to.startsWith('app/api/'),
    },
  ];

  it('every edge goes one way', () => {
    const wrong = product.flatMap(([file, { edges }]) => {
      const rule = rules.find(({ of }) => of(file));
      if (!rule) return [`${file} belongs nowhere`];
      return edges
        .filter(({ to, type }) => graph.has(to) && !rule.may(to, roomOf(file), type))
        .map(({ to }) => `${rule.name}: ${file} -> ${to}`);
    });
    expect(wrong).toEqual([]);
  });

  it('the contract needs zod and nothing else; words, permissions and the APIs of rooms need no package', () => {
    const packages = (file: string) =>
      (graph.get(file)?.edges ?? []).filter(({ specifier, type }) => !type && !/^[.#]/.test(specifier)).map(({ to }) => to);
    expect(product.flatMap(([file]) => (file.startsWith('lib/contract/') ? packages(file).filter((name) => name !== 'zod') : []))).toEqual(
      [],
    );
    expect(find(product, (file) => /^lib\/(http|access)\/|^features\/[^/]+\/api\.ts$/.test(file) && packages(file).length > 0)).toEqual([]);
  });

  it('what a room asks and shows first brings no zod along: forms load it on first use', () => {
    expect(
      find(product, (file) => /^features\/[^/]+\/(api|queries)\.ts$/.test(file) && reach(graph, file, { lazy: false }).has('zod')),
    ).toEqual([]);
  });

  it('tests are imported by nobody but tests', () => {
    expect(product.flatMap(([file, { edges }]) => edges.filter(({ to }) => isTest(to)).map(({ to }) => `${file} -> ${to}`))).toEqual([]);
  });
});

describe('what the console does without', () => {
  it('has no Server Actions, and no file that is cached by a directive', () => {
    expect(
      find([...graph], (_, { directives }) =>
        directives.some((directive) => directive === 'use server' || directive.startsWith('use cache')),
      ),
    ).toEqual([]);
  });

  it('writes no markup, scripts or style elements from components', () => {
    expect(
      find(
        product,
        (_, { attributes, elements }) => attributes.has('dangerouslySetInnerHTML') || elements.has('script') || elements.has('style'),
      ),
    ).toEqual([]);
  });

  it('sets style attributes only where the page is hydrated: the policy drops them from the HTML', () => {
    expect(
      find(product, (_, { attributes, edges }) => attributes.has('style') && !edges.some(({ to }) => to.endsWith('/use-hydrated.ts'))),
    ).toEqual([]);
  });

  it('imports none of the parts that Next and next-auth would run for us', () => {
    const refused = /^(next-auth\/react|next\/image|next\/legacy\/.*|next\/script|next\/document|next\/font\/google)$/;
    expect(
      product.flatMap(([file, { edges }]) =>
        edges.filter(({ specifier }) => refused.test(specifier)).map(({ specifier }) => `${file} -> ${specifier}`),
      ),
    ).toEqual([]);
  });
});

describe('every URL of the API', () => {
  const verbs = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
  const routes = product.map(([file]) => file).filter((file) => /^app\/.*\/route\.tsx?$/.test(file));

  it('lies under /api', () => {
    expect(routes.length).toBeGreaterThan(0);
    expect(routes.filter((file) => !file.startsWith('app/api/'))).toEqual([]);
    expect(routes).toContain('app/api/[...rest]/route.ts');
  });

  it.each(routes)('%s answers all seven verbs, each through the gate', async (file) => {
    const { bffRoutes } = await import('#server/bff/route.ts');
    const exported = (await import(join(process.cwd(), file))) as Record<string, unknown>;
    expect(Object.keys(exported).sort()).toEqual(verbs);
    for (const [verb, handler] of Object.entries(exported))
      expect(typeof handler === 'function' && bffRoutes.has(handler), verb).toBe(true);
  });
});
