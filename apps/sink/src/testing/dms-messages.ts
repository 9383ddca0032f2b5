const CONTROL = { 'record-type': 'control', 'schema-name': 'public', 'table-name': 'products' };
const DATA = { ...CONTROL, 'record-type': 'data' };

/** Times of messages, one millisecond apart. */
let ticks = 0;
function timestamp(): string {
  ticks += 1;
  return new Date(Date.UTC(2026, 0, 31, 12) + ticks).toISOString().replace('Z', '000Z');
}

/** `create-table` of a small table `public.products (id, name)`. */
export function createTableMessage(): string {
  const column = { nullable: true };
  return JSON.stringify({
    control: {
      'table-def': {
        columns: { id: { type: 'INT32', nullable: false }, name: { type: 'WSTRING', length: 100, ...column } },
        'primary-key': ['id'],
      },
    },
    metadata: { ...CONTROL, timestamp: timestamp(), operation: 'create-table', 'partition-key-type': 'task-id' },
  });
}

export function rowMessage(
  operation: 'load' | 'insert' | 'update' | 'delete',
  row: Readonly<Record<string, unknown>>,
): string {
  return JSON.stringify({
    data: row,
    metadata: { ...DATA, timestamp: timestamp(), operation, 'partition-key-type': 'primary-key' },
  });
}
