import type { JsonObject, TableChange, TableName, TableOperation } from '../change-record.js';
import { asText, CONTROL_NAMES, readField } from './envelope.js';
import { readNames, readTableDefinition } from './read-table-definition.js';

type ControlDetails = Pick<
  TableChange,
  'table' | 'definition' | 'renamedTo' | 'renamedColumn' | 'droppedColumns' | 'control'
>;

/**
 * What a control body says about its operation. Only the bodies of `create-table` and `drop-table` are known; the other
 * six are read by plausible names, and what is not found is left open. Never fails.
 */
export function readTableChange(operation: TableOperation, table: TableName, control: JsonObject): ControlDetails {
  const rename = operation === 'rename-table' ? readTableRename(table, control) : undefined;
  return {
    table: rename?.from ?? table,
    definition: readTableDefinition(control),
    renamedTo: rename?.to,
    renamedColumn: operation === 'rename-column' ? readColumnRename(control) : undefined,
    droppedColumns: operation === 'drop-column' ? readDroppedColumns(control) : [],
    control,
  };
}

/** Where a body names only the old table, the envelope's table is the new one. */
function readTableRename(table: TableName, control: JsonObject): { from: TableName; to: TableName | undefined } {
  const oldTable = asText(readField(control, CONTROL_NAMES.oldTable));
  const newTable = asText(readField(control, CONTROL_NAMES.newTable));
  const oldSchema = asText(readField(control, CONTROL_NAMES.oldSchema)) ?? table.schema;
  const newSchema = asText(readField(control, CONTROL_NAMES.newSchema)) ?? table.schema;
  const from = oldTable === undefined ? table : { schema: oldSchema, table: oldTable };
  if (newTable !== undefined) return { from, to: { schema: newSchema, table: newTable } };
  const isMoved = from.schema !== table.schema || from.table !== table.table;
  return { from, to: isMoved ? table : undefined };
}

/** `column-name` is the new name next to an old one, and the old name next to a new one. */
function readColumnRename(control: JsonObject): TableChange['renamedColumn'] {
  const column = asText(readField(control, CONTROL_NAMES.column));
  const oldColumn = asText(readField(control, CONTROL_NAMES.oldColumn));
  const newColumn = asText(readField(control, CONTROL_NAMES.newColumn));
  const from = oldColumn ?? column;
  const to = newColumn ?? column;
  return from === undefined || to === undefined || from === to ? undefined : { from, to };
}

/**
 * Only names given as texts count: an object of columns may as well describe those that remain, and a column dropped by
 * mistake is lost.
 */
function readDroppedColumns(control: JsonObject): readonly string[] {
  return readNames(readField(control, CONTROL_NAMES.dropped));
}
