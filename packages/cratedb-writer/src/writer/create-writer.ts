import type { ChangeRecord, RowChange, TableName } from '@drayage/record-decoder';
import { tableId } from '../catalogue/target-table.js';
import type { SinkDatabase } from '../client/sink-database.js';
import { cratedbDialect } from '../dialect/cratedb-dialect.js';
import { postgresqlDialect } from '../dialect/postgresql-dialect.js';
import { purgeMemory } from '../execute/purge-memory.js';
import { WriteContext } from '../execute/write-context.js';
import type { OpenLetters } from '../letters/dead-letter.js';
import { holdsRow } from '../execute/holds-row.js';
import { SinkError } from '../sink-error.js';
import type { SourceTableStatus } from '../table-status.js';
import type { WritePolicy } from '../write-policy.js';
import { applyPendingDrops } from './apply-table-change.js';
import { advance, advanceByFile } from './advance.js';
import { BatchWriter } from './batch-writer.js';
import type { KnownTable } from './known-table.js';
import type { SweepTime } from './table-eras.js';
import { TableRegistry, TOO_MANY_LETTERS, type UnknownTables } from './table-registry.js';
import { judgeStatistics, type StatisticsVerdict, type TableStatistics } from './table-statistics.js';
import type { WriteOutcome } from './write-outcome.js';

/** Rounds of planning a batch anew after the target's catalogue turned out to have changed. */
const MAX_REPLANS = 5;

export interface WriterOptions {
  readonly database: SinkDatabase;
  /** First part of the key of every `drayage.*` row. */
  readonly pipeline: string;
  readonly policy: WritePolicy;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** When rows go that a load did not bring. Default `at-once`; whoever says `when-applied` has to call `advance`. */
  readonly sweep?: SweepTime | undefined;
}

/** What statistics of DMS meant for a table. */
export interface StatisticsOutcome {
  readonly table: TableName;
  readonly verdict: StatisticsVerdict;
}

/** Applies changes to the target. Safe to call for several shards at once; one shard's batches come one by one. */
export interface Writer {
  /** Makes the `drayage.*` tables and reads what is known. Call once, before anything else. */
  start(): Promise<void>;
  /**
   * Applies a batch in its order. Applying it again changes nothing. With `letters`, changes wait behind open letters of
   * their key, and what closes a letter is told.
   *
   * @throws SinkError with `reaction` `retry` (call again with the same batch) or `halt`.
   */
  write(changes: readonly ChangeRecord[], unknownTables?: UnknownTables, letters?: OpenLetters): Promise<WriteOutcome>;
  /** A table's full load is complete and applied; answers how many rows of earlier loads were swept, at once. */
  completeLoad(table: TableName): Promise<number>;
  /** Rows of this table are known to be missing. */
  markIncomplete(table: TableName, reason: string): Promise<void>;
  /** DMS's own word on loads: ends those that ended after their era began, and marks the tables whose load failed. */
  noteTableStatistics(statistics: readonly TableStatistics[]): Promise<readonly StatisticsOutcome[]>;
  /**
   * Everything that reached the stream before that time, in any shard, is applied or kept as a letter. Sweeps what
   * waited for it, and moves `complete_through` of the live tables; never back.
   */
  advance(throughMs: number): Promise<void>;
  /** A file was applied to its end: the same, through its newest message, unless a stream feeds the pipeline. */
  advanceByFile(newestMicros: number): Promise<void>;
  /** Takes no more rows of this table, until a reload or `resume`: they are refused as `table-suspended`. */
  suspend(table: TableName, reason: string): Promise<void>;
  /** Ends a suspension by `suspend`. One that the table itself caused stays: only a table that fits ends it. */
  resume(table: TableName): Promise<void>;
  /** Whether a row stands under the key of a change. */
  holdsRow(change: RowChange): Promise<boolean>;
  /** Removes expired tombstones. Call now and then. */
  housekeeping(): Promise<void>;
  tables(): readonly SourceTableStatus[];
  warnings(): readonly string[];
}

export function createWriter(options: WriterOptions): Writer {
  const { database, pipeline, policy } = options;
  const now = (): Date => new Date(options.now());
  const context = new WriteContext(
    database,
    database.dialect === 'cratedb' ? cratedbDialect : postgresqlDialect,
    pipeline,
  );
  const registry = new TableRegistry(context, policy, { now, sweep: options.sweep ?? 'at-once' });

  async function write(
    changes: readonly ChangeRecord[],
    unknownTables: UnknownTables = 'decide',
    letters?: OpenLetters,
  ): Promise<WriteOutcome> {
    for (let attempt = 0; ; attempt += 1) {
      const batch = new BatchWriter({ context, registry, policy, unknownTables, letters });
      try {
        const outcome = await batch.write(changes);
        if (policy.onDropTable === 'apply' || policy.tables.some((table) => table.onDropTable === 'apply')) {
          await applyPendingDrops({ context, registry, policy }, batch.newestMicros);
        }
        return outcome;
      } catch (error) {
        if (!(error instanceof SinkError) || error.reaction !== 'refresh') throw error;
        if (attempt >= MAX_REPLANS) throw stillOutdated(error);
        forgetTables(registry, changes);
      }
    }
  }

  return {
    start: () => registry.memory.start(),
    write,
    completeLoad: async (table) => {
      const known = await registry.memory.serially(() => registry.memory.current(table));
      return known === undefined ? 0 : registry.completeLoad(known);
    },
    markIncomplete: (table, reason) => registry.markIncomplete(table, { reason }),
    noteTableStatistics: async (statistics) => {
      const outcomes: StatisticsOutcome[] = [];
      for (const one of statistics) outcomes.push(await noteStatistics(registry, one));
      return outcomes;
    },
    advance: (throughMs) => advance({ context, registry, now }, throughMs),
    advanceByFile: (newestMicros) => advanceByFile({ context, registry, now }, newestMicros),
    suspend: (table, reason) => registry.suspendTable(table, TOO_MANY_LETTERS, reason),
    resume: (table) => registry.resume(table),
    holdsRow: async (change) => {
      const found = await registry.forRow(change, 'decide');
      return found.kind === 'ready' && found.known.table !== undefined && holdsRow(context, found.known.table, change);
    },
    housekeeping: () => purgeMemory(context, now()),
    tables: () => registry.memory.all().filter(isShown).map(tableStatus),
    warnings: () => registry.allWarnings(),
  };
}

/** Not shown: names that tables had before, and what the policy leaves out or has dropped. */
function isShown({ definition, leftOut, state }: KnownTable): boolean {
  return definition?.renamedTo === undefined && !leftOut && (definition !== undefined || state !== 'dropped-at-source');
}

/** The catalogue changed under these tables: they are built again from it before the batch is planned anew. */
function forgetTables(registry: TableRegistry, changes: readonly ChangeRecord[]): void {
  const seen = new Set<string>();
  for (const change of changes) {
    const id = tableId(change.table);
    if (seen.has(id)) continue;
    seen.add(id);
    const known = registry.memory.find(change.table);
    if (known !== undefined) known.table = undefined;
  }
}

function stillOutdated(cause: SinkError): SinkError {
  return new SinkError('statement-timeout', {
    message: `The target's catalogue kept changing while a batch was planned: ${cause.message}`,
    remedy: 'Look for another process that alters these tables. The batch is repeated.',
    cause,
  });
}

async function noteStatistics(registry: TableRegistry, statistics: TableStatistics): Promise<StatisticsOutcome> {
  const table = { schema: statistics.schemaName, table: statistics.tableName };
  const known = await registry.memory.serially(() => registry.memory.current(table));
  if (known === undefined) return { table, verdict: { kind: 'waits', reason: 'The pipeline knows no such table.' } };
  const verdict = judgeStatistics(statistics, known.eraStartedAt);
  if (verdict.kind === 'ended') known.rowsDeleted += await registry.endLoad(known, verdict.atMs * 1000);
  if (verdict.kind === 'incomplete' && known.reason !== verdict.reason) {
    const { reason, atMs } = verdict;
    const micros = atMs === undefined ? undefined : atMs * 1000;
    await registry.markIncomplete(table, { reason, sinceMicros: micros, untilMicros: micros });
  }
  return { table, verdict };
}

function tableStatus(known: KnownTable): SourceTableStatus {
  const target = known.table?.target ?? known.policy.target;
  return {
    source: known.source,
    schema: target.schema,
    name: target.table,
    state: known.state,
    rowsWritten: known.rowsWritten,
    rowsDeleted: known.rowsDeleted,
    lastChangeAt: known.lastChangeMicros === null ? null : new Date(known.lastChangeMicros / 1000).toISOString(),
    deadLetters: 0,
    reason: known.reason ?? loadingReason(known),
    completeThrough: known.completeThroughMs === null ? null : new Date(known.completeThroughMs).toISOString(),
  };
}

/** A table that gets no change after its load stays `loading` until somebody says that the load is complete. */
function loadingReason({ state, loadCompletedAt, source }: KnownTable): string | null {
  if (state !== 'loading') return null;
  if (loadCompletedAt !== null) {
    return `Its load ended by ${loadCompletedAt.toISOString()}; rows that it did not bring go once all up to then is applied.`;
  }
  const name = source.schema === '' ? source.table : `${source.schema}.${source.table}`;
  return `Its load is not known to have ended: its first change will tell, or DMS, or \`dray reload --complete ${name}\`.`;
}
