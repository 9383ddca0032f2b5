import type { SourceColumn, SourceRow, SourceTable } from './source-table.ts';

/** Whether DMS tells of a change of a table's definition. */
export type Told = 'once' | 'twice' | 'never';

/** One change of a table's definition. */
export type Alteration =
  | { readonly kind: 'add-column'; readonly column: SourceColumn }
  | { readonly kind: 'drop-column'; readonly column: string }
  | { readonly kind: 'rename-column'; readonly from: string; readonly to: string }
  | { readonly kind: 'column-type-change'; readonly column: SourceColumn }
  | { readonly kind: 'rename-table'; readonly to: SourceTable['name'] };

/** `joins`: committed in one transaction with the event before. */
interface RowEvent {
  readonly table: number;
  readonly joins?: boolean;
}

/**
 * What happened at the source, concretely: a list of these is a history, can be kept as JSON, and both the messages of
 * DMS and the rows of the source follow from it. `table` numbers the tables of the history; a renamed one keeps its number.
 */
export type SourceEvent =
  /** A full load: drop-table (where DMS sends it), create-table, then each row. What it lacks was there before is gone. */
  | {
      readonly kind: 'full-load';
      readonly table: number;
      readonly definition: SourceTable;
      readonly rows: readonly SourceRow[];
      readonly tellsDrop: boolean;
      /** In which order the rows' messages were built: row indexes, where they differ from the order sent. */
      readonly builtAs: readonly number[];
    }
  | (RowEvent & { readonly kind: 'insert'; readonly row: SourceRow })
  /** `sent`: the columns in the message's image. */
  | (RowEvent & {
      readonly kind: 'update';
      readonly before: SourceRow;
      readonly after: SourceRow;
      readonly sent: readonly string[];
    })
  | (RowEvent & { readonly kind: 'delete'; readonly row: SourceRow })
  | { readonly kind: 'alter'; readonly table: number; readonly alteration: Alteration; readonly told: Told }
  | { readonly kind: 'drop-table'; readonly table: number }
  /** DMS restarts, and sends the changes of the last `back` events again, to the last of them. The source does not change. */
  | { readonly kind: 'restart'; readonly back: number };
