import { expect, it } from 'vitest';
import { parseSource, reach } from './support/source-graph.ts';

const of = (text: string, file = 'features/x/a.tsx') => parseSource(file, text);

it('sees imports in every form, and which of them are left at run time', () => {
  const { edges } = of(`
    import 'server-only';
    import { a } from './b.ts';
    import type { C } from '#contract/c.ts';
    import { type D } from '#server/d.ts';
    import * as e from '@scope/name/deep';
    export { f } from './f.ts';
    export * from './g.ts';
    type H = import('./h.ts').H;
    const lazy = () => import('./i.tsx');
    const hidden = (name) => import(name);
  `);
  const short = edges.map(({ to, type, lazy }) => `${to}${type ? ' type' : ''}${lazy ? ' lazy' : ''}`).sort();
  expect(short).toEqual(
    [
      ...['server-only', 'features/x/b.ts', 'lib/contract/c.ts type', 'lib/server/d.ts type', '@scope/name', 'features/x/f.ts'],
      ...['features/x/g.ts', 'features/x/h.ts type', 'features/x/i.tsx lazy', '(computed) lazy'],
    ].sort(),
  );
});

it('sees directives wherever they stand, and what the first statement is', () => {
  expect(of(`'use client';\nimport 'server-only';`)).toMatchObject({ directives: ['use client'], firstImport: undefined });
  expect(of(`import 'server-only';\nimport 'other';`).firstImport).toBe('server-only');
  expect(of(`import x from 'server-only';`).firstImport).toBeUndefined();
  expect(of(`export async function save() { 'use server'; }`).directives).toEqual(['use server']);
});

it('sees what is read of the environment, hidden as it may be', () => {
  expect([...of(`process.env.A; process.env['B']; const { C } = process.env;`).environment].sort()).toEqual(['*', 'A', 'B']);
  expect([...of(`globalThis.process.env.A`).environment]).toEqual(['A']);
});

it('sees who writes a header', () => {
  expect([...of(`fetch(u, { headers: { Authorization: t } })`).writes]).toContain('authorization');
  expect([...of(`headers.set('AUTHORIZATION', t)`).writes]).toContain('authorization');
  expect([...of(`const { authorization } = headers; headers.get('authorization')`).writes]).not.toContain('authorization');
});

it('sees attributes and elements of markup', () => {
  const { attributes, elements } = of(`const a = <p style={{}}><script nonce="" /></p>;`);
  expect([attributes.has('style'), elements.has('script')]).toEqual([true, true]);
});

it('a text that cannot be read is refused', () => {
  expect(() => of('const = ;')).toThrow(/features\/x\/a\.tsx/);
});

it('follows chains and circles, and what is loaded on first use only when asked', () => {
  const graph = new Map([
    ['features/x/a.tsx', of(`import './b.ts';`)],
    [
      'features/x/b.ts',
      of(`import './a.tsx'; export { c } from './c.ts'; import type { D } from './d.ts'; import('./e.ts');`, 'features/x/b.ts'),
    ],
  ]);
  expect([...reach(graph, 'features/x/a.tsx', { lazy: false })].sort()).toEqual(['features/x/a.tsx', 'features/x/b.ts', 'features/x/c.ts']);
  expect(reach(graph, 'features/x/a.tsx', { lazy: true }).has('features/x/e.ts')).toBe(true);
});
