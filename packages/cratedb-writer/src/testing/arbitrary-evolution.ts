import type { ChangeRecord, JsonValue, TableName } from '@drayage/record-decoder';
import fc from 'fast-check';
import { definition, rowChange, tableChange } from './change-factories.js';
import { messageClock } from './message-clock.js';

/** One step of a source whose columns change as well as its rows. */
interface EvolutionStep {
  readonly what: 'put' | 'remove' | 'add' | 'drop' | 'rename';
  readonly key: number;
  readonly column: number;
  readonly isNull: boolean;
  /** Whether a rename names both columns, or tells only the new definition. */
  readonly named: boolean;
}

export interface Evolution {
  readonly create: ChangeRecord;
  readonly changes: readonly ChangeRecord[];
  /** Without the key, and sorted. */
  readonly columns: readonly string[];
  /** By key; every column as text. */
  readonly rows: ReadonlyMap<number, Readonly<Record<string, string | null>>>;
}

export const arbitraryEvolution: fc.Arbitrary<readonly EvolutionStep[]> = fc.array(
  fc.record({
    what: fc.oneof(
      { weight: 6, arbitrary: fc.constant('put' as const) },
      { weight: 1, arbitrary: fc.constant('remove' as const) },
      { weight: 3, arbitrary: fc.constantFrom('add' as const, 'drop' as const, 'rename' as const) },
    ),
    key: fc.integer({ min: 1, max: 4 }),
    column: fc.nat(5),
    isNull: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
    named: fc.boolean(),
  }),
  { minLength: 1, maxLength: 30 },
);

/** Plays steps on a source table, with whole images. A column's name is used once: a name taken again is beyond the model of delivery. */
export function playEvolution(steps: readonly EvolutionStep[], table: TableName): Evolution {
  const clock = messageClock();
  const types = new Map([['c0', 'STRING']]);
  const rows = new Map<number, Map<string, JsonValue>>();
  let names = 0;
  const told = () => definition({ id: 'INT32', ...Object.fromEntries(types) }, ['id']);
  const create = tableChange({ table, definition: told(), timeMicros: clock.next() });
  const changes: ChangeRecord[] = [];
  for (const [at, { what, key, column, isNull, named }] of steps.entries()) {
    const timeMicros = clock.next();
    const chosen = [...types.keys()][column % Math.max(types.size, 1)];
    if (what === 'put') {
      const isNew = !rows.has(key);
      const values = new Map(
        [...types].map(([name, type]): [string, JsonValue] => [
          name,
          isNull && name === chosen ? null : type === 'STRING' ? `v${at}` : at,
        ]),
      );
      rows.set(key, values);
      changes.push(
        rowChange({
          table,
          operation: isNew ? 'insert' : 'update',
          values: { id: key, ...Object.fromEntries(values) },
          timeMicros,
        }),
      );
    } else if (what === 'remove') {
      rows.delete(key);
      changes.push(rowChange({ table, operation: 'delete', values: { id: key }, timeMicros }));
    } else if (what === 'add' || chosen === undefined) {
      names += 1;
      types.set(`c${names}`, names % 2 === 0 ? 'STRING' : 'INT32');
      for (const row of rows.values()) row.set(`c${names}`, null);
      changes.push(tableChange({ table, operation: 'add-column', definition: told(), timeMicros }));
    } else if (what === 'drop') {
      types.delete(chosen);
      for (const row of rows.values()) row.delete(chosen);
      changes.push(
        tableChange({
          table,
          operation: 'drop-column',
          definition: told(),
          droppedColumns: named ? [chosen] : [],
          timeMicros,
        }),
      );
    } else {
      names += 1;
      const to = `c${names}`;
      types.set(to, types.get(chosen) ?? 'STRING');
      types.delete(chosen);
      for (const row of rows.values()) {
        row.set(to, row.get(chosen) ?? null);
        row.delete(chosen);
      }
      changes.push(
        tableChange({
          table,
          operation: 'rename-column',
          definition: told(),
          renamedColumn: named ? { from: chosen, to } : undefined,
          timeMicros,
        }),
      );
    }
  }
  const text = (value: JsonValue): string | null =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  const finalRows = new Map(
    [...rows].map(([key, row]) => [key, Object.fromEntries([...row].map(([name, value]) => [name, text(value)]))]),
  );
  return { create, changes, columns: [...types.keys()].sort(), rows: finalRows };
}

/** Moves rows before and behind control records, which stay in their order, as DMS sends those of a table to one shard. */
export function overtake(changes: readonly ChangeRecord[], ranks: readonly number[]): readonly ChangeRecord[] {
  return changes
    .map((change, index) => ({
      change,
      rank: change.kind === 'table' ? index : index + (ranks[index % Math.max(ranks.length, 1)] ?? 0),
    }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ change }) => change);
}
