import type { TableStatus } from '@drayage/cratedb-writer';
import type { ProcessOutcome } from '@drayage/pipeline';

/** How much was written, in counts. */
export interface OutcomeCounts extends Pick<
  ProcessOutcome,
  'rowsUpserted' | 'rowsDeleted' | 'statements' | 'deadLetters' | 'skipped' | 'staleSkipped'
> {
  readonly tables: number;
}

/** What came of one invocation. */
export interface InvocationReport extends OutcomeCounts {
  readonly shardId: string;
  /** Dealt with: written, kept as letters, or left out as configured. */
  readonly records: number;
  /** Handed back to the mapping, which brings them again. */
  readonly handedBack: number;
  /** Why they were; `undefined` where none were. */
  readonly reason: string | undefined;
  readonly seconds: number;
  /** How long ago the last record arrived that was dealt with; of the first one where none was. */
  readonly lagMs: number;
  /** Tables of which rows are missing, or that take none; `undefined` where the target was not opened. */
  readonly tablesIncomplete: number | undefined;
}

/** The counts of an outcome, which may lack: nothing was written then. */
export function countsOf(outcome: ProcessOutcome | undefined): OutcomeCounts {
  return {
    rowsUpserted: outcome?.rowsUpserted ?? 0,
    rowsDeleted: outcome?.rowsDeleted ?? 0,
    statements: outcome?.statements ?? 0,
    deadLetters: outcome?.deadLetters ?? 0,
    skipped: outcome?.skipped ?? 0,
    staleSkipped: outcome?.staleSkipped ?? 0,
    tables: outcome?.tables.length ?? 0,
  };
}

/** How many tables are not whole: of those that load, nobody expects it. */
export function countIncomplete(tables: readonly Pick<TableStatus, 'state'>[]): number {
  return tables.filter(({ state }) => state === 'incomplete' || state === 'suspended').length;
}
