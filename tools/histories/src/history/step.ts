import fc from 'fast-check';
import type { Told } from '../source/source-event.ts';
import type { Hazard, Hazards } from './hazards.ts';

/**
 * What happens next, as chance picks it. Numbers pick among what is there when the step is played (tables, rows, columns,
 * values), and a step that finds nothing to do is left out: so any part of a list of steps is a history too, and shrinks.
 */
export type Step =
  | {
      readonly do: 'insert' | 'update' | 'delete' | 'reinsert' | 'touch';
      readonly table: number;
      readonly row: number;
      readonly values: readonly number[];
    }
  | {
      readonly do: 'move' | 'chain' | 'swap';
      readonly table: number;
      readonly row: number;
      readonly values: readonly number[];
    }
  | {
      readonly do: 'reload';
      readonly table: number;
      readonly values: readonly number[];
      readonly tellsDrop: boolean;
      readonly gone: number;
    }
  | {
      readonly do: 'alter';
      readonly table: number;
      readonly kind: AlterKind;
      readonly values: readonly number[];
      readonly told: Told;
    }
  | { readonly do: 'drop-table'; readonly table: number }
  | { readonly do: 'restart'; readonly back: number };

export type AlterKind = 'add-column' | 'drop-column' | 'rename-column' | 'column-type-change' | 'rename-table';

const ALTERS: readonly (readonly [Hazard, AlterKind])[] = [
  ['addColumns', 'add-column'],
  ['dropColumns', 'drop-column'],
  ['renameColumns', 'rename-column'],
  ['typeChanges', 'column-type-change'],
  ['renameTables', 'rename-table'],
];

export function arbitraryStep(hazards: Hazards): fc.Arbitrary<Step> {
  const common = { table: fc.nat(4), row: fc.nat(7), values: arbitraryValues };
  const alters = ALTERS.flatMap(([hazard, kind]) => (hazards.has(hazard) ? [kind] : []));
  const told = fc.constantFrom<Told>(
    'once',
    ...(hazards.has('doubledControls') ? (['twice'] as const) : []),
    ...(hazards.has('untoldColumns') ? (['never'] as const) : []),
  );
  const kinds: { weight: number; arbitrary: fc.Arbitrary<Step> }[] = [
    {
      weight: 12,
      arbitrary: fc.record({ do: fc.constantFrom('insert', 'update', 'delete', 'reinsert', 'touch'), ...common }),
    },
  ];
  const when = (on: boolean, weight: number, arbitrary: fc.Arbitrary<Step>): void => {
    if (on) kinds.push({ weight, arbitrary });
  };
  when(hazards.has('keyChanges'), 5, fc.record({ do: fc.constantFrom('move', 'chain', 'swap'), ...common }));
  when(
    hazards.has('reloads'),
    1,
    fc.record({
      do: fc.constant('reload'),
      table: common.table,
      values: arbitraryValues,
      tellsDrop: fc.boolean(),
      gone: hazards.has('rowsGone') ? fc.nat(15) : fc.constant(0),
    }),
  );
  for (const kind of alters) {
    when(
      true,
      1,
      fc.record({
        do: fc.constant('alter'),
        table: common.table,
        kind: fc.constant(kind),
        values: arbitraryValues,
        told,
      }),
    );
  }
  when(hazards.has('dropTables'), 1, fc.record({ do: fc.constant('drop-table'), table: common.table }));
  when(hazards.has('restarts'), 1, fc.record({ do: fc.constant('restart'), back: fc.integer({ min: 1, max: 20 }) }));
  return fc.oneof(...kinds);
}

/** One number a column, in order; a column without one takes the simplest value. */
export const arbitraryValues: fc.Arbitrary<readonly number[]> = fc.array(fc.nat(63), { maxLength: 8 });
