import { describe, expect, it } from 'vitest';
import { policyTemplates } from './policy-templates.ts';
import { outline, setProblem } from './rego.ts';

describe('the light look at Rego', () => {
  it('finds the package and the rules, whatever stands in comments and texts', () => {
    const content =
      '# package no\n\npackage caracal.authz\n\nimport rego.v1\n\ndefault result := {"a": "#}"}\n\nresult := 1 if {\n\tx\n}\nhelper(a) := `"{` if true\nset contains 1\n';
    const found = outline(content);
    expect(found).toMatchObject({ package: 'caracal.authz' });
    expect('rules' in found && [...found.rules].sort()).toEqual(['helper', 'result', 'set']);
  });

  it('does not take a rule that is only mentioned for one that is there', () => {
    expect(setProblem('v', 'package caracal.authz\nallow := result\n# result := 1\nx := "\nresult := 1"')).toMatch(
      /failed validation: unterminated_string/,
    );
    expect(setProblem('v', 'package caracal.authz\nallow := true # result := 1')).toBe(
      'policy version v must emit data.caracal.authz.result',
    );
    expect(setProblem('v', 'package other\nresult := 1')).toBe('policy version v must use package caracal.authz');
  });

  it('takes white space alone for a policy without a package', () => {
    for (const content of [' ', '\n\n', '# package a']) expect(outline(content), content).toEqual({ error: 'missing_package_declaration' });
    expect(outline('')).toEqual({ error: 'empty_policy' });
  });

  it('finds a rule whose arguments are calls, or whose head goes on in the next line', () => {
    for (const head of ['result(f(x)) := 1', 'result\n:= 1', '\tresult := 1', 'result contains 1', 'default  result := 1'])
      expect(setProblem('v', `package caracal.authz\n${head}`), head).toBeUndefined();
  });

  it('takes every template', () => {
    for (const { id, content } of policyTemplates) expect(setProblem(id, content), id).toBeUndefined();
  });

  it('answers in time for a megabyte of anything', () => {
    const half = 500_000;
    const pieces = ['"', '`', '#"', '(', '\\"', 'result ', 'package ', '"a\\', '\n', ' ', '\n ', 'a\n\n', '\nresult', '\nhttp.send '];
    const all = [...pieces.map((piece) => piece.repeat((2 * half) / piece.length)), `${'\na('.repeat(half / 3)}${')'.repeat(half / 3)}`];
    const started = process.cpuUsage();
    for (const content of all) outline(`package a\n${content}`);
    for (const content of all) outline(content);
    for (const content of all) outline(`${content}x`);
    for (const content of all) outline(`package a\nx${content}y`);
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(5);
  });
});

describe('a policy template', () => {
  it('reads only what the token service passes', () => {
    const passed = [
      'input.principal.id',
      'input.resource.identifier',
      'input.context.requested_scopes',
      'input.context.subject_claims.sub',
      'input.context.agent_session_id',
      'input.context.challenge_resolved',
      'input.session.id',
      'input.delegation_edge',
    ];
    for (const { id, content } of policyTemplates)
      expect(
        [...content.matchAll(/\binput\.[\w.]+/g)].map(([path]) => path).filter((path) => !passed.includes(path)),
        id,
      ).toEqual([]);
    const edges = policyTemplates.flatMap(({ content }) => [...content.matchAll(/\bedge\.(\w+)/g)].map(([, field]) => field));
    expect([...new Set(edges)].sort()).toEqual(['constraints_json', 'path', 'source_session_id', 'target_session_id']);
  });

  it('denies until it is filled in, but for two', () => {
    const open = policyTemplates.filter(({ content }) => content.includes('default result := {"decision": "allow"'));
    expect(open.map(({ id }) => id)).toEqual(['baseline-step-up-triggers', 'baseline-rate-limits']);
    for (const { id, content } of policyTemplates) if (!open.some((one) => one.id === id)) expect(content, id).not.toMatch(/\bnot /);
  });
});
