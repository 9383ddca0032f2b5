import type { TableDefinition, TableName } from '@drayage/record-decoder';
import type { FormerName } from './former-names.js';

/** What `drayage.tables` keeps of a source table's definition. */
export interface StoredDefinition extends TableDefinition {
  /** Whether the columns are all the source has; not so where they were read off the target or off rows. */
  readonly columnsKnown: boolean;
  /** Message time of the control record that told it; `null`: none did. */
  readonly definedAt: number | null;
  /** Names that columns had before; absent: none is known to have changed. */
  readonly formerNames?: readonly FormerName[] | undefined;
  /** Columns that a row brought before any control record told of them. */
  readonly guessed?: readonly GuessedColumn[] | undefined;
  /** Columns whose type the source changed since they were made in the target. */
  readonly retyped?: readonly string[] | undefined;
  /** Columns to get another type now; kept here so that whoever comes next finishes it. */
  readonly retypes?: readonly Retype[] | undefined;
  /** The table has another name now: nothing of this one stands at the source. */
  readonly renamedTo?: TableName | undefined;
  /** The table is not yet known by its new name. */
  readonly renaming?: boolean | undefined;
  /** Which names the tables got that bore this one, the oldest first. */
  readonly renames?: readonly TableRename[] | undefined;
  /** The target table that is to get this one's name; kept here so that whoever comes next does it. */
  readonly movedFrom?: TableName | undefined;
  /** Message time of a `drop-table` that no `create-table` followed yet. */
  readonly droppedAt?: number | undefined;
}

export interface GuessedColumn {
  readonly name: string;
  /** Message time of the row; `null`: it told none. */
  readonly sinceMicros: number | null;
}

/**
 * Why a column gets another type. `guessed`: a control record tells the type of a column that a row brought. `told`: the
 * source changed it, and only what loses nothing is done. `reload`: the load that begins at `sinceMicros` fills it anew.
 */
export interface Retype {
  readonly name: string;
  readonly why: 'guessed' | 'told' | 'reload';
  readonly sinceMicros: number | null;
}

/** What messages from before `untilMicros` call by this name is called `to` from then on. */
export interface TableRename {
  readonly to: TableName;
  readonly untilMicros: number;
}
