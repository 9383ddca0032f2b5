import { valueOf, type SourceRow, type TableName } from '../source/source-table.ts';
import { comparableValue } from './compare-values.ts';
import type { ExpectedColumn, ExpectedTable } from './expect-tables.ts';

/** A table as it stands in a target, under the names of the source; values as the database prints them. */
export interface ActualTable {
  readonly name: TableName;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Columns that Drayage adds. */
const METADATA = new Set(['drayage_time', 'drayage_id', 'drayage_deleted_at']);

/** How the tables of a target differ from what they must hold, one sentence a difference; none where they are right. */
export function compareTables(expected: readonly ExpectedTable[], actual: readonly ActualTable[]): readonly string[] {
  const found = new Map(actual.map((table) => [nameText(table.name), table]));
  const wanted = new Set(expected.map(({ name }) => nameText(name)));
  const strangers = actual.filter(({ name }) => !wanted.has(nameText(name)));
  return [
    ...expected.flatMap((table) => compareTable(table, found.get(nameText(table.name)))),
    ...strangers.map(
      ({ name, rows }) => `${nameText(name)}: is in the target with ${rows.length} rows, but not at the source`,
    ),
  ];
}

function nameText({ schema, table }: TableName): string {
  return `${JSON.stringify(schema)}.${JSON.stringify(table)}`;
}

function compareTable(expected: ExpectedTable, actual: ActualTable | undefined): readonly string[] {
  const about = nameText(expected.name);
  if (actual === undefined) return [`${about}: is missing in the target`];
  const missing = expected.columns.filter(({ name, mayBeMissing }) => !mayBeMissing && !actual.columns.includes(name));
  const names = new Set(expected.columns.map(({ name }) => name));
  const extra = actual.columns.filter((name) => !names.has(name) && !expected.toleratedColumns.has(name));
  return [
    ...missing.map(({ name }) => `${about}: the column ${JSON.stringify(name)} is missing in the target`),
    ...extra.map((name) => `${about}: the column ${JSON.stringify(name)} is in the target, but not at the source`),
    ...compareRows(expected, actual).map((difference) => `${about}: ${difference}`),
  ];
}

function compareRows(expected: ExpectedTable, actual: ActualTable): readonly string[] {
  const textOf = (row: SourceRow): string => rowText(expected, ({ name }) => valueOf(row, name));
  const wanted = count(expected.rows.map(textOf));
  const tolerated = toleratedTexts(expected);
  const at = new Map(actual.columns.map((name, index) => [name, index]));
  const valueIn = (row: readonly (string | null)[], name: string): string | null => row[at.get(name) ?? -1] ?? null;
  const isTolerated = (row: readonly (string | null)[]): boolean =>
    tolerated.has(tolerationText(expected, (column) => valueIn(row, column.name)));
  const held = count(
    actual.rows
      .map((row) => ({ row, text: rowText(expected, ({ name }) => valueIn(row, name)) }))
      .filter(({ row, text }) => wanted.has(text) || !isTolerated(row))
      .map(({ text }) => text),
  );
  const once = expected.promise === 'equal';
  const lacking = [...wanted].flatMap(([text, times]) => shortfall('misses', text, times, held.get(text) ?? 0, true));
  const surplus = [...held].flatMap(([text, times]) =>
    shortfall('has beyond the source', text, times, wanted.get(text) ?? 0, once),
  );
  return [...lacking, ...surplus];
}

/** A surplus of rows that are there at all counts only where each has a key. */
function shortfall(verb: string, text: string, times: number, others: number, exactly: boolean): readonly string[] {
  if (times <= others || (others > 0 && !exactly)) return [];
  return [`${verb}${times - others > 1 ? ` ${times - others} times` : ''} ${text}`];
}

/** Of a table with a key a row is tolerated by its key, whatever else it holds. */
function toleratedTexts(expected: ExpectedTable): ReadonlySet<string> {
  return new Set(expected.toleratedRows.map((row) => tolerationText(expected, ({ name }) => valueOf(row, name))));
}

type ReadValue = (column: ExpectedColumn) => string | null;

function tolerationText(expected: ExpectedTable, read: ReadValue): string {
  const columns = expected.primaryKey.length > 0 ? expected.columns.filter(({ inKey }) => inKey) : expected.columns;
  return rowText({ ...expected, columns }, read);
}

/** Equal for equal rows, and readable. */
function rowText({ columns, limits }: Pick<ExpectedTable, 'columns' | 'limits'>, read: ReadValue): string {
  const values = columns.map(
    (column) => `${JSON.stringify(column.name)}: ${JSON.stringify(comparableValue(read(column), column, limits))}`,
  );
  return `{${values.join(', ')}}`;
}

function count(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** Whether a column is one that Drayage adds: of the source's columns none keeps such a name in the target. */
export function isMetadataColumn(targetName: string): boolean {
  return METADATA.has(targetName);
}
