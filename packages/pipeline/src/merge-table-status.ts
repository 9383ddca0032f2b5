import type { SourceTableStatus, TableStatus } from '@drayage/cratedb-writer';
import type { TableName } from '@drayage/record-decoder';

/**
 * The writer's tables with their open letters. A table that works but has open letters is `incomplete`: the target lacks
 * something the source has. Letters of tables the target does not know get a line of their own.
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
    const letters = `${open} open dead ${open === 1 ? 'letter' : 'letters'}`;
    return {
      ...status,
      deadLetters: open,
      state: healthy ? 'incomplete' : status.state,
      reason: status.reason === null ? letters : healthy ? `${letters}. ${status.reason}` : status.reason,
    };
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
    reason: `${open} open dead ${open === 1 ? 'letter' : 'letters'}, and no table in the target`,
    completeThrough: null,
  };
}

function idOf(table: TableName): string {
  return `${table.schema}\u0000${table.table}`;
}
