import type { MysqlFacts } from '../facts/mysql-facts.js';
import { valueOf } from '../facts/read.js';

/** Schemas of the tables whose changes the server leaves out of its binary log, and the option that does so. */
export interface FilteredSchemas {
  readonly option: 'binlog-do-db' | 'binlog-ignore-db';
  readonly schemas: readonly string[];
}

/** `undefined`: nothing is left out. Where schemas to log are named, the server does not look at those to ignore. */
export function filteredSchemas({ binlogFilter, variables, tables }: MysqlFacts): FilteredSchemas | undefined {
  const filter = valueOf(binlogFilter);
  if (filter === undefined) return undefined;
  const isExact = (valueOf(variables)?.['lower_case_table_names'] ?? '0') === '0';
  const folded = (name: string): string => (isExact ? name : name.toLowerCase());
  const holds = (names: readonly string[], schema: string): boolean => names.map(folded).includes(folded(schema));
  const option = filter.only.length > 0 ? 'binlog-do-db' : 'binlog-ignore-db';
  const schemas = [...new Set((valueOf(tables) ?? []).map(({ schema }) => schema))].filter((schema) =>
    option === 'binlog-do-db' ? !holds(filter.only, schema) : holds(filter.without, schema),
  );
  return schemas.length === 0 ? undefined : { option, schemas };
}

/** What has to be done about it, by hand: it is an option of the start. */
export function mendFilter({ option, schemas }: FilteredSchemas): string {
  const lines = schemas.map((schema) => `${option} = ${schema}`).join(', ');
  return option === 'binlog-do-db'
    ? `Write ${lines} into the section [mysqld] of the configuration as well, and restart the server; then dray reload --all.`
    : `Take ${lines} out of the configuration of the server, and restart it; then dray reload --all.`;
}
