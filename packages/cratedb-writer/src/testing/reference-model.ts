import type { ChangeRecord, JsonValue, Row, RowChange } from '@drayage/record-decoder';

export interface ReferenceOptions {
  readonly columns: readonly string[];
  readonly primaryKey: readonly string[];
  readonly absentColumns: 'keep' | 'null';
}

/**
 * What one keyed table must hold after changes were delivered in any order and any number of times. Written from what
 * each message means at the source, and kept as plain as possible: a map, and one step for each message in the order of
 * message times. It shares no code with the planner.
 */
export function expectedRows(changes: readonly ChangeRecord[], options: ReferenceOptions): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const change of inMessageOrder(changes)) {
    if (change.kind === 'table' && change.operation === 'create-table') beginEra(rows);
    if (change.kind === 'row') applyRow(rows, change, options);
  }
  return [...rows.values()].filter((row) => !isOfEarlierEra(row)).map(withoutMark);
}

/** Marks a row that stood before the last `create-table`; the next message that brings it takes the mark away. */
const EARLIER_ERA = '(earlier era)';

function beginEra(rows: Map<string, Row>): void {
  for (const [key, row] of rows) rows.set(key, { ...row, [EARLIER_ERA]: true });
}

function isOfEarlierEra(row: Row): boolean {
  return row[EARLIER_ERA] === true;
}

function withoutMark(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== EARLIER_ERA));
}

/** Each message once, by its position in the stream; equal times in the order of first arrival. */
function inMessageOrder(changes: readonly ChangeRecord[]): readonly ChangeRecord[] {
  const once = new Map<string, ChangeRecord>();
  for (const change of changes) {
    const { shardId, sequenceNumber } = change.position;
    const id = `${shardId} ${sequenceNumber}`;
    if (!once.has(id)) once.set(id, change);
  }
  return [...once.values()].sort((one, other) => (one.timeMicros ?? 0) - (other.timeMicros ?? 0));
}

function applyRow(rows: Map<string, Row>, change: RowChange, options: ReferenceOptions): void {
  const empty: Row = Object.fromEntries(options.columns.map((column) => [column, null]));
  const key = keyOf(change.values, options);
  switch (change.operation) {
    case 'load':
    case 'insert':
      rows.set(key, { ...empty, ...change.values });
      return;
    case 'delete':
      rows.delete(keyOf({ ...change.values, ...change.before }, options));
      return;
    case 'update': {
      const oldKey = keyOf({ ...change.values, ...change.before }, options);
      const old = options.absentColumns === 'keep' ? (rows.get(oldKey) ?? rows.get(key)) : undefined;
      rows.delete(oldKey);
      rows.set(key, withoutMark({ ...empty, ...old, ...change.values }));
    }
  }
}

function keyOf(row: Row, options: ReferenceOptions): string {
  return JSON.stringify(options.primaryKey.map((column) => text(row[column] ?? null)));
}

function text(value: JsonValue): string {
  return typeof value === 'bigint' ? value.toString() : JSON.stringify(value);
}
