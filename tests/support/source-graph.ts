import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseSync, Visitor, type VisitorObject } from 'oxc-parser';

export type Edge = {
  /** As it stands in the file. */
  specifier: string;
  /** A file of this project, the name of a package, or `node:...`. */
  to: string;
  /** Nothing of it is left at run time. */
  type: boolean;
  /** By `import()`: another chunk, loaded on first use. */
  lazy: boolean;
};
export type Source = {
  text: string;
  edges: Edge[];
  /** `'use client'` and the like, wherever they stand. */
  directives: string[];
  /** The module that the first statement imports for its effect. */
  firstImport: string | undefined;
  /** Names of JSX attributes and elements. */
  attributes: Set<string>;
  elements: Set<string>;
  /** What is read of process.env; `*` for the object itself. */
  environment: Set<string>;
  /** Headers that an object literal or a call of set/append writes, in lower case. */
  writes: Set<string>;
};

const root = process.cwd();
const folders = ['app', 'components', 'e2e', 'features', 'lib', 'process', 'scripts', 'tests'];
const rootFiles = readdirSync(root).filter((name) => /\.(ts|mjs)$/.test(name) && !name.endsWith('.d.ts'));
type ImportsField = Record<string, string | Record<string, string>>;
const aliases = Object.entries((JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { imports: ImportsField }).imports);

/** Every source file of the project, relative to its folder, with `/`. */
export const sourceFiles: string[] = [
  ...rootFiles,
  ...folders.flatMap((folder) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`)
      : [],
  ),
]
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /\.(tsx?|mjs)$/.test(name));

/** Where an import leads: package.json `imports` as the server sees them, relative paths, packages by their name. */
function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier)).replaceAll('\\', '/');
  for (const [pattern, target] of aliases) {
    const prefix = pattern.replace('*', '');
    if (!specifier.startsWith(prefix)) continue;
    const path = typeof target === 'string' ? target : (target['react-server'] ?? '');
    return normalize(path.replace('*', specifier.slice(prefix.length))).replaceAll('\\', '/');
  }
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

type Node = { type: string; [key: string]: unknown };
const asNode = (value: unknown): Node | undefined =>
  typeof value === 'object' && value !== null && 'type' in value ? (value as Node) : undefined;
const literal = (value: unknown): string | undefined => {
  const node = asNode(value);
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
};
/** The text of a name or a string literal. */
const word = (value: unknown): string | undefined => {
  const node = asNode(value);
  return node?.type === 'Identifier' || node?.type === 'JSXIdentifier' ? String(node.name) : literal(value);
};
/** The last name of `a`, `x.a` and `x['a']`. */
const lastWord = (value: unknown): string | undefined => {
  const node = asNode(value);
  return node?.type === 'MemberExpression' ? word(node.property) : word(value);
};
const isProcessEnv = (value: unknown): boolean => {
  const node = asNode(value);
  return node?.type === 'MemberExpression' && lastWord(node.object) === 'process' && word(node.property) === 'env';
};

/** Reads a source file of the project, as `parseSource` does. */
export const readSource = (file: string): Source => parseSource(file, readFileSync(join(root, file), 'utf8'));

/**
 * What the architecture test asks of a source text.
 * @throws Error when it cannot be parsed: a file that is not understood proves nothing
 */
export function parseSource(file: string, text: string): Source {
  const { module, program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const edge = (specifier: string, type: boolean, lazy = false): Edge => ({ specifier, to: resolve(file, specifier), type, lazy });
  const source: Source = {
    text,
    edges: [
      ...module.staticImports.map(({ moduleRequest, entries }) =>
        edge(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType)),
      ),
      ...module.staticExports.flatMap(({ entries }) =>
        entries.flatMap(({ moduleRequest, isType }) => (moduleRequest ? [edge(moduleRequest.value, isType)] : [])),
      ),
    ],
    directives: [],
    firstImport: undefined,
    attributes: new Set(),
    elements: new Set(),
    environment: new Set(),
    writes: new Set(),
  };
  const first = asNode(program.body[0]);
  if (first?.type === 'ImportDeclaration' && Array.isArray(first.specifiers) && first.specifiers.length === 0)
    source.firstImport = literal(first.source);
  // A parent is visited before what it holds: here stands what it has already looked at.
  const seen = new Set<unknown>();
  const visitor: VisitorObject = {
    ExpressionStatement(node) {
      const { directive } = node as unknown as Node;
      if (typeof directive === 'string') source.directives.push(directive);
    },
    ImportExpression(node) {
      source.edges.push(edge(literal(node.source) ?? '(computed)', false, true));
    },
    TSImportType(node) {
      const target = literal(node.source);
      if (target) source.edges.push(edge(target, true));
    },
    JSXAttribute(node) {
      const name = word(node.name);
      if (name) source.attributes.add(name);
    },
    JSXOpeningElement(node) {
      const name = word(node.name);
      if (name) source.elements.add(name);
    },
    MemberExpression(node) {
      if (isProcessEnv(node.object)) {
        seen.add(node.object);
        source.environment.add(word(node.property) ?? '*');
      } else if (isProcessEnv(node) && !seen.has(node)) source.environment.add('*');
    },
    ObjectPattern(node) {
      for (const property of node.properties) seen.add(property);
    },
    Property(node) {
      const name = word(node.key);
      if (name && !seen.has(node)) source.writes.add(name.toLowerCase());
    },
    CallExpression(node) {
      const callee = asNode(node.callee);
      if (callee?.type === 'MemberExpression' && /^(set|append|setHeader|appendHeader)$/.test(word(callee.property) ?? '')) {
        const name = literal(node.arguments[0]);
        if (name) source.writes.add(name.toLowerCase());
      }
    },
  };
  new Visitor(visitor).visit(program);
  return source;
}

/** Every file that a file pulls in at run time, itself not included. `lazy` follows `import()` too. */
export function reach(graph: ReadonlyMap<string, Source>, start: string, { lazy }: { lazy: boolean }): Set<string> {
  const seen = new Set<string>();
  const queue = [start];
  for (let file = queue.pop(); file !== undefined; file = queue.pop())
    for (const edge of graph.get(file)?.edges ?? [])
      if (!edge.type && (lazy || !edge.lazy) && !seen.has(edge.to)) {
        seen.add(edge.to);
        queue.push(edge.to);
      }
  return seen;
}
