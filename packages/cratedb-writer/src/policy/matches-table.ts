import type { TableName } from '@drayage/record-decoder';

const patterns = new Map<string, RegExp>();

/**
 * Whether `pattern` names the table. `*` matches any run of characters; the first dot parts schema and table, and a
 * pattern without a dot names a table in any schema.
 */
export function matchesTable(pattern: string, table: TableName): boolean {
  let compiled = patterns.get(pattern);
  if (compiled === undefined) {
    compiled = compile(pattern);
    patterns.set(pattern, compiled);
  }
  return compiled.test(`${table.schema}.${table.table}`);
}

function compile(pattern: string): RegExp {
  const whole = pattern.includes('.') ? pattern : `*.${pattern}`;
  const body = whole.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${body.join('.*')}$`, 'su');
}
