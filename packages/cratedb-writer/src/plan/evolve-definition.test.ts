import type { TableDefinition, TableOperation } from '@drayage/record-decoder';
import { describe, expect, it } from 'vitest';
import { EXISTING_TYPE } from '../catalogue/existing-table.js';
import { definition, tableChange } from '../testing/change-factories.js';
import { evolveDefinition, guessColumn } from './evolve-definition.js';
import { formerNames } from './former-names.js';

const present = definition({ id: 'INT32', a: 'STRING', b: 'STRING' }, ['id']);

describe('evolveDefinition', () => {
  it('takes the definition of a message that has one', () => {
    const told = definition({ id: 'INT32', a: 'STRING', b: 'INT64', c: 'STRING' }, ['id']);
    for (const operation of ['add-column', 'change-columns', 'column-type-change'] as const) {
      expect(evolveDefinition(present, tableChange({ operation, definition: told }))).toEqual({
        definition: told,
        renamed: [],
        dropped: [],
        unclear: [],
      });
    }
  });

  it('drops what a whole definition lacks, and leaves open what may have another name', () => {
    const fewer = definition({ id: 'INT32', a: 'STRING' }, ['id']);
    const other = definition({ id: 'INT32', a: 'STRING', c: 'STRING' }, ['id']);
    const change = (operation: TableOperation, told: TableDefinition) =>
      evolveDefinition(present, tableChange({ operation, definition: told }));
    expect(change('change-columns', fewer)).toMatchObject({ dropped: ['b'], unclear: [] });
    expect(change('change-columns', other)).toMatchObject({ definition: other, dropped: [], unclear: ['b'] });
    // A load brings every row anew: nothing is lost by either reading.
    expect(change('create-table', other)).toMatchObject({ definition: other, dropped: ['b'], unclear: [] });
  });

  it('takes a definition without a key for a part of the columns, and nothing away by it', () => {
    const part = definition({ b: 'INT64', c: 'STRING' });
    for (const operation of [
      'add-column',
      'change-columns',
      'column-type-change',
      'drop-column',
      'rename-column',
    ] as const) {
      const evolution = evolveDefinition(present, tableChange({ operation, definition: part }));
      expect(evolution).toMatchObject({ dropped: [], renamed: [], definition: { primaryKey: ['id'] } });
      expect(evolution?.definition.columns.map(({ name }) => name)).toContain('id');
    }
    expect(evolveDefinition(undefined, tableChange({ operation: 'add-column', definition: part }))).toBeUndefined();
  });

  it('drops the one column that a drop-column of a table without a key does not list, and none by less', () => {
    const keyless = definition({ a: 'STRING', b: 'STRING', c: 'STRING' });
    const drop = (told: TableDefinition) =>
      evolveDefinition(keyless, tableChange({ operation: 'drop-column', definition: told }));
    expect(drop(definition({ a: 'STRING', c: 'STRING' }))).toMatchObject({ dropped: ['b'], unclear: [] });
    expect(drop(definition({ b: 'STRING' }))).toMatchObject({ dropped: [], unclear: [] });
    expect(drop(definition({ a: 'STRING', d: 'STRING' }))).toMatchObject({ dropped: [] });
    expect(drop(definition({ a: 'STRING', c: 'STRING', d: 'STRING' }))).toMatchObject({ dropped: [], unclear: ['b'] });
  });

  it('keeps a column that a younger row brought', () => {
    const widened = {
      ...definition({ id: 'INT32', a: 'STRING', b: 'STRING', new: 'CLOB' }, ['id']),
      guessed: [{ name: 'new', sinceMicros: 20 }],
    };
    const late = evolveDefinition(widened, tableChange({ definition: present, timeMicros: 10 }));
    expect(late).toMatchObject({ dropped: [], definition: { columns: [{}, {}, {}, { name: 'new' }] } });
    expect(evolveDefinition(widened, tableChange({ definition: present, timeMicros: 30 }))).toMatchObject({
      dropped: ['new'],
    });
  });

  it('drops nothing that it only read off the target', () => {
    const read = definition({ id: EXISTING_TYPE, mine: EXISTING_TYPE }, ['id']);
    expect(evolveDefinition(read, tableChange({ definition: present }))).toMatchObject({
      dropped: [],
      definition: present,
    });
  });

  it('takes the name over from a column that rows brought', () => {
    const widened = {
      ...definition({ id: 'INT32', a: 'STRING', b: 'STRING', x: 'CLOB' }, ['id']),
      guessed: [{ name: 'x', sinceMicros: 20 }],
    };
    const renamed = { operation: 'rename-column', timeMicros: 10 } as const;
    const named = evolveDefinition(
      widened,
      tableChange({ ...renamed, definition: undefined, renamedColumn: { from: 'a', to: 'x' } }),
    );
    expect(named).toMatchObject({
      renamed: [{ from: 'a', to: 'x' }],
      definition: { columns: [{ name: 'id' }, { name: 'x', type: 'STRING' }, { name: 'b' }] },
    });
    const told = definition({ id: 'INT32', x: 'STRING', b: 'STRING' }, ['id']);
    expect(evolveDefinition(widened, tableChange({ ...renamed, definition: told }))).toMatchObject({
      renamed: [{ from: 'a', to: 'x' }],
      unclear: [],
    });
  });

  it('says so where a message tells nothing that is not known', () => {
    expect(evolveDefinition(present, tableChange({ operation: 'add-column', definition: undefined }))).toBeUndefined();
    expect(
      evolveDefinition(
        undefined,
        tableChange({ operation: 'drop-column', definition: undefined, droppedColumns: ['a'] }),
      ),
    ).toBeUndefined();
    expect(
      evolveDefinition(
        undefined,
        tableChange({ operation: 'rename-column', definition: undefined, renamedColumn: { from: 'a', to: 'x' } }),
      ),
    ).toBeUndefined();
    expect(evolveDefinition(present, tableChange({ operation: 'drop-column', definition: undefined }))).toBeUndefined();
  });

  it('renames a column, a key column too, and once only', () => {
    const renamedColumn = { from: 'id', to: 'key' };
    const evolution = evolveDefinition(
      present,
      tableChange({ operation: 'rename-column', definition: undefined, renamedColumn }),
    );
    expect(evolution).toMatchObject({
      renamed: [renamedColumn],
      definition: { primaryKey: ['key'], columns: [{ name: 'key' }, { name: 'a' }, { name: 'b' }] },
    });
    expect(
      evolveDefinition(
        evolution?.definition,
        tableChange({ operation: 'rename-column', definition: undefined, renamedColumn }),
      ),
    ).toMatchObject({ renamed: [] });
  });

  it('drops the columns that a message names, or that its definition lacks, but none of the key', () => {
    const drop = tableChange({ operation: 'drop-column', definition: undefined, droppedColumns: ['a', 'nowhere'] });
    expect(evolveDefinition(present, drop)).toMatchObject({
      dropped: ['a'],
      definition: { columns: [{ name: 'id' }, { name: 'b' }] },
    });
    const told = tableChange({
      operation: 'drop-column',
      definition: definition({ id: 'INT32', b: 'STRING' }, ['id']),
    });
    expect(evolveDefinition(present, told)).toMatchObject({ dropped: ['a'] });
    const key = tableChange({ operation: 'drop-column', definition: undefined, droppedColumns: ['id'] });
    expect(evolveDefinition(present, key)).toMatchObject({ dropped: [] });
  });
});

describe('formerNames', () => {
  const after = (columns: readonly string[], renamed: readonly { from: string; to: string }[] = []) => ({
    definition: definition(Object.fromEntries(columns.map((name) => [name, 'STRING']))),
    renamed,
    dropped: [],
    unclear: [],
  });

  it('remembers what was renamed and dropped, until when', () => {
    expect(formerNames([], present, after(['id', 'x'], [{ from: 'a', to: 'x' }]), 7)).toEqual([
      { former: 'a', present: 'x', untilMicros: 7, standing: 'due' },
      { former: 'b', present: null, untilMicros: 7, standing: 'due' },
    ]);
    expect(formerNames([], present, { ...after(['id', 'a']), unclear: ['b'] }, 7)).toMatchObject([
      { former: 'b', standing: 'undecided' },
    ]);
  });

  it('follows a column that is renamed again, and one that is dropped in the end', () => {
    const known = [{ former: 'a', present: 'x', untilMicros: 7 }];
    const renamed = formerNames(known, definition({ x: 'STRING' }), after(['y'], [{ from: 'x', to: 'y' }]), 8);
    expect(renamed).toEqual([
      { former: 'a', present: 'y', untilMicros: 7 },
      { former: 'x', present: 'y', untilMicros: 8, standing: 'due' },
    ]);
    expect(formerNames(renamed, definition({ y: 'STRING' }), after([]), 9).map((entry) => entry.present)).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('follows a rename that is told once more up to its new time', () => {
    const evolution = { ...after(['id', 'x']), repeated: { from: 'a', to: 'x' } };
    const known = [{ former: 'a', present: 'x', untilMicros: 7 }];
    expect(formerNames(known, definition({ id: 'INT32', x: 'STRING' }), evolution, 20)).toEqual([
      { former: 'a', present: 'x', untilMicros: 20 },
    ]);
    expect(formerNames(known, definition({ id: 'INT32', x: 'STRING' }), evolution, 5)).toContainEqual(known[0]);
  });

  it('maps no row for a message without a time, and adds nothing for one without a change', () => {
    expect(formerNames([], present, after(['id', 'b']), undefined)).toEqual([
      { former: 'a', present: null, untilMicros: 0, standing: 'due' },
    ]);
    expect(formerNames([], present, after(['id', 'a', 'b', 'c']), 7)).toEqual([]);
    expect(formerNames([], undefined, after(['id']), 7)).toEqual([]);
  });
});

describe('guessColumn', () => {
  it.each([
    [true, 'BOOL'],
    [1, 'INT64'],
    [1.5, 'DOUBLE'],
    [Number.MAX_VALUE, 'DOUBLE'],
    [2n ** 62n, 'INT64'],
    [2n ** 70n, 'CLOB'],
    ['text', 'CLOB'],
    [{ kind: 'decimal', text: '1.5' } as const, 'CLOB'],
  ])('takes %o for %s', (value, type) => {
    expect(guessColumn('c', value)).toEqual({ name: 'c', type, nullable: true });
  });
});
