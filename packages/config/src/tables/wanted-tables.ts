import { matchesTable } from '@drayage/cratedb-writer';

/** As `tables.include` and `tables.exclude` hold them. */
interface Patterns {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

interface TableName {
  readonly schema: string;
  readonly name: string;
}

/** Whether AWS DMS is to replicate a table: `tables.include` without `tables.exclude`. */
export function isWantedBy({ include, exclude }: Patterns): (table: TableName) => boolean {
  return (table) =>
    include.some((pattern) => isMeantBy(pattern, table)) && !exclude.some((pattern) => isMeantBy(pattern, table));
}

/** Patterns of `tables.include` that match none of the tables. */
export function unmatchedPatterns(
  { include }: Pick<Patterns, 'include'>,
  tables: readonly TableName[],
): readonly string[] {
  return include.filter((pattern) => !tables.some((table) => isMeantBy(pattern, table)));
}

/** Whether somebody said which tables are meant; otherwise they are simply all. */
export function areTablesChosen({ include, exclude }: Patterns): boolean {
  return exclude.length > 0 || include.some((pattern) => pattern !== '*.*');
}

/** Whether a pattern means a table: `shop.*` is to everybody what it is to `write.include`. */
export function isMeantBy(pattern: string, { schema, name }: TableName): boolean {
  return matchesTable(pattern, { schema, table: name });
}
