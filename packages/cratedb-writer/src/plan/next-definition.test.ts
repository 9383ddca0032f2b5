import { describe, expect, it } from 'vitest';
import { definition, tableChange } from '../testing/change-factories.js';
import { targetTable } from '../testing/target-tables.js';
import type { TablePolicy } from '../write-policy.js';
import { evolveDefinition } from './evolve-definition.js';
import { hasOutstanding, nextDefinition, settledDefinition } from './next-definition.js';
import type { StoredDefinition } from './stored-definition.js';

const present: StoredDefinition = {
  ...definition({ id: 'INT32', a: 'STRING', n: 'INT32' }, ['id']),
  columnsKnown: true,
  definedAt: 5,
};

function next(
  change: Parameters<typeof tableChange>[0],
  {
    from = present,
    opensEra = false,
    table,
  }: { from?: StoredDefinition; opensEra?: boolean; table?: Partial<TablePolicy> } = {},
): StoredDefinition {
  const told = tableChange({ timeMicros: 10, ...change });
  const { policy } = targetTable(table === undefined ? {} : { table });
  return nextDefinition(from, { evolution: evolveDefinition(from, told)!, change: told, policy, opensEra });
}

describe('nextDefinition', () => {
  it('keeps what is to be renamed and dropped until the target followed', () => {
    const renamed = next({ operation: 'rename-column', definition: undefined, renamedColumn: { from: 'a', to: 'b' } });
    expect(renamed.formerNames).toEqual([{ former: 'a', present: 'b', untilMicros: 10, standing: 'due' }]);
    expect(hasOutstanding(renamed)).toBe(true);
    const settled = settledDefinition(renamed, { formerNames: new Set(), types: new Set() });
    expect(settled.formerNames).toEqual([{ former: 'a', present: 'b', untilMicros: 10 }]);
    expect(hasOutstanding(settled)).toBe(false);
    expect(settledDefinition(renamed, { formerNames: new Set(['a']), types: new Set() }).formerNames).toMatchObject([
      { standing: 'undecided' },
    ]);
  });

  it('drops by the next load whatever stands under a former name', () => {
    const undecided = {
      ...present,
      formerNames: [{ former: 'x', present: 'a', untilMicros: 3, standing: 'undecided' as const }],
    };
    expect(next({ definition: present }, { from: undecided, opensEra: true }).formerNames).toEqual([
      { former: 'x', present: null, untilMicros: 3, standing: 'due' },
    ]);
  });

  it('does not follow columns that the policy keeps', () => {
    const frozen = next(
      { operation: 'drop-column', definition: undefined, droppedColumns: ['a'] },
      { table: { schemaChanges: { columns: 'freeze' } } },
    );
    expect(frozen.columns.map(({ name }) => name)).toEqual(['id', 'n', 'a']);
    expect(frozen.formerNames).toBeUndefined();
  });

  it('gives a guessed column its type when it is told, and any other with the next load', () => {
    const guessed = { ...present, guessed: [{ name: 'n', sinceMicros: 7 }] };
    const told = definition({ id: 'INT32', a: 'STRING', n: 'DOUBLE' }, ['id']);
    const added = next({ operation: 'add-column', definition: told }, { from: guessed });
    expect(added).toMatchObject({ retypes: [{ name: 'n', why: 'guessed', sinceMicros: null }] });
    expect(added.guessed).toBeUndefined();
    const changed = next({ operation: 'column-type-change', definition: told });
    expect(changed).toMatchObject({ retyped: ['n'], retypes: [{ name: 'n', why: 'told' }] });
    const kept = settledDefinition(changed, { formerNames: new Set(), types: new Set(['n']) });
    expect(kept).toMatchObject({ retyped: ['n'] });
    expect(hasOutstanding(kept)).toBe(false);
    const loaded = next({ definition: told, timeMicros: 20 }, { from: kept, opensEra: true });
    expect(loaded).toMatchObject({ retypes: [{ name: 'n', why: 'reload', sinceMicros: 20 }] });
    expect(settledDefinition(loaded, { formerNames: new Set(), types: new Set() }).retyped).toBeUndefined();
  });

  it('asks for the type of an override with the next load, and for none where types are frozen', () => {
    const override = { columnTypes: { a: 'long text' } };
    expect(next({ definition: present }, { opensEra: true, table: override }).retypes).toEqual([
      { name: 'a', why: 'reload', sinceMicros: 10 },
    ]);
    const frozen = { ...override, schemaChanges: { types: 'freeze' as const } };
    expect(
      next(
        { definition: definition({ id: 'INT32', a: 'INT32', n: 'INT32' }, ['id']) },
        { opensEra: true, table: frozen },
      ),
    ).toMatchObject({ retyped: ['a'] });
    expect(next({ definition: present }, { opensEra: true, table: frozen }).retypes).toBeUndefined();
  });

  it('takes along what a renamed column is about', () => {
    const guessed = { ...present, guessed: [{ name: 'a', sinceMicros: 7 }], retyped: ['n'] };
    const one = next(
      { operation: 'rename-column', definition: undefined, renamedColumn: { from: 'a', to: 'b' } },
      { from: guessed },
    );
    expect(one).toMatchObject({ guessed: [{ name: 'b' }], retyped: ['n'] });
    const other = next(
      { operation: 'rename-column', definition: undefined, renamedColumn: { from: 'n', to: 'm' } },
      { from: guessed },
    );
    expect(other).toMatchObject({ guessed: [{ name: 'a' }], retyped: ['m'] });
  });
});
