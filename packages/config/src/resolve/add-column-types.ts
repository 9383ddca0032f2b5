import { matchesTable, type TablePolicy } from '@drayage/cratedb-writer';

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

/**
 * Whether a policy is the one of this entry. One for a whole schema counts for a table in it; an entry without a schema is
 * met by a policy of the same words only, as its tables are those of many schemas.
 */
function matches(pattern: string, entry: string): boolean {
  const dot = entry.indexOf('.');
  if (dot === -1) return pattern === entry;
  return matchesTable(pattern, { schema: entry.slice(0, dot), table: entry.slice(dot + 1) });
}
