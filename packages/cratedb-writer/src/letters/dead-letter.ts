import { createHash } from 'node:crypto';
import type { StreamPosition, TableName } from '@drayage/record-decoder';
import type { DeadLetterCode } from '../plan/change-refusal.js';

/**
 * What becomes of a letter:
 *
 *     (refused) --> open --applied after all--> retried
 *                   open --nobody needs it--> discarded
 *                   open --something newer replaced it--> superseded
 *     retried --refused again--> open; a discarded or superseded one stays so, however often its record is delivered
 */
export const DEAD_LETTER_STATES = ['open', 'retried', 'discarded', 'superseded'] as const;
export type DeadLetterState = (typeof DEAD_LETTER_STATES)[number];

/** A record that was not applied, whole, and everything one needs to see why. */
export interface DeadLetter {
  readonly position: StreamPosition;
  readonly table: TableName | undefined;
  /** Key columns and values as JSON text. */
  readonly key: string | null;
  /** The key of the row before an update that changed it, as JSON text: that row still stands in the target. */
  readonly movedFrom: string | null;
  readonly operation: string | null;
  readonly code: DeadLetterCode;
  readonly column: string | undefined;
  readonly message: string;
  readonly remedy: string;
  /** The message as it came; `base64:` and its bytes where it is no text that every target can hold. */
  readonly payload: string;
  /** Time of the message, microseconds since the epoch; `null` where it tells none. */
  readonly timeMicros: number | null;
}

/** A letter as a store gives it back. */
export interface StoredLetter extends DeadLetter {
  readonly id: string;
  readonly state: DeadLetterState;
  readonly attempts: number;
  /** ISO 8601. */
  readonly firstAt: string;
  readonly lastAt: string;
}

/** What one has to know of an open letter to tell which later changes wait behind it. */
export type OpenLetter = Pick<DeadLetter, 'position' | 'key' | 'movedFrom' | 'timeMicros'>;

/** The letter of a position is not open any more. */
export interface ClosedLetter {
  readonly position: StreamPosition;
  readonly state: Exclude<DeadLetterState, 'open'>;
}

/** Open letters by table, as the writer asks for them while it writes. */
export interface OpenLetters {
  /** Asked for each table of a batch: answers from memory. */
  has(table: TableName): boolean;
  read(table: TableName): Promise<readonly OpenLetter[]>;
}

/** Where dead letters go. All methods reject with `SinkError` only. */
export interface DeadLetterStore {
  /** Stores letters; one that is there already counts one more attempt. Rejects if any could not be stored. */
  put(letters: readonly DeadLetter[]): Promise<void>;
  /** Open letters by source table; letters without a table under an empty name. */
  countOpen(): Promise<readonly { readonly table: TableName; readonly open: number }[]>;
  /** The open letters of one source table. */
  openLetters(table: TableName): Promise<readonly OpenLetter[]>;
  /** Closes letters; one that the store does not have is nothing to close. */
  close(letters: readonly ClosedLetter[]): Promise<void>;
}

/** The same record always makes the same letter. */
export function deadLetterId(pipeline: string, position: StreamPosition): string {
  const parts = [pipeline, position.stream, position.shardId, position.sequenceNumber];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
