import { quoteIdentifier, type SinkDatabase } from '@drayage/cratedb-writer';
import { isMetadataColumn, type ActualTable } from '../model/compare-tables.ts';
import { sourceName } from './target-names.ts';

/** Where one run writes: every schema of the source under this prefix, every row of `drayage.*` under this pipeline. */
export interface RunNames {
  readonly schemaPrefix: string;
  readonly pipeline: string;
}

interface FoundTable {
  readonly schema: string;
  readonly table: string;
}

/** The tables of a run as they stand in the target, under the names of the source. */
export async function readTables(
  database: SinkDatabase,
  names: RunNames,
  knownColumns: readonly string[],
): Promise<readonly ActualTable[]> {
  const tables: ActualTable[] = [];
  for (const found of await findTables(database, names.schemaPrefix)) {
    if (database.dialect === 'cratedb')
      await database.execute({ sql: `REFRESH TABLE ${relation(found)}`, parameters: [] });
    const { rows: columnRows } = await database.execute({
      sql: 'SELECT column_name FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position',
      parameters: [found.schema, found.table],
    });
    const columns = columnRows.flatMap(([name]) =>
      name === null || name === undefined || isMetadataColumn(name) ? [] : [name],
    );
    const list = columns.length === 0 ? '1' : columns.map(quoteIdentifier).join(', ');
    const { rows } = await database.execute({ sql: `SELECT ${list} FROM ${relation(found)}`, parameters: [] });
    tables.push({
      name: {
        schema: sourceName(found.schema, []).slice(names.schemaPrefix.length),
        table: sourceName(found.table, []),
      },
      columns: columns.map((name) => sourceName(name, knownColumns)),
      rows,
    });
  }
  return tables;
}

/** A dead letter that is still open, without its payload. */
export async function readLetters(database: SinkDatabase, { pipeline }: RunNames): Promise<readonly string[]> {
  if (database.dialect === 'cratedb')
    await database.execute({ sql: 'REFRESH TABLE drayage.dead_letters', parameters: [] });
  const { rows } = await database.execute({
    sql: `SELECT "schema", "table", "operation", code, column_name, message FROM drayage.dead_letters WHERE pipeline = $1 AND state = 'open'`,
    parameters: [pipeline],
  });
  return rows.map(([schema, table, operation, code, column, message]) => {
    const where = column === null || column === undefined ? '' : ` (column ${JSON.stringify(column)})`;
    return `${JSON.stringify(schema)}.${JSON.stringify(table)}: dead letter ${String(code)} of ${String(operation)}${where}: ${String(message)}`;
  });
}

/** Removes everything that a run left. */
export async function removeRun(database: SinkDatabase, names: RunNames): Promise<void> {
  const found = await findTables(database, names.schemaPrefix);
  if (database.dialect === 'postgresql') {
    for (const schema of new Set(found.map((table) => table.schema))) {
      await database.execute({ sql: `DROP SCHEMA ${quoteIdentifier(schema)} CASCADE`, parameters: [] });
    }
  } else {
    for (const table of found)
      await database.execute({ sql: `DROP TABLE IF EXISTS ${relation(table)}`, parameters: [] });
  }
  const { rows } = await database.execute({
    sql: `SELECT table_name FROM information_schema.columns WHERE table_schema = 'drayage' AND column_name = 'pipeline'`,
    parameters: [],
  });
  for (const [table] of rows) {
    if (typeof table !== 'string') continue;
    const name = relation({ schema: 'drayage', table });
    if (database.dialect === 'cratedb') await database.execute({ sql: `REFRESH TABLE ${name}`, parameters: [] });
    await database.execute({ sql: `DELETE FROM ${name} WHERE pipeline = $1`, parameters: [names.pipeline] });
  }
}

async function findTables(database: SinkDatabase, schemaPrefix: string): Promise<readonly FoundTable[]> {
  const { rows } = await database.execute({
    sql: 'SELECT table_schema, table_name FROM information_schema.tables',
    parameters: [],
  });
  return rows.flatMap(([schema, table]) =>
    typeof schema === 'string' && typeof table === 'string' && schema.startsWith(schemaPrefix)
      ? [{ schema, table }]
      : [],
  );
}

function relation({ schema, table }: FoundTable): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
}
