import type {
  ColumnDefinition,
  RowChange,
  StreamPosition,
  TableChange,
  TableDefinition,
  UnknownChange,
} from '@drayage/record-decoder';
import { messageClock } from './message-clock.js';

const clock = messageClock();
let sequence = 0;

/** The next position of one shard that all records of a test file share. */
export function nextPosition(): StreamPosition {
  sequence += 1;
  return {
    stream: 'arn:aws:kinesis:eu-central-1:123456789012:stream/test',
    shardId: 'shardId-000000000000',
    sequenceNumber: String(sequence),
  };
}

/** A row change of `shop.orders`, later than the ones made before; what a test does not name is beside its point. */
export function rowChange(given: Partial<RowChange> = {}): RowChange {
  return {
    kind: 'row',
    operation: 'insert',
    table: { schema: 'shop', table: 'orders' },
    timeMicros: clock.next(),
    position: nextPosition(),
    sourcePosition: undefined,
    transaction: undefined,
    values: { id: 1 },
    before: undefined,
    ...given,
  };
}

/** A control record of `shop.orders`, later than the changes made before. */
export function tableChange(given: Partial<TableChange> = {}): TableChange {
  return {
    kind: 'table',
    operation: 'create-table',
    table: { schema: 'shop', table: 'orders' },
    timeMicros: clock.next(),
    position: nextPosition(),
    sourcePosition: undefined,
    transaction: undefined,
    definition: definition({ id: 'INT32', name: 'STRING' }, ['id']),
    renamedTo: undefined,
    renamedColumn: undefined,
    droppedColumns: [],
    control: {},
    ...given,
  };
}

export function unknownChange(given: Partial<UnknownChange> = {}): UnknownChange {
  return {
    kind: 'unknown',
    recordType: 'data',
    operation: 'merge',
    table: { schema: 'shop', table: 'orders' },
    timeMicros: clock.next(),
    position: nextPosition(),
    sourcePosition: undefined,
    transaction: undefined,
    body: {},
    ...given,
  };
}

type ColumnSpec = string | Omit<ColumnDefinition, 'name' | 'nullable'>;

/** `definition({ id: 'INT32', amount: { type: 'NUMERIC', precision: 38, scale: 2 } }, ['id'])`; key columns are not nullable. */
export function definition(
  columns: Readonly<Record<string, ColumnSpec>>,
  primaryKey: readonly string[] = [],
): TableDefinition {
  return {
    columns: Object.entries(columns).map(([name, spec]) => ({
      name,
      nullable: !primaryKey.includes(name),
      ...(typeof spec === 'string' ? typeOf(spec) : spec),
    })),
    primaryKey,
  };
}

/** DMS tells the length of every string. */
function typeOf(type: string): Omit<ColumnDefinition, 'name' | 'nullable'> {
  return type === 'STRING' ? { type, length: 200 } : { type };
}
