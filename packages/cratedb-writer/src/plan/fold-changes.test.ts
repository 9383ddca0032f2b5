import type { RowChange } from '@drayage/record-decoder';
import { describe, expect, it } from 'vitest';
import { definition, rowChange } from '../testing/change-factories.js';
import { foldedRows, targetTable } from '../testing/target-tables.js';
import { ChangeFold, stampOf } from './fold-changes.js';
import { listChanges } from './row-state.js';

const stamped = targetTable();
/** Rows that are told in part fold in the order of arrival; with stamps they are merged with what stands. */
const table = targetTable({ policy: { ordering: 'arrival' } });
const insert = (id: number, rest: RowChange['values'] = {}): RowChange =>
  rowChange({ operation: 'insert', values: { id, ...rest } });
const update = (id: number, rest: RowChange['values'] = {}): RowChange =>
  rowChange({ operation: 'update', values: { id, ...rest } });
const remove = (id: number): RowChange => rowChange({ operation: 'delete', values: { id } });
const move = (from: number, to: number, rest: RowChange['values'] = {}): RowChange =>
  rowChange({ operation: 'update', values: { id: to, ...rest }, before: { id: from } });

/** What is beside the point of most tests left out: key, kind, values, and where missing ones come from. */
function fold(changes: readonly RowChange[], of = table): readonly unknown[] {
  return foldedRows(of, changes).map(({ keyText, kind, values, fillFrom }) => [
    keyText,
    kind,
    ...(kind === 'upsert' ? [values.slice(1)] : []),
    ...(fillFrom === undefined ? [] : [fillFrom]),
  ]);
}

describe('one key', () => {
  it('makes columns that an insert or a load lacks NULL', () => {
    expect(fold([insert(1, { name: 'a' })])).toEqual([['1', 'upsert', ['a', null]]]);
    expect(fold([rowChange({ operation: 'load', values: { id: 1 } })])).toEqual([['1', 'upsert', [null, null]]]);
  });

  it('leaves columns alone that an update lacks, or makes them NULL where the policy says so', () => {
    expect(fold([update(1, { name: 'a' })])).toEqual([['1', 'upsert', ['a', undefined]]]);
    expect(fold([update(1, { name: 'a' })], targetTable({ policy: { absentColumns: 'null' } }))).toEqual([
      ['1', 'upsert', ['a', null]],
    ]);
  });

  it('leaves columns alone that an insert lacks while nobody told all columns', () => {
    expect(fold([insert(1)], targetTable({ columnsKnown: false }))).toEqual([['1', 'upsert', [undefined, undefined]]]);
  });

  it('merges an insert and the partial updates that follow', () => {
    expect(fold([insert(1, { name: 'a', amount: 1 }), update(1, { name: 'b' }), update(1, { amount: 3 })])).toEqual([
      ['1', 'upsert', ['b', 3]],
    ]);
  });

  it('keeps an explicit NULL of an update', () => {
    expect(fold([insert(1, { name: 'a' }), update(1, { name: null })])).toEqual([['1', 'upsert', [null, null]]]);
  });

  it('resets every column when a delete comes before', () => {
    expect(fold([insert(1, { name: 'a', amount: 1 }), remove(1)])).toEqual([['1', 'delete']]);
    expect(fold([remove(1), insert(1, { name: 'b' })])).toEqual([['1', 'upsert', ['b', null]]]);
    expect(fold([remove(1), update(1, { name: 'b' })])).toEqual([['1', 'upsert', ['b', null]]]);
  });

  it('deletes by the values, or else by the before-image', () => {
    expect(fold([rowChange({ operation: 'delete', values: {}, before: { id: 3 } })])).toEqual([['3', 'delete']]);
  });

  it('keeps all changes that made a row, the oldest first', () => {
    const changes = [insert(1), update(1, { name: 'a' }), remove(1), insert(1)];
    const [row] = foldedRows(table, changes);
    expect(listChanges(row!.changes)).toEqual(changes);
  });

  it('takes a row for new only while nothing but inserts made it', () => {
    const isNew = (changes: readonly RowChange[]): unknown =>
      foldedRows(table, changes).map(({ likelyNew }) => likelyNew);
    expect(isNew([insert(1)])).toEqual([true]);
    expect(isNew([insert(1), update(1)])).toEqual([true]);
    expect(isNew([update(1)])).toEqual([false]);
    expect(isNew([remove(1), insert(1)])).toEqual([false]);
  });
});

describe('times', () => {
  it('lets the newest change win, whatever order they come in, and counts the others', () => {
    const [older, newer] = [insert(1, { name: 'old', amount: 1 }), insert(1, { name: 'new' })];
    const folded = new ChangeFold(stamped);
    folded.add(newer);
    folded.add(older);
    expect(folded.rows()).toMatchObject([{ values: [1, 'new', null], timeMicros: newer.timeMicros }]);
    expect(folded.staleChanges).toBe(1);
  });

  it('does not delete what is newer than the delete', () => {
    const [gone, anew] = [remove(1), insert(1, { name: 'anew' })];
    expect(fold([anew, gone], stamped)).toEqual([['1', 'upsert', ['anew', null]]]);
  });

  it('follows the stream where times are equal, unknown or not asked for', () => {
    const [one, other] = [insert(1, { name: 'one' }), insert(1, { name: 'other' })];
    const at = (timeMicros: number | undefined): readonly RowChange[] =>
      [one, other].map((change) => ({ ...change, timeMicros }));
    expect(fold(at(5), stamped)).toEqual([['1', 'upsert', ['other', null]]]);
    expect(fold(at(undefined), stamped)).toEqual([['1', 'upsert', ['other', null]]]);
    expect(fold([other, one])).toEqual([['1', 'upsert', ['one', null]]]);
  });

  it('stamps with the time of the message, else with that of its arrival', () => {
    const { position } = insert(1);
    expect(stampOf(rowChange({ timeMicros: 5 }))).toBe(5);
    expect(stampOf(rowChange({ timeMicros: undefined, position: { ...position, arrivalTimeMs: 7 } }))).toBe(7_000);
    expect(stampOf(rowChange({ timeMicros: undefined }))).toBeNull();
    expect(foldedRows(table, [insert(1)])).toMatchObject([{ timeMicros: null }]);
  });
});

describe('changed keys', () => {
  it('writes the new row, fills it from the old one, and deletes that', () => {
    expect(fold([move(1, 2, { name: 'a' })])).toEqual([
      ['2', 'upsert', ['a', undefined], [1]],
      ['1', 'delete'],
    ]);
  });

  it('fills nothing where the message tells all, or where absent means NULL', () => {
    const expected = [
      ['2', 'upsert', ['a', null]],
      ['1', 'delete'],
    ];
    expect(fold([move(1, 2, { name: 'a', amount: null })])).toEqual(expected);
    expect(fold([move(1, 2, { name: 'a' })], targetTable({ policy: { absentColumns: 'null' } }))).toEqual(expected);
  });

  it('takes an update whose before-image bears the same key, or no key, for no move', () => {
    expect(fold([move(1, 1, { name: 'a' })])).toEqual([['1', 'upsert', ['a', undefined]]]);
    expect(fold([rowChange({ operation: 'update', values: { id: 1, name: 'a' }, before: {} })])).toEqual([
      ['1', 'upsert', ['a', undefined]],
    ]);
    expect(fold([rowChange({ operation: 'update', values: { id: 1, name: 'a' }, before: { name: 'b' } })])).toEqual([
      ['1', 'upsert', ['a', undefined]],
    ]);
  });

  it('follows a chain from a row of the batch, and from a row of before', () => {
    expect(fold([insert(1, { name: 'a', amount: 7 }), move(1, 2), move(2, 3, { name: 'c' })])).toEqual([
      ['1', 'delete'],
      ['2', 'delete'],
      ['3', 'upsert', ['c', 7]],
    ]);
    expect(fold([move(1, 2, { name: 'b' }), move(2, 3)])).toEqual([
      ['2', 'delete'],
      ['1', 'delete'],
      ['3', 'upsert', ['b', undefined], [1]],
    ]);
  });

  it('swaps two keys, each row filled from where it stood before the batch', () => {
    expect(fold([move(1, 99), move(2, 1), move(99, 2)])).toEqual([
      ['99', 'delete'],
      ['1', 'upsert', [undefined, undefined], [2]],
      ['2', 'upsert', [undefined, undefined], [1]],
    ]);
  });

  it('lets the left key be used again', () => {
    expect(fold([move(1, 2), insert(1, { name: 'anew' })])).toEqual([
      ['2', 'upsert', [undefined, undefined], [1]],
      ['1', 'upsert', ['anew', null]],
    ]);
  });

  it('carries an update of before the move along, and takes one of after it in', () => {
    expect(fold([update(1, { name: 'a' }), move(1, 2)])).toEqual([
      ['1', 'delete'],
      ['2', 'upsert', ['a', undefined], [1]],
    ]);
    expect(fold([move(1, 2), update(2, { amount: 4 })])).toEqual([
      ['2', 'upsert', [undefined, 4], [1]],
      ['1', 'delete'],
    ]);
  });

  it('replaces a row that was deleted under the new key', () => {
    expect(fold([remove(2), move(1, 2, { name: 'a' })])).toEqual([
      ['2', 'upsert', ['a', undefined], [1]],
      ['1', 'delete'],
    ]);
  });

  it('completes a composite key from the before-image, which tells only what changed', () => {
    const pair = targetTable({ definition: definition({ a: 'INT32', b: 'INT32', v: 'STRING' }, ['a', 'b']) });
    const change = rowChange({ operation: 'update', values: { a: 1, b: 3, v: 'x' }, before: { b: 2 } });
    expect(foldedRows(pair, [change]).map(({ kind, key }) => [kind, key])).toEqual([
      ['upsert', [1, 3]],
      ['delete', [1, 2]],
    ]);
    const lacking = rowChange({ operation: 'update', values: { b: 3, v: 'x' }, before: { a: 1, b: 2 } });
    expect(foldedRows(pair, [lacking]).map(({ kind, key }) => [kind, key])).toEqual([
      ['upsert', [1, 3]],
      ['delete', [1, 2]],
    ]);
  });
});

describe('what cannot be folded', () => {
  const add = (change: RowChange, of = table): unknown => new ChangeFold(of).add(change);

  it('is a change without its whole key', () => {
    const pair = targetTable({ definition: definition({ a: 'INT32', b: 'INT32' }, ['a', 'b']) });
    for (const operation of ['insert', 'update', 'delete'] as const) {
      expect(add(rowChange({ operation, values: { a: 1 } }), pair)).toMatchObject({
        code: 'incomplete-key',
        column: 'b',
        message: `The ${operation} lacks 1 of 2 key columns: b.`,
      });
      expect(add(rowChange({ operation, values: { a: 1, b: null } }), pair)).toMatchObject({ code: 'incomplete-key' });
    }
  });

  it('is a value that does not fit its column, by name and without the value', () => {
    expect(add(insert(1, { amount: 'S3CR3T' }))).toMatchObject({
      code: 'value-not-castable',
      column: 'amount',
      message: expect.not.stringContaining('S3CR3T') as string,
    });
    expect(add(rowChange({ operation: 'delete', values: { id: 'x' } }))).toMatchObject({
      code: 'value-not-castable',
      column: 'id',
    });
    expect(add(move('x' as unknown as number, 2))).toMatchObject({ code: 'value-not-castable', column: 'id' });
  });

  it('is a column that the table lacks, unless it is NULL, excluded, or of a name from before', () => {
    expect(add(insert(1, { extra: 1 }))).toBe('unknown-column');
    expect(add(insert(1, { extra: null }))).toBe('folded');
    expect(add(insert(1, { name: 'x' }), targetTable({ table: { excludeColumns: ['name'] } }))).toBe('folded');
    const renamed = targetTable({
      formerNames: [
        { former: 'title', present: 'name', untilMicros: 100 },
        { former: 'gone', present: null, untilMicros: 100 },
      ],
    });
    const late = rowChange({ values: { id: 1, title: 'x', gone: 1 }, timeMicros: 99 });
    expect(foldedRows(renamed, [late])).toMatchObject([{ values: [1, 'x', null] }]);
    expect(add({ ...late, timeMicros: 100 }, renamed)).toBe('unknown-column');
  });

  it('is a delete or an update in a table without a key', () => {
    const keyless = targetTable({ definition: definition({ name: 'STRING' }) });
    for (const operation of ['delete', 'update'] as const) {
      expect(add(rowChange({ operation, values: { name: 'a' } }), keyless)).toMatchObject({ code: 'keyless-change' });
    }
  });
});

describe('a table without a key', () => {
  const keyless = targetTable({ definition: definition({ name: 'STRING', n: 'INT32' }) });

  it('keeps equal rows apart, and a repeated one once', () => {
    const one = rowChange({ values: { name: 'a' } });
    const rows = foldedRows(keyless, [one, rowChange({ values: { name: 'a' } }), one]);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ values: ['a', null], key: [rows[0]?.keyText] });
  });
});

describe('rows told in part, with stamps', () => {
  const merges = (changes: readonly RowChange[]): readonly unknown[] => {
    const folded = new ChangeFold(stamped);
    for (const change of changes) expect(folded.add(change)).toBe('folded');
    return [
      ...folded.rows().map(({ keyText, kind }) => [keyText, kind]),
      ...folded.merges.map((change) => [
        'merge',
        change.keyText,
        change.kind,
        ...(change.kind === 'move' ? [change.from.keyText] : []),
      ]),
    ];
  };

  it('are not folded, and neither is what else the batch tells of them', () => {
    expect(merges([insert(1), update(1, { name: 'a' }), insert(2), remove(1)])).toEqual([
      ['2', 'upsert'],
      ['merge', '1', 'whole'],
      ['merge', '1', 'partial'],
      ['merge', '1', 'delete'],
    ]);
  });

  it('take the rows along that they come from or go to', () => {
    expect(
      merges([insert(1), insert(2), move(2, 3, { name: 'a', amount: 1 }), move(1, 2, { name: 'a' }), insert(1)]),
    ).toEqual([
      ['3', 'upsert'],
      ['merge', '2', 'leave'],
      ['merge', '1', 'whole'],
      ['merge', '2', 'move', '1'],
      ['merge', '1', 'whole'],
    ]);
  });

  it('are remembered where a newer change replaces them whole', () => {
    const folded = new ChangeFold(stamped);
    const [older, newer] = [insert(1), insert(1)];
    folded.add(newer);
    folded.add(older);
    folded.add(remove(1));
    expect(folded.superseded.map(({ changes }) => changes.change)).toEqual([older, newer]);
  });
});
