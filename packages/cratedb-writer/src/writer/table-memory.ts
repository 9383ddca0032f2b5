import type { TableName } from '@drayage/record-decoder';
import { DRAYAGE_SCHEMA } from '../catalogue/drayage-tables.js';
import type { WriteContext } from '../execute/write-context.js';
import type { Statement } from '../statement.js';
import type { TableState } from '../table-status.js';
import type { StoredDefinition } from '../plan/stored-definition.js';
import type { KnownTable } from './known-table.js';

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

/** One row of `drayage.tables`. */
export interface StoredTable {
  readonly source: TableName;
  readonly definition: StoredDefinition | undefined;
  readonly eraStartedAt: number | null;
  readonly loadCompletedAt: Date | null;
  readonly state: TableState;
  readonly reason: string | null;
  readonly completeThroughMs: number | null;
}

/** Reads what this pipeline's earlier processes, and its other processes now, know of its tables. */
export async function readTableMemory(context: WriteContext): Promise<readonly StoredTable[]> {
  await refresh(context);
  const { rows } = await context.execute({
    sql: `SELECT source_schema, source_table, definition, era_started_at, load_completed_at, state, reason, complete_through FROM ${NAME} WHERE pipeline = $1`,
    parameters: [context.pipeline],
  });
  return rows.map(storedTable);
}

/** One table's row, read by its key and so in real time. */
export async function readStoredTable(context: WriteContext, source: TableName): Promise<StoredTable | undefined> {
  const { rows } = await context.execute({
    sql: `SELECT source_schema, source_table, definition, era_started_at, load_completed_at, state, reason, complete_through FROM ${NAME} WHERE pipeline = $1 AND source_schema = $2 AND source_table = $3`,
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

export function saveKnownTable(context: WriteContext, known: KnownTable, now: Date): Statement {
  const target = known.table?.target ?? known.policy.target;
  const placeholders = COLUMNS.map((_, index) => `$${index + 1}`).join(', ');
  const sets = COLUMNS.slice(3).map((column) => `${column} = excluded.${column}`);
  return {
    sql: `INSERT INTO ${NAME} (${COLUMNS.join(', ')}) VALUES (${placeholders}) ON CONFLICT (pipeline, source_schema, source_table) DO UPDATE SET ${sets.join(', ')}`,
    parameters: [
      context.pipeline,
      known.source.schema,
      known.source.table,
      target.schema,
      target.table,
      known.definition === undefined ? null : JSON.stringify(known.definition),
      known.eraStartedAt,
      known.loadCompletedAt?.toISOString() ?? null,
      known.state,
      known.reason,
      now.toISOString(),
    ],
  };
}

async function refresh(context: WriteContext): Promise<void> {
  if (context.database.dialect === 'cratedb') await context.execute({ sql: `REFRESH TABLE ${NAME}`, parameters: [] });
}

function storedTable(row: readonly (string | null)[]): StoredTable {
  const [schema, table, definition, era, completed, state, reason, through] = row;
  return {
    source: { schema: schema ?? '', table: table ?? '' },
    definition: definition == null ? undefined : (JSON.parse(definition) as StoredDefinition),
    eraStartedAt: era == null ? null : Number(era),
    loadCompletedAt: completed == null ? null : new Date(completed),
    state: (state ?? 'live') as TableState,
    reason: reason ?? null,
    completeThroughMs: through == null ? null : Date.parse(through),
  };
}
