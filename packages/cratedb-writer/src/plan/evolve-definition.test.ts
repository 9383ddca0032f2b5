import { describe, expect, it } from 'vitest';
import { definition, tableChange } from '../testing/change-factories.js';
import { evolveDefinition, guessColumn } from './evolve-definition.js';
import { formerNames } from './former-names.js';

const present = definition({ id: 'INT32', a: 'STRING', b: 'STRING' }, ['id']);

describe('evolveDefinition', () => {
  it('takes the definition of a message that has one', () => {
    const told = definition({ id: 'INT32', a: 'STRING', c: 'STRING' }, ['id']);
    for (const operation of ['add-column', 'change-columns', 'column-type-change'] as const) {
      expect(evolveDefinition(present, tableChange({ operation, definition: told }))).toEqual({ definition: told, renamed: [], dropped: [] });
    }
  });

  it('says so where a message tells nothing that is not known', () => {
    expect(evolveDefinition(present, tableChange({ operation: 'add-column', definition: undefined }))).toBeUndefined();
    expect(evolveDefinition(undefined, tableChange({ operation: 'drop-column', definition: undefined, droppedColumns: ['a'] }))).toBeUndefined();
    expect(evolveDefinition(undefined, tableChange({ operation: 'rename-column', definition: undefined, renamedColumn: { from: 'a', to: 'x' } }))).toBeUndefined();
    expect(evolveDefinition(present, tableChange({ operation: 'drop-column', definition: undefined }))).toBeUndefined();
  });

  it('renames a column, a key column too, and once only', () => {
    const renamedColumn = { from: 'id', to: 'key' };
    const evolution = evolveDefinition(present, tableChange({ operation: 'rename-column', definition: undefined, renamedColumn }));
    expect(evolution).toMatchObject({ renamed: [renamedColumn], definition: { primaryKey: ['key'], columns: [{ name: 'key' }, { name: 'a' }, { name: 'b' }] } });
    expect(evolveDefinition(evolution?.definition, tableChange({ operation: 'rename-column', definition: undefined, renamedColumn }))).toMatchObject({ renamed: [] });
  });

  it('drops the columns that a message names, or that its definition lacks, but none of the key', () => {
    const drop = tableChange({ operation: 'drop-column', definition: undefined, droppedColumns: ['a', 'nowhere'] });
    expect(evolveDefinition(present, drop)).toMatchObject({ dropped: ['a'], definition: { columns: [{ name: 'id' }, { name: 'b' }] } });
    const told = tableChange({ operation: 'drop-column', definition: definition({ id: 'INT32', b: 'STRING' }, ['id']) });
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
  });

  it('remembers what was renamed and dropped, until when', () => {
    expect(formerNames([], present, after(['id', 'x'], [{ from: 'a', to: 'x' }]), 7)).toEqual([
      { former: 'a', present: 'x', untilMicros: 7 },
      { former: 'b', present: null, untilMicros: 7 },
    ]);
  });

  it('follows a column that is renamed again, and one that is dropped in the end', () => {
    const known = [{ former: 'a', present: 'x', untilMicros: 7 }];
    const renamed = formerNames(known, definition({ x: 'STRING' }), after(['y'], [{ from: 'x', to: 'y' }]), 8);
    expect(renamed).toEqual([
      { former: 'a', present: 'y', untilMicros: 7 },
      { former: 'x', present: 'y', untilMicros: 8 },
    ]);
    expect(formerNames(renamed, definition({ y: 'STRING' }), after([]), 9).map((entry) => entry.present)).toEqual([null, null, null]);
  });

  it('adds nothing for a message without a time, or without a change', () => {
    expect(formerNames([], present, after(['id']), undefined)).toEqual([]);
    expect(formerNames([], present, after(['id', 'a', 'b', 'c']), 7)).toEqual([]);
    expect(formerNames([], undefined, after(['id']), 7)).toEqual([]);
  });
});

describe('guessColumn', () => {
  it.each([
    [true, 'BOOL'],
    [1, 'INT64'],
    [1.5, 'DOUBLE'],
    [2n ** 62n, 'INT64'],
    [2n ** 70n, 'CLOB'],
    ['text', 'CLOB'],
    [{ kind: 'decimal', text: '1.5' } as const, 'CLOB'],
  ])('takes %o for %s', (value, type) => {
    expect(guessColumn('c', value)).toEqual({ name: 'c', type, nullable: true });
  });
});
