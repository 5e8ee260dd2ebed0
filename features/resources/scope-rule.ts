const pattern = /^[a-z0-9:_./-]+$/;
const maxLength = 200;

/**
 * Whether a scope of a resource can ever be granted: the control plane stores any text as a scope of a resource and takes fewer in a
 * grant (contract 5). The contract says the same with a schema, which pages that only read need not load.
 */
export const isGrantable = (scope: string): boolean => pattern.test(scope) && scope.length <= maxLength;
