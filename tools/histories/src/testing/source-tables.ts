import type { SourceEvent } from '../source/source-event.ts';
import type { SourceColumn, SourceRow, SourceTable } from '../source/source-table.ts';

/** A column of a test: text of up to 200 characters unless it says otherwise. */
export function column(name: string, shape: Partial<SourceColumn> = {}): SourceColumn {
  const type = shape.type ?? 'STRING';
  const length = type === 'STRING' ? { length: 200 } : {};
  return { name, drawnAs: { type, ...length, ...shape }, type, ...length, ...shape };
}

/** `s.t` with the key `id` and the column `v`. */
export function sourceTable(changes: Partial<SourceTable> = {}): SourceTable {
  return {
    name: { schema: 's', table: 't' },
    columns: [column('id', { type: 'INT32' }), column('v')],
    primaryKey: ['id'],
    images: 'full',
    ...changes,
  };
}

/** A full load of table 0. */
export function fullLoad(
  rows: readonly SourceRow[],
  definition = sourceTable(),
): Extract<SourceEvent, { kind: 'full-load' }> {
  return { kind: 'full-load', table: 0, definition, rows, tellsDrop: true, builtAs: rows.map((_, index) => index) };
}

export function insert(row: SourceRow): SourceEvent {
  return { kind: 'insert', table: 0, row };
}

export function remove(row: SourceRow): SourceEvent {
  return { kind: 'delete', table: 0, row };
}

/** An update with a full image. */
export function update(
  before: SourceRow,
  after: SourceRow,
  sent = Object.keys(after),
): Extract<SourceEvent, { kind: 'update' }> {
  return { kind: 'update', table: 0, before, after, sent };
}
