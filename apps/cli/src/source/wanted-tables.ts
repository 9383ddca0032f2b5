import type { DrayageConfig } from '@drayage/config';
import { matchesTable } from '@drayage/cratedb-writer';

type Patterns = Pick<DrayageConfig['tables'], 'include' | 'exclude'>;

interface TableName {
  readonly schema: string;
  readonly name: string;
}

/** Whether AWS DMS is to replicate a table: `tables.include` without `tables.exclude`. */
export function isWantedBy({ include, exclude }: Patterns): (table: TableName) => boolean {
  return (table) =>
    include.some((pattern) => matches(pattern, table)) && !exclude.some((pattern) => matches(pattern, table));
}

/** Patterns of `tables.include` that match none of the tables. */
export function unmatchedPatterns(
  { include }: Pick<Patterns, 'include'>,
  tables: readonly TableName[],
): readonly string[] {
  return include.filter((pattern) => !tables.some((table) => matches(pattern, table)));
}

/** Whether somebody said which tables are meant; otherwise they are simply all. */
export function areTablesChosen({ include, exclude }: Patterns): boolean {
  return exclude.length > 0 || include.some((pattern) => pattern !== '*.*');
}

/** As in `write.include`. */
function matches(pattern: string, { schema, name }: TableName): boolean {
  return matchesTable(pattern, { schema, table: name });
}
