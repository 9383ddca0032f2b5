import type { TableName } from '@drayage/record-decoder';
import { DRAYAGE_SCHEMA } from '../catalogue/drayage-tables.js';
import type { WriteContext } from '../execute/write-context.js';
import type { Statement } from '../statement.js';
import type { StoredDefinition } from '../plan/stored-definition.js';
import type { KnownTable } from './known-table.js';
import { STATE_COLUMNS, type StoredState, storedState } from './table-states.js';

const NAME = `${DRAYAGE_SCHEMA}.tables`;
const COLUMNS = [
  'pipeline',
  'source_schema',
  'source_table',
  'target_schema',
  'target_table',
  'definition',
  'era_started_at',
  'load_completed_at',
  'state',
  'reason',
  'updated_at',
] as const;
const RETURNING = 'RETURNING definition, era_started_at, state';
/** Stands for no time at all, as `=` knows no NULL. */
const NEVER = '1970-01-01T00:00:00.000Z';

/** One row of `drayage.tables`. */
export interface StoredTable extends StoredState {
  /** As it stands there; `null`: the table was dropped, and made again by nobody. */
  readonly definitionText: string | null;
  readonly definition: StoredDefinition | undefined;
}

/** Reads what this pipeline's earlier processes, and its other processes now, know of its tables. */
export async function readTableMemory(context: WriteContext): Promise<readonly StoredTable[]> {
  await refresh(context);
  const { rows } = await context.execute({
    sql: `SELECT ${STATE_COLUMNS}, definition FROM ${NAME} WHERE pipeline = $1`,
    parameters: [context.pipeline],
  });
  return rows.map(storedTable);
}

/** One table's row, read by its key and so in real time. */
export async function readStoredTable(context: WriteContext, source: TableName): Promise<StoredTable | undefined> {
  const { rows } = await context.execute({
    sql: `SELECT ${STATE_COLUMNS}, definition FROM ${NAME} WHERE pipeline = $1 AND source_schema = $2 AND source_table = $3`,
    parameters: [context.pipeline, source.schema, source.table],
  });
  const row = rows[0];
  return row === undefined ? undefined : storedTable(row);
}

/** The other pipelines that claim a target table. */
export async function readOtherClaims(context: WriteContext, target: TableName): Promise<readonly string[]> {
  await refresh(context);
  const { rows } = await context.execute({
    sql: `SELECT pipeline FROM ${NAME} WHERE target_schema = $1 AND target_table = $2 AND pipeline <> $3`,
    parameters: [target.schema, target.table, context.pipeline],
  });
  return rows.map(([pipeline]) => pipeline ?? '');
}

/**
 * Stores what is known of a table, unless another process stored something since this one read it. Answers what stands
 * there then, or no row: another process stored the table first.
 */
export function saveKnownTable({ pipeline, database }: WriteContext, known: KnownTable, now: Date): Statement {
  const { definitionText, eraStartedAt, loadCompletedAt, state } = storedForm(known);
  const target = known.table?.target ?? known.policy.target;
  const values = [
    pipeline,
    known.source.schema,
    known.source.table,
    target.schema,
    target.table,
    definitionText,
    eraStartedAt,
    loadCompletedAt?.toISOString() ?? null,
    state,
    known.reason,
    now.toISOString(),
  ];
  const insert = `INSERT INTO ${NAME} (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((_, index) => `$${index + 1}`).join(', ')})`;
  const { memory } = known;
  if (memory === undefined) return { sql: `${insert} ON CONFLICT DO NOTHING ${RETURNING}`, parameters: values };
  const current = database.dialect === 'postgresql' ? 'tables.' : '';
  const sets = COLUMNS.slice(3).map(
    (column) => `${column} = CASE WHEN ${isUnchanged(current)} THEN excluded.${column} ELSE ${current}${column} END`,
  );
  return {
    sql: `${insert} ON CONFLICT (pipeline, source_schema, source_table) DO UPDATE SET ${sets.join(', ')} ${RETURNING}`,
    parameters: [
      ...values,
      memory.definitionText ?? '',
      memory.eraStartedAt ?? -1,
      memory.loadCompletedAt?.toISOString() ?? NEVER,
      memory.state,
    ],
  };
}

/** Whether the row is as it was read. CrateDB evaluates the values of an upsert in real time, and each on the row before it. */
function isUnchanged(current: string): string {
  return [
    `coalesce(${current}definition, '') = $12`,
    `coalesce(${current}era_started_at, -1) = $13`,
    `coalesce(${current}load_completed_at, '${NEVER}'::timestamp with time zone) = $14::timestamp with time zone`,
    `${current}state = $15`,
  ].join(' AND ');
}

/** What is stored of a known table. */
export function storedForm(known: KnownTable): StoredTable {
  const { source, definition, eraStartedAt, loadCompletedAt, state, reason, completeThroughMs } = known;
  const definitionText = definition === undefined ? null : JSON.stringify(definition);
  return { source, definition, definitionText, eraStartedAt, loadCompletedAt, state, reason, completeThroughMs };
}

/** Whether both tell the same of the table; how far it is complete is told by `advance` alone. */
export function isSameMemory(one: StoredTable, other: StoredTable): boolean {
  return (
    one.definitionText === other.definitionText &&
    one.eraStartedAt === other.eraStartedAt &&
    one.loadCompletedAt?.getTime() === other.loadCompletedAt?.getTime() &&
    one.state === other.state
  );
}

/** Whether a row that `saveKnownTable` answered is what it was to store. */
export function wasStored(saved: StoredTable, [definition, era, state]: readonly (string | null)[]): boolean {
  return (
    (definition ?? null) === saved.definitionText &&
    (era == null ? null : Number(era)) === saved.eraStartedAt &&
    state === saved.state
  );
}

async function refresh(context: WriteContext): Promise<void> {
  if (context.database.dialect === 'cratedb') await context.execute({ sql: `REFRESH TABLE ${NAME}`, parameters: [] });
}

function storedTable(row: readonly (string | null)[]): StoredTable {
  const definitionText = row.at(-1) ?? null;
  const definition = definitionText === null ? undefined : (JSON.parse(definitionText) as StoredDefinition);
  return { ...storedState(row), definition, definitionText };
}
