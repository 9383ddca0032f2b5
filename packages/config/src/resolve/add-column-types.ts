import type { TablePolicy } from '@drayage/cratedb-writer';

type ColumnTypes = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Puts types given by table into the list of table policies. The first policy that matches a table is the one that
 * counts, so an entry made for a single table repeats what the pattern said that it now hides.
 */
export function addColumnTypes(tables: readonly TablePolicy[], columnTypes: ColumnTypes): readonly TablePolicy[] {
  return Object.entries(columnTypes).reduce(addOne, tables);
}

function addOne(
  tables: readonly TablePolicy[],
  [table, types]: [string, Readonly<Record<string, string>>],
): readonly TablePolicy[] {
  const index = tables.findIndex((policy) => matches(policy.table, table));
  const policy = tables[index];
  const merged: TablePolicy = { ...policy, table, columnTypes: { ...policy?.columnTypes, ...types } };
  return policy?.table === table ? tables.with(index, merged) : [merged, ...tables];
}

function matches(pattern: string, table: string): boolean {
  const whole = pattern.includes('.') ? pattern : `*.${pattern}`;
  const source = whole.split('*').map((part) => part.replace(/[.\\^$+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`, 'su').test(table);
}
