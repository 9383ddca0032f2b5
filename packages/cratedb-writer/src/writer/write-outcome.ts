import type { ChangeRecord } from '@drayage/record-decoder';
import type { ClosedLetter } from '../letters/dead-letter.js';
import type { ChangeRefusal } from '../plan/change-refusal.js';

/** A change that was not applied, and why. */
export interface RefusedChange {
  readonly change: ChangeRecord;
  readonly refusal: ChangeRefusal;
  /** Key columns and values as JSON text, `null` where no key is known. */
  readonly key: string | null;
  /** The key that an update moved its row away from. */
  readonly movedFrom: string | null;
}

/** Counts for one source table. */
export interface TableCounts {
  readonly schema: string;
  readonly name: string;
  readonly rowsUpserted: number;
  readonly rowsDeleted: number;
}

/** What became of a batch: every change is applied, stale, refused, waiting, left out, or not meant for this target. */
export interface WriteOutcome {
  readonly rowsUpserted: number;
  readonly rowsDeleted: number;
  /** Statements that the rows needed as planned; not counted: DDL, look-ups, and what isolating a bad row takes. */
  readonly statements: number;
  /** Changes refused as older than what the target holds. */
  readonly staleSkipped: number;
  /** Rows of tables that the policy leaves out (`schemaChanges.tables: discard`). */
  readonly leftOut: number;
  readonly refused: readonly RefusedChange[];
  /** Letters that are closed once `refused` is stored: applied after all, or replaced by something newer. */
  readonly closed: readonly ClosedLetter[];
  /** Rows of tables whose `create-table` was not seen yet, in order. */
  readonly waiting: readonly ChangeRecord[];
  readonly tables: readonly TableCounts[];
}
