import { TIME_COLUMN, type TargetTable } from '../catalogue/target-table.js';
import { quoteIdentifier } from '../names/quote-identifier.js';
import type { Parameter, ScalarParameter, Statement } from '../statement.js';
import { keyParameters, keySql, keyTypesSql } from './key-columns.js';
import type { RowState } from './row-state.js';
import { sqlName } from './table-ddl.js';

/** CrateDB takes 262,144 characters a statement; this leaves room for the rest of it. */
const MAX_LITERAL_CHARACTERS = 200_000;

/** A statement run once a key; its first column echoes the key's place in the list, as missing rows answer nothing. */
export interface KeyedBatch {
  readonly sql: string;
  readonly parameterSets: readonly (readonly Parameter[])[];
}

/** Reads rows by full key, which on CrateDB sees rows that are not refreshed yet. First column: index into `keys`. */
export function lookUpByKey(
  table: TargetTable,
  keys: readonly (readonly ScalarParameter[])[],
  expressions: readonly string[],
): KeyedBatch {
  const conditions = keySql(table).map((column, index) => `${column} = $${index + 2}`);
  const ordinal = table.dialect === 'cratedb' ? '$1::integer' : '$1::int';
  return {
    sql: `SELECT ${[ordinal, ...expressions].join(', ')} FROM ${sqlName(table)} WHERE ${conditions.join(' AND ')}`,
    parameterSets: keys.map((key, index) => [index, ...keyParameters(table, key)]),
  };
}

/** What a conditional delete on CrateDB needs of a row. */
export const VERSION_COLUMNS = ['_seq_no', '_primary_term'] as const;

/** Stamp and version of rows, by key: `[index into keys, stamp, sequence number, primary term]`. */
export function lookUpVersions(table: TargetTable, rows: readonly RowState[]): KeyedBatch {
  return lookUpByKey(
    table,
    rows.map((row) => row.key),
    [stampExpression(table), ...VERSION_COLUMNS],
  );
}

/**
 * The same in few statements, for keys of one column whose text form is the one that was sent: CrateDB looks up a list
 * of literals ten times faster than key by key, and a list of parameters not in real time. First column: the key.
 */
export function lookUpVersionsByLiterals(
  table: TargetTable,
  rows: readonly RowState[],
): readonly Statement[] | undefined {
  const [column, second] = keySql(table);
  const type = keyTypesSql(table)[0];
  if (column === undefined || second !== undefined || type === undefined || !hasCanonicalText(type.kind))
    return undefined;
  const literals: string[] = [];
  for (const row of rows) {
    const text = String(keyParameters(table, row.key)[0]);
    if (text.includes('\u0000')) return undefined;
    literals.push(`'${text.replaceAll("'", "''")}'`);
  }
  return inChunks(literals).map((list) => ({
    sql: `SELECT ${[column, stampExpression(table), ...VERSION_COLUMNS].join(', ')} FROM ${sqlName(table)} WHERE ${column} IN (${list})`,
    parameters: [],
  }));
}

/** The stamp of a row, NULL where the table has none. */
export function stampExpression(table: TargetTable): string {
  return table.stamped ? quoteIdentifier(TIME_COLUMN) : 'NULL::bigint';
}

function hasCanonicalText(kind: string): boolean {
  return kind === 'text' || kind === 'bigint' || kind === 'integer' || kind === 'smallint';
}

function inChunks(literals: readonly string[]): string[] {
  const lists: string[] = [];
  let list = '';
  for (const literal of literals) {
    if (list.length + literal.length > MAX_LITERAL_CHARACTERS) {
      lists.push(list);
      list = '';
    }
    list += list === '' ? literal : `,${literal}`;
  }
  if (list !== '') lists.push(list);
  return lists;
}
