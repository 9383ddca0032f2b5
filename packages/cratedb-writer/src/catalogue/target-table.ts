import type { JsonValue, TableName } from '@drayage/record-decoder';
import type { Dialect } from '../client/sink-database.js';
import type { ResolvedTablePolicy } from '../policy/resolve-table-policy.js';
import type { FormerName } from '../plan/former-names.js';
import type { ScalarParameter } from '../statement.js';
import type { Refusal } from '../types/encode-value.js';
import type { TargetType } from '../types/target-type.js';

/** Stamp of the newest change applied to a row: microseconds since the epoch, from the message's time. */
export const TIME_COLUMN = 'drayage_time';
/** Synthetic key of a table without one: the position of the change that brought the row. */
export const ID_COLUMN = 'drayage_id';
/** With `deleteMode: soft`: when the row was deleted at the source. */
export const DELETED_COLUMN = 'drayage_deleted_at';

/** A column of the source and where its values go. */
export interface TargetColumn {
  /** Name at the source. */
  readonly source: string;
  /** Name at the target, after rewriting. */
  readonly name: string;
  readonly type: TargetType;
  readonly isKey: boolean;
  /** Value to bound parameter (direct) or to JSON text (universal); a refusal where the target cannot hold it. */
  readonly encode: (value: JsonValue) => ScalarParameter | Refusal;
  /** Universal mapping: the object that holds it. Direct: `column`. */
  readonly place: 'column' | 'pk' | 'data' | 'aux';
}

/** A target table as the planner sees it. Immutable: a changed table is a new value. */
export interface TargetTable {
  readonly source: TableName;
  /** Names at the target, after rewriting. */
  readonly target: TableName;
  readonly dialect: Dialect;
  readonly policy: ResolvedTablePolicy;
  readonly mapping: 'direct' | 'universal';
  readonly stamped: boolean;
  readonly columns: readonly TargetColumn[];
  /** Source column name to index in `columns`. */
  readonly indexOf: ReadonlyMap<string, number>;
  /** Indexes of the key columns in key order; empty: the table has no key and rows go under `drayage_id`. */
  readonly keyIndexes: readonly number[];
  /** Names that columns had before, for changes from then; the oldest first. */
  readonly formerNames: readonly FormerName[];
  /** Whether `columns` are all the source has, so that a column an `insert` lacks is known to be NULL. */
  readonly columnsKnown: boolean;
  /** Whether the table has `drayage_deleted_at`. */
  readonly softDelete: boolean;
}

/** `schema.table` as one map key; a NUL parts them, which no name holds. */
export function tableId(name: TableName): string {
  return `${name.schema}\u0000${name.table}`;
}
