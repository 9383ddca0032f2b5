import type { ChangeRecord, RowChange, TableName } from '@drayage/record-decoder';
import { tableId } from '../catalogue/target-table.js';
import type { SinkDatabase } from '../client/sink-database.js';
import { cratedbDialect } from '../dialect/cratedb-dialect.js';
import { postgresqlDialect } from '../dialect/postgresql-dialect.js';
import { purgeMoves } from '../execute/moves.js';
import { purgePartialRows } from '../execute/partial-rows.js';
import { purgeTombstones } from '../execute/tombstones.js';
import { WriteContext } from '../execute/write-context.js';
import type { OpenLetters } from '../letters/dead-letter.js';
import { holdsRow } from '../execute/holds-row.js';
import { SinkError } from '../sink-error.js';
import type { SourceTableStatus } from '../table-status.js';
import type { WritePolicy } from '../write-policy.js';
import { applyPendingDrops } from './apply-table-change.js';
import { BatchWriter } from './batch-writer.js';
import { TableRegistry, TOO_MANY_LETTERS, type UnknownTables } from './table-registry.js';
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
  /** A table's full load is complete; answers how many rows of earlier loads were swept. */
  completeLoad(table: TableName): Promise<number>;
  /** Rows of this table are known to be missing. */
  markIncomplete(table: TableName, reason: string): Promise<void>;
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
  const context = new WriteContext(database, database.dialect === 'cratedb' ? cratedbDialect : postgresqlDialect, pipeline);
  const registry = new TableRegistry(context, policy, now);

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
    start: () => registry.start(),
    write,
    completeLoad: async (table) => {
      const known = await registry.current(table);
      return known === undefined ? 0 : registry.completeLoad(known);
    },
    markIncomplete: (table, reason) => registry.markIncomplete(table, reason),
    suspend: (table, reason) => registry.suspendTable(table, TOO_MANY_LETTERS, reason),
    resume: (table) => registry.resume(table),
    holdsRow: async (change) => {
      const found = await registry.forRow(change, 'decide');
      return found.kind === 'ready' && found.known.table !== undefined && holdsRow(context, found.known.table, change);
    },
    housekeeping: async () => {
      await context.execute(purgeTombstones(pipeline, now()));
      await context.execute(purgeMoves(pipeline, now()));
      await context.execute(purgePartialRows(pipeline, now()));
    },
    tables: () => registry.all().filter((known) => known.definition?.renamedTo === undefined).map(tableStatus),
    warnings: () => [...registry.warnings],
  };
}

/** The catalogue changed under these tables: they are built again from it before the batch is planned anew. */
function forgetTables(registry: TableRegistry, changes: readonly ChangeRecord[]): void {
  const seen = new Set<string>();
  for (const change of changes) {
    const id = tableId(change.table);
    if (seen.has(id)) continue;
    seen.add(id);
    const known = registry.find(change.table);
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

function tableStatus(known: ReturnType<TableRegistry['all']>[number]): SourceTableStatus {
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
    reason: known.reason,
  };
}
