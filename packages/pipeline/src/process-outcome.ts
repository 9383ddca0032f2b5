import type { StreamPosition } from '@drayage/record-decoder';

/** Counts for one table of a batch, by its name in the target. */
export interface TableOutcome {
  readonly schema: string;
  readonly name: string;
  readonly rowsUpserted: number;
  readonly rowsDeleted: number;
  readonly deadLetters: number;
}

/** The same for the same table: a name may hold any other character. */
export function outcomeId({ schema, name }: Pick<TableOutcome, 'schema' | 'name'>): string {
  return `${schema}\u0000${name}`;
}

/** What became of a batch. */
export interface ProcessOutcome {
  readonly records: number;
  /** Rows sent to the target, after folding the changes of each key. */
  readonly rowsUpserted: number;
  readonly rowsDeleted: number;
  readonly statements: number;
  readonly deadLetters: number;
  /** Records left out by `onError: skip`, and rows of tables that the policy discards. */
  readonly skipped: number;
  /** Changes refused because the target holds newer ones. */
  readonly staleSkipped: number;
  readonly tables: readonly TableOutcome[];
  /**
   * The last position of this shard up to which everything is written or stored as a dead letter. A checkpoint may move
   * there, never further: rows held for their `create-table` come after it. `undefined`: nothing is safe yet.
   */
  readonly safeThrough: StreamPosition | undefined;
}
