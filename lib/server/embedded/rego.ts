import 'server-only';
import { policyPackage, policyRule } from '#contract/policies.ts';

/** Built-ins that reach out of an evaluation or make it depend on the moment (contract 7). */
const forbidden = [
  'http.send',
  'net.lookup_ip_addr',
  'net.cidr_contains',
  'net.cidr_intersects',
  'net.cidr_expand',
  'opa.runtime',
  'rand.intn',
  'time.now_ns',
];
const packageName = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;
// A line's indent excludes the line break, and no two repetitions in a row take the same character: otherwise a text of nothing but
// line breaks would be read again from each of them, and a megabyte of it would stop the process for many minutes.
const packageLine = /(?:^|\n)[^\S\n]*package\s+([\w.]+)/;
const ruleHead = /(?:^|\n)[^\S\n]*(?:default\s+)?([A-Za-z_]\w*)\s*(?:\(.*?\)\s*)?(?::=|=|\{|(?:if|contains)\s)/g;

/** Leaves comments and texts out; undefined when a text does not end (a quoted one has to on its line). Reads each character once. */
function withoutTexts(content: string): string | undefined {
  const kept: string[] = [];
  let from = 0;
  const starts = /[#"`]/g;
  for (let found = starts.exec(content); found; found = starts.exec(content)) {
    kept.push(content.slice(from, found.index), ' ');
    const end = endOf(content, found.index);
    if (end === undefined) return undefined;
    from = end;
    starts.lastIndex = end;
  }
  kept.push(content.slice(from));
  return kept.join('');
}

/** Where the comment or text that starts at `start` is over: after its closing sign, or at the end of a comment's line. */
function endOf(content: string, start: number): number | undefined {
  const sign = content[start];
  if (sign === '#') {
    const line = content.indexOf('\n', start);
    return line < 0 ? content.length : line;
  }
  for (let at = start + 1; at < content.length; at += 1) {
    if (content[at] === sign) return at + 1;
    if (sign === '"' && content[at] === '\n') return undefined;
    // An escaped sign does not close.
    if (sign === '"' && content[at] === '\\') at += 1;
  }
  return undefined;
}

const closing: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
function balanced(code: string): boolean {
  const open: string[] = [];
  for (const [sign] of code.matchAll(/[()[\]{}]/g)) {
    if (!(sign in closing)) open.push(sign);
    else if (open.pop() !== closing[sign]) return false;
  }
  return open.length === 0;
}

export type RegoOutline = { package: string; rules: Set<string> };

/**
 * A light look at a policy, as the control plane takes it: nothing is compiled (contract 7).
 * @returns its package and rules, or the `detail` of the refusal
 */
export function outline(content: string): RegoOutline | { error: string } {
  if (content === '') return { error: 'empty_policy' };
  const code = withoutTexts(content);
  if (code === undefined) return { error: 'unterminated_string' };
  if (!balanced(code)) return { error: 'unbalanced_delimiters' };
  const name = packageLine.exec(code)?.[1];
  if (name === undefined) return { error: 'missing_package_declaration' };
  if (!packageName.test(name)) return { error: 'invalid_package_name' };
  for (const builtin of forbidden) {
    if (new RegExp(`(^|[^\\w.])${builtin.replaceAll('.', '\\.')}\\s*\\(`).test(code)) return { error: `forbidden_builtin:${builtin}` };
  }
  return { package: name, rules: new Set([...code.matchAll(ruleHead)].map((head) => head[1] ?? '')) };
}

/** What keeps a policy version out of a set, in the control plane's words, or undefined (contract 7). */
export function setProblem(id: string, content: string): string | undefined {
  const found = outline(content);
  if ('error' in found) return `policy version ${id} failed validation: ${found.error}`;
  if (found.package !== policyPackage) return `policy version ${id} must use package ${policyPackage}`;
  if (!found.rules.has(policyRule)) return `policy version ${id} must emit data.${policyPackage}.${policyRule}`;
  return undefined;
}
