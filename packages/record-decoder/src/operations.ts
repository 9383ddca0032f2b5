import type { RowOperation, TableOperation } from './change-record.js';

/** The operations of data records, as AWS DMS spells them. */
export const ROW_OPERATIONS = ['load', 'insert', 'update', 'delete'] as const satisfies readonly RowOperation[];

/** The operations of control records, as AWS DMS spells them. */
export const TABLE_OPERATIONS = [
  'create-table',
  'drop-table',
  'rename-table',
  'change-columns',
  'add-column',
  'drop-column',
  'rename-column',
  'column-type-change',
] as const satisfies readonly TableOperation[];

/** An operation together with the type of record that carries it. */
export type KnownOperation =
  | { readonly recordType: 'data'; readonly operation: RowOperation }
  | { readonly recordType: 'control'; readonly operation: TableOperation };

const KNOWN = new Map<string, KnownOperation>();
for (const operation of ROW_OPERATIONS) KNOWN.set(operation, { recordType: 'data', operation });
for (const operation of TABLE_OPERATIONS) KNOWN.set(operation, { recordType: 'control', operation });

/** Finds an operation by its wire name, whatever its case and with `_` for `-`; `undefined` for a name nobody described. */
export function findOperation(name: string): KnownOperation | undefined {
  return KNOWN.get(name) ?? KNOWN.get(name.toLowerCase().replaceAll('_', '-'));
}
