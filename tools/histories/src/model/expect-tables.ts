import type { Dialect } from '@drayage/cratedb-writer';
import { isLob, type ColumnShape } from '../source/column-shape.ts';
import { keyText, type SourceRow, type TableName } from '../source/source-table.ts';
import type { Model, ModelTable } from './fold-events.ts';
import { LIMITS, type Limits } from './limits.ts';

/** What is promised of a table's rows. */
export type RowPromise =
  /** Exactly these. */
  | 'equal'
  /** No key: each of these as often as the source has it, or more often, and no others. */
  | 'at least once'
  /** No key, and changes came out of order: each of these, and perhaps rows that were there before. */
  | 'at least, and old ones';

export interface ExpectedColumn {
  readonly name: string;
  /** How values compare: as those that the column held from its beginning, which fit the types of before and after. */
  readonly shape: ColumnShape;
  readonly inKey: boolean;
  /** Nobody told of it: as long as it is NULL in each row it may be missing. */
  readonly mayBeMissing: boolean;
}

/** What a target has to hold of one table of the source. */
export interface ExpectedTable {
  readonly name: TableName;
  readonly columns: readonly ExpectedColumn[];
  /** Columns of before that may still be there, as nobody told that they are gone. */
  readonly toleratedColumns: ReadonlySet<string>;
  readonly primaryKey: readonly string[];
  readonly rows: readonly SourceRow[];
  readonly promise: RowPromise;
  /** Rows that may be there or not. */
  readonly toleratedRows: readonly SourceRow[];
  readonly limits: Limits;
}

/** What the promise depends on, besides the history. */
export interface Circumstances {
  readonly dialect: Dialect;
  readonly ordering: 'stamped' | 'arrival';
  /** Somebody tells the target when loads are complete. */
  readonly signalsLoads: boolean;
  /** Every change comes once, in its order; or once more from some place to the end. */
  readonly inOrder: boolean;
}

/** What a target has to hold after a history. */
export function expectTables(model: Model, circumstances: Circumstances): readonly ExpectedTable[] {
  return [...model.values()].map((table) => expectTable(table, circumstances));
}

function expectTable(table: ModelTable, circumstances: Circumstances): ExpectedTable {
  const { definition, rows } = table;
  const { primaryKey } = definition;
  const keyed = primaryKey.length > 0;
  return {
    name: definition.name,
    columns: definition.columns
      .filter((column) => keyed || !isLob(column))
      .map((column) => ({
        name: column.name,
        shape: column.drawnAs,
        inKey: primaryKey.includes(column.name),
        mayBeMissing: table.untoldColumns.has(column.name),
      })),
    toleratedColumns: table.untoldDrops,
    primaryKey,
    rows: [...rows.values()],
    promise: keyed ? 'equal' : circumstances.inOrder ? 'at least once' : 'at least, and old ones',
    toleratedRows: toleratedRows(table, circumstances),
    limits: LIMITS[circumstances.dialect],
  };
}

/**
 * Rows that went without a change are swept once their load is complete: where somebody says so, or a change tells. Of a
 * table that was dropped meanwhile nobody says so. In the order of arrival nothing tells a row of before from one of the load.
 */
function toleratedRows(table: ModelTable, { ordering, signalsLoads, inOrder }: Circumstances): readonly SourceRow[] {
  const { definition, rows, lost, held } = table;
  const isSignalled = signalsLoads && !table.dropped;
  const isSwept = ordering === 'stamped' && (isSignalled || table.changedSinceLoad);
  const unswept = isSwept ? [] : lost;
  if (definition.primaryKey.length > 0) {
    const keys = new Set([...rows.values()].map((row) => keyText(definition, row)));
    return unswept.filter((row) => !keys.has(keyText(definition, row)));
  }
  return inOrder ? unswept : [...unswept, ...held];
}
