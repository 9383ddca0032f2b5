import type { SourceTableStatus, TableStatus } from '@drayage/cratedb-writer';
import type { TableName } from '@drayage/record-decoder';

/**
 * The writer's tables with their open letters. A table that works but has open letters is `incomplete`: the target lacks
 * something the source has. The reason stays the writer’s: how many letters there are is a number. Letters of tables the target does not know get a line of their own.
 */
export function mergeTableStatus(
  tables: readonly SourceTableStatus[],
  openLetters: readonly { readonly table: TableName; readonly open: number }[],
): readonly TableStatus[] {
  const left = new Map(openLetters.map(({ table, open }) => [idOf(table), { table, open }]));
  const merged = tables.map(({ source, ...status }): TableStatus => {
    const id = idOf(source);
    const open = left.get(id)?.open ?? 0;
    left.delete(id);
    if (open === 0) return status;
    const healthy = status.state === 'live' || status.state === 'loading';
    return { ...status, deadLetters: open, state: healthy ? 'incomplete' : status.state };
  });
  const unknown = [...left.values()].filter(({ table }) => table.table !== '');
  return [...merged, ...unknown.map(({ table, open }) => unknownTable(table, open))];
}

function unknownTable(table: TableName, open: number): TableStatus {
  return {
    schema: table.schema,
    name: table.table,
    state: 'incomplete',
    rowsWritten: 0,
    rowsDeleted: 0,
    lastChangeAt: null,
    deadLetters: open,
    reason: 'There is no such table in the target.',
    completeThrough: null,
  };
}

function idOf(table: TableName): string {
  return `${table.schema}\u0000${table.table}`;
}
