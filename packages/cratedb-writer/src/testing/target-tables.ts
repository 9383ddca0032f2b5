import type { RowChange, TableDefinition } from '@drayage/record-decoder';
import { buildTargetTable, type BuildOptions, type BuiltTable } from '../catalogue/build-target-table.js';
import type { TargetTable } from '../catalogue/target-table.js';
import type { Dialect } from '../client/sink-database.js';
import { ChangeFold } from '../plan/fold-changes.js';
import type { RowState } from '../plan/row-state.js';
import { resolveTablePolicy } from '../policy/resolve-table-policy.js';
import { DEFAULT_WRITE_POLICY, type TablePolicy, type WritePolicy } from '../write-policy.js';
import { definition } from './change-factories.js';

export interface TargetTableOptions extends Partial<Omit<BuildOptions, 'policy'>> {
  readonly dialect?: Dialect;
  readonly definition?: TableDefinition;
  /** Settings of all tables. */
  readonly policy?: Partial<WritePolicy>;
  /** Settings of this table. */
  readonly table?: Partial<TablePolicy>;
}

/** `shop.orders` as it would stand in the target: keyed by `id`, with `name` and `amount`, unless told otherwise. */
export function builtTable(options: TargetTableOptions = {}): BuiltTable {
  const { dialect = 'cratedb', policy, table, ...rest } = options;
  const source = { schema: 'shop', table: 'orders' };
  const tables = table === undefined ? [] : [{ ...table, table: 'shop.orders' }];
  return buildTargetTable({
    source,
    dialect,
    definition: definition({ id: 'INT32', name: 'STRING', amount: 'INT64' }, ['id']),
    columnsKnown: true,
    existing: undefined,
    ...rest,
    policy: resolveTablePolicy({ ...DEFAULT_WRITE_POLICY, tables, ...policy }, source),
  });
}

export function targetTable(options: TargetTableOptions = {}): TargetTable {
  return builtTable(options).table;
}

/** The rows that changes fold to. */
export function foldedRows(table: TargetTable, changes: readonly RowChange[]): readonly RowState[] {
  const fold = new ChangeFold(table);
  for (const change of changes) {
    const added = fold.add(change);
    if (added !== 'folded') throw new Error(`Not folded: ${JSON.stringify(added)}`);
  }
  return fold.rows();
}
