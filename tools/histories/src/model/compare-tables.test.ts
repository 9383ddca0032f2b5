import { describe, expect, it } from 'vitest';
import type { SourceEvent } from '../source/source-event.ts';
import { fullLoad, insert, remove, sourceTable } from '../testing/source-tables.ts';
import { compareTables, type ActualTable } from './compare-tables.ts';
import { expectTables, type Circumstances } from './expect-tables.ts';
import { foldEvents } from './fold-events.ts';

const usual: Circumstances = { dialect: 'postgresql', ordering: 'stamped', signalsLoads: true, inOrder: true };

function compare(
  events: readonly SourceEvent[],
  rows: ActualTable['rows'],
  circumstances: Partial<Circumstances> = {},
): readonly string[] {
  const expected = expectTables(foldEvents(events), { ...usual, ...circumstances });
  return compareTables(expected, [{ name: { schema: 's', table: 't' }, columns: ['id', 'v'], rows }]);
}

const a = { id: '1', v: 'a' };
const b = { id: '2', v: 'b' };

describe('a table with a key', () => {
  it('is right when it holds the same rows, in any order', () => {
    expect(
      compare(
        [fullLoad([a, b])],
        [
          ['2', 'b'],
          ['1', 'a'],
        ],
      ),
    ).toEqual([]);
  });

  it('differs by each row that is missing, other, or too many', () => {
    expect(
      compare(
        [fullLoad([a, b])],
        [
          ['1', 'x'],
          ['3', 'c'],
        ],
      ),
    ).toEqual([
      '"s"."t": misses {"id": "1", "v": "a"}',
      '"s"."t": misses {"id": "2", "v": "b"}',
      '"s"."t": has beyond the source {"id": "1", "v": "x"}',
      '"s"."t": has beyond the source {"id": "3", "v": "c"}',
    ]);
    expect(
      compare(
        [fullLoad([a])],
        [
          ['1', 'a'],
          ['1', 'a'],
        ],
      ),
    ).toEqual(['"s"."t": has beyond the source {"id": "1", "v": "a"}']);
  });

  it('may keep rows that a load lacks only where nothing tells that the load is complete', () => {
    const reloaded = [fullLoad([a, b]), fullLoad([b])];
    const kept = [
      ['1', 'old'],
      ['2', 'b'],
    ];
    const surplus = ['"s"."t": has beyond the source {"id": "1", "v": "old"}'];
    expect(compare(reloaded, kept)).toEqual(surplus);
    expect(compare(reloaded, kept, { signalsLoads: false })).toEqual([]);
    expect(
      compare([...reloaded, insert({ id: '3', v: null }), remove({ id: '3', v: null })], kept, { signalsLoads: false }),
    ).toEqual(surplus);
    expect(compare(reloaded, kept, { ordering: 'arrival' })).toEqual([]);
  });
});

describe('a table without a key', () => {
  const keyless = sourceTable({ primaryKey: [] });

  it('holds each row at least as often as the source', () => {
    expect(
      compare(
        [fullLoad([a, a], keyless)],
        [
          ['1', 'a'],
          ['1', 'a'],
          ['1', 'a'],
        ],
      ),
    ).toEqual([]);
    expect(compare([fullLoad([a, a], keyless)], [['1', 'a']])).toEqual(['"s"."t": misses {"id": "1", "v": "a"}']);
  });

  it('holds rows of before only where changes came out of order, and never other ones', () => {
    const deleted = [fullLoad([a, b], keyless), remove(a)];
    expect(
      compare(deleted, [
        ['1', 'a'],
        ['2', 'b'],
      ]),
    ).toEqual(['"s"."t": has beyond the source {"id": "1", "v": "a"}']);
    expect(
      compare(
        deleted,
        [
          ['1', 'a'],
          ['2', 'b'],
        ],
        { inOrder: false },
      ),
    ).toEqual([]);
    expect(
      compare(
        deleted,
        [
          ['2', 'b'],
          ['3', 'c'],
        ],
        { inOrder: false },
      ),
    ).toEqual(['"s"."t": has beyond the source {"id": "3", "v": "c"}']);
  });
});

it('names tables and columns that are missing or too many', () => {
  const expected = expectTables(foldEvents([fullLoad([])]), usual);
  expect(compareTables(expected, [{ name: { schema: 's', table: 'u' }, columns: [], rows: [] }])).toEqual([
    '"s"."t": is missing in the target',
    '"s"."u": is in the target with 0 rows, but not at the source',
  ]);
  expect(compareTables(expected, [{ name: { schema: 's', table: 't' }, columns: ['id', 'w'], rows: [] }])).toEqual([
    '"s"."t": the column "v" is missing in the target',
    '"s"."t": the column "w" is in the target, but not at the source',
  ]);
});
