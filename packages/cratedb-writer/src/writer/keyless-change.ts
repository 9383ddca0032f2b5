import type { Row, RowChange } from '@drayage/record-decoder';
import { DRAYAGE_SCHEMA } from '../catalogue/drayage-tables.js';
import {
  DELETED_COLUMN,
  ID_COLUMN,
  TIME_COLUMN,
  type TargetColumn,
  type TargetTable,
} from '../catalogue/target-table.js';
import type { Dialect } from '../client/sink-database.js';
import { deleteRows } from '../execute/delete-rows.js';
import { tombstoneKey, tombstoneTarget, writeTombstones } from '../execute/tombstones.js';
import type { WriteContext } from '../execute/write-context.js';
import { quoteIdentifier } from '../names/quote-identifier.js';
import { refuse, type ChangeRefusal } from '../plan/change-refusal.js';
import { ChangeFold, stampOf } from '../plan/fold-changes.js';
import { refreshTable } from '../plan/plan-deletes.js';
import { readExpression, readText } from '../plan/read-column.js';
import { syntheticKey } from '../plan/row-key.js';
import { toldValue } from '../plan/told-value.js';
import type { RowState } from '../plan/row-state.js';
import { sqlName } from '../plan/table-ddl.js';
import { subscript } from '../plan/universal-layout.js';
import type { ScalarParameter } from '../statement.js';
import { Refusal } from '../types/encode-value.js';
import { singleParameter } from '../types/unnest-column.js';
import { flushRows } from './flush-rows.js';
import type { KnownTable } from './known-table.js';

/** Whether a change has to find its row by all its columns. */
export function isKeylessChange(table: TargetTable, change: RowChange): boolean {
  return table.keyIndexes.length === 0 && (change.operation === 'update' || change.operation === 'delete');
}

interface Condition {
  readonly column: TargetColumn;
  readonly value: ScalarParameter;
}

export interface KeylessTable {
  readonly known: KnownTable;
  /** As it stands in the target. */
  readonly table: TargetTable;
  /** Until when what was removed is remembered. */
  readonly expiresAt: Date;
}

export interface KeylessOutcome {
  readonly rowsUpserted: number;
  readonly rowsDeleted: number;
  /** 1 where the change is older than the present load. */
  readonly staleSkipped: number;
}

/**
 * An update or delete in a table without a key: one row that equals the before-image in every column is removed, and
 * an update's new row is added. The tombstone of the removed row names the change as its cause, so that a redelivered
 * change removes the same row again and no other.
 */
export async function applyKeylessChange(
  context: WriteContext,
  { known, table, expiresAt }: KeylessTable,
  change: RowChange,
): Promise<KeylessOutcome | 'unknown-column' | ChangeRefusal> {
  if (change.operation === 'delete' && table.policy.deleteMode === 'ignore')
    return { rowsUpserted: 0, rowsDeleted: 0, staleSkipped: 0 };
  const fold = new ChangeFold(table, known.eraStartedAt);
  const isPast = fold.isPast(stampOf(change));
  if (change.operation === 'update') {
    const added = fold.add({ ...change, operation: 'insert', before: undefined });
    if (added !== 'folded') return added;
  }
  let id = await removedBy(context, table, syntheticKey(change));
  // The row of a change from before the present load is not looked for: it went with its load.
  if (id === undefined && !isPast) {
    const old = oldImage(table, change, known.definition?.definedAt ?? null);
    if (!Array.isArray(old)) return old;
    id = await findRow(context, table, old, { change, eraStartedAt: known.eraStartedAt });
  }
  const outcome = await flushRows(
    context,
    table,
    { rows: fold.rows(), merges: [], superseded: [] },
    { eraStartedAt: known.eraStartedAt, tombstonesExpireAt: expiresAt },
  );
  const refused = outcome.refused[0];
  // The old row goes last: what could not be written leaves everything as it was.
  if (refused !== undefined) return refuse('statement-failed', refused.error.message);
  const removed = id === undefined ? 0 : await removeRow(context, table, id, change, expiresAt);
  return { rowsUpserted: outcome.rowsUpserted, rowsDeleted: removed, staleSkipped: isPast ? 1 : 0 };
}

/**
 * The whole old row: an update's before-image, a delete's own values. Anything less could match another row. What a change
 * from before the present definition does not tell was added since, and is NULL in the row it means.
 */
function oldImage(table: TargetTable, change: RowChange, definedAt: number | null): Condition[] | ChangeRefusal {
  const isOlder = definedAt !== null && change.timeMicros !== undefined && change.timeMicros < definedAt;
  const image: Row = change.operation === 'delete' ? { ...change.values, ...change.before } : (change.before ?? {});
  const conditions: Condition[] = [];
  for (const column of table.columns) {
    const told = toldValue(table, change, image, column.source);
    const value = told === undefined && isOlder ? null : told;
    if (value === undefined) {
      return refuse(
        'keyless-change',
        `The table has no primary key, and this ${change.operation} does not tell the whole old row: column ${column.source} is missing.`,
        column.source,
      );
    }
    const encoded = column.encode(value);
    if (encoded instanceof Refusal) return refuse(encoded.code, encoded.message, column.source);
    conditions.push({ column, value: encoded });
  }
  const tellsOne = conditions.some((condition) => condition.value !== null && condition.value !== 'null');
  if (!tellsOne)
    return refuse(
      'keyless-change',
      `The table has no primary key, and this ${change.operation} tells only NULLs of its old row.`,
    );
  return conditions;
}

/** The row this very change removed when it was delivered before. */
async function removedBy(context: WriteContext, table: TargetTable, cause: string): Promise<string | undefined> {
  if (context.database.dialect === 'cratedb') await context.execute(refreshTable(`${DRAYAGE_SCHEMA}.tombstones`));
  const { rows } = await context.execute({
    sql: `SELECT "key" FROM ${DRAYAGE_SCHEMA}.tombstones WHERE pipeline = $1 AND target = $2 AND cause = $3`,
    parameters: [context.pipeline, tombstoneTarget(table), cause],
  });
  return rows[0]?.[0]?.replace(/^(?:row|marked):/u, '');
}

/** A row that equals the old image in every column, and is not newer than the change. */
async function findRow(
  context: WriteContext,
  table: TargetTable,
  conditions: readonly Condition[],
  { change, eraStartedAt }: { readonly change: RowChange; readonly eraStartedAt: number | null },
): Promise<string | undefined> {
  if (table.dialect === 'cratedb') await context.execute(refreshTable(sqlName(table)));
  const searchable = conditions.filter(({ column }) => isSearchable(column));
  const others = conditions.filter(({ column }) => !isSearchable(column));
  const parameters: ScalarParameter[] = [];
  const clauses = searchable.map(({ column, value }) => {
    if (value === null) return `${quoteIdentifier(column.name)} IS NULL`;
    parameters.push(value);
    return `${quoteIdentifier(column.name)} = ${singleParameter(column.type, table.dialect)(`$${parameters.length}`)}`;
  });
  const stamp = stampOf(change);
  if (table.stamped && stamp !== null) {
    parameters.push(stamp);
    const time = quoteIdentifier(TIME_COLUMN);
    clauses.push(`(${time} IS NULL OR ${time} <= $${parameters.length})`);
    if (eraStartedAt !== null) {
      // What an earlier load left is swept anyway, and the row of the present one would stay.
      parameters.push(eraStartedAt);
      clauses.push(`${time} >= $${parameters.length}`);
    }
  }
  const id = idExpression(table);
  const selected = [id, ...others.map(({ column }) => readExpression(column, table.dialect))].join(', ');
  if (table.softDelete) clauses.push(`${quoteIdentifier(DELETED_COLUMN)} IS NULL`);
  const where = clauses.length === 0 ? '' : ` WHERE ${clauses.join(' AND ')}`;
  const { rows } = await context.execute({
    sql: `SELECT ${selected} FROM ${sqlName(table)}${where} ORDER BY ${id}`,
    parameters,
  });
  const own = syntheticKey(change);
  const match = rows.find(
    ([rowId, ...texts]) =>
      rowId !== own && others.every((condition, at) => sameValue(condition, table.dialect, texts[at])),
  );
  return match?.[0] ?? undefined;
}

function idExpression(table: TargetTable): string {
  if (table.mapping === 'direct') return quoteIdentifier(ID_COLUMN);
  return table.dialect === 'cratedb' ? subscript('pk', ID_COLUMN) : `"pk" ->> '${ID_COLUMN}'`;
}

/** Types whose equality the database decides as the source does. */
function isSearchable(column: TargetColumn): boolean {
  switch (column.type.kind) {
    case 'boolean':
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'real':
    case 'double':
    case 'numeric':
    case 'text':
    case 'varchar':
    case 'character':
    case 'timestamptz':
    case 'timestamp':
    case 'date':
    case 'uuid':
    case 'ip':
      return column.place === 'column';
    default:
      return false;
  }
}

function sameValue({ column, value }: Condition, dialect: Dialect, stored: string | null | undefined): boolean {
  const text = readText(column, dialect, stored);
  if (text === null) return value === null || (column.place !== 'column' && value === 'null');
  const encoded = column.encode(text);
  if (encoded instanceof Refusal || encoded === null) return false;
  return (
    String(encoded) === String(value) || (column.type.kind === 'object' && sameDocument(String(encoded), String(value)))
  );
}

/** The target may give a document back with other blanks and its keys in another order. */
function sameDocument(one: string, other: string): boolean {
  return canonical(JSON.parse(one)) === canonical(JSON.parse(other));
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.sort().join()}}`;
}

async function removeRow(
  context: WriteContext,
  table: TargetTable,
  id: string,
  change: RowChange,
  expiresAt: Date,
): Promise<number> {
  const row: RowState = {
    keyText: id,
    key: [id],
    kind: 'delete',
    timeMicros: stampOf(change),
    likelyNew: false,
    values: [],
    fillFrom: undefined,
    changes: { change, earlier: undefined },
  };
  const isMarked = change.operation === 'delete' && table.policy.deleteMode === 'soft';
  const tombstone = {
    target: tombstoneTarget(table),
    // A row that is only marked stays; the tombstone then just tells a redelivered change which row was its own.
    key: isMarked ? `marked:${id}` : tombstoneKey(row),
    // Its synthetic key never comes again, so the tombstone also holds against the very row, stamped alike.
    timeMicros: (row.timeMicros ?? 0) + 1,
    cause: syntheticKey(change),
  };
  await writeTombstones(context, [tombstone], expiresAt);
  if (isMarked)
    await flushRows(
      context,
      table,
      { rows: [row], merges: [], superseded: [] },
      { eraStartedAt: null, tombstonesExpireAt: expiresAt },
    );
  else await deleteRows(context, table, [row], 0);
  return 1;
}
