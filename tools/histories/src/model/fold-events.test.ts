import { describe, expect, it } from 'vitest';
import type { Alteration, SourceEvent, Told } from '../source/source-event.ts';
import type { SourceRow } from '../source/source-table.ts';
import { column, fullLoad, insert, remove, sourceTable, update } from '../testing/source-tables.ts';
import { foldEvents, type ModelTable } from './fold-events.ts';

function fold(...events: readonly SourceEvent[]): ModelTable {
  const table = foldEvents(events).get(0);
  if (table === undefined) throw new Error('Table 0 is not there.');
  return table;
}

function rowsAfter(...events: readonly SourceEvent[]): readonly SourceRow[] {
  return [...fold(...events).rows.values()];
}

const a = { id: '1', v: 'a' };
const b = { id: '2', v: 'b' };

describe('rows', () => {
  it('are loaded, inserted, updated and deleted', () => {
    expect(rowsAfter(fullLoad([a]), insert(b), update(a, { id: '1', v: 'x' }))).toEqual([b, { id: '1', v: 'x' }]);
    expect(rowsAfter(fullLoad([a, b]), remove(a))).toEqual([b]);
    expect(rowsAfter(fullLoad([a]), remove(a), insert({ id: '1', v: null }))).toEqual([{ id: '1', v: null }]);
  });

  it('move with their key, in chains and swaps, and leave it to others', () => {
    const moved = { id: '3', v: 'a' };
    expect(rowsAfter(fullLoad([a]), update(a, moved), update(moved, { id: '4', v: 'a' }))).toEqual([
      { id: '4', v: 'a' },
    ]);
    expect(
      rowsAfter(fullLoad([a, b]), update(a, moved), update(b, { id: '1', v: 'b' }), update(moved, { id: '2', v: 'a' })),
    ).toEqual([
      { id: '1', v: 'b' },
      { id: '2', v: 'a' },
    ]);
    expect(rowsAfter(fullLoad([a]), update(a, moved), insert({ id: '1', v: 'new' }))).toEqual([
      moved,
      { id: '1', v: 'new' },
    ]);
  });

  it('change as a whole, whatever part of them the message tells', () => {
    expect(rowsAfter(fullLoad([a]), update(a, { id: '1', v: 'x' }, ['id']))).toEqual([{ id: '1', v: 'x' }]);
  });

  it('do not change when DMS restarts', () => {
    expect(rowsAfter(fullLoad([a]), insert(b), { kind: 'restart', back: 1 })).toEqual([a, b]);
  });
});

describe('rows without a key', () => {
  const keyless = sourceTable({ primaryKey: [] });

  it('may be equal, and one of the equal ones is changed or deleted', () => {
    expect(rowsAfter(fullLoad([a, a], keyless), insert(a))).toEqual([a, a, a]);
    expect(rowsAfter(fullLoad([a, a], keyless), remove(a))).toEqual([a]);
    expect(rowsAfter(fullLoad([a, a], keyless), update(a, b))).toEqual([a, b]);
  });

  it('are remembered as long as the load lasts', () => {
    expect(fold(fullLoad([a], keyless), update(a, b)).held).toEqual([a, b]);
    expect(fold(fullLoad([a], keyless), fullLoad([b], keyless)).held).toEqual([b]);
  });
});

describe('a second load', () => {
  it('replaces the rows and remembers which went without a change', () => {
    const table = fold(fullLoad([a, b]), fullLoad([b]));
    expect([...table.rows.values()]).toEqual([b]);
    expect(table.lost).toEqual([a]);
    expect(table.changedSinceLoad).toBe(false);
    expect(fold(fullLoad([a, b]), fullLoad([b]), remove(b)).changedSinceLoad).toBe(true);
  });

  it('brings a dropped table back', () => {
    expect(fold(fullLoad([a]), { kind: 'drop-table', table: 0 }).dropped).toBe(true);
    expect(fold(fullLoad([a]), { kind: 'drop-table', table: 0 }, fullLoad([a])).dropped).toBe(false);
  });
});

describe('definitions', () => {
  const alter = (alteration: Alteration, told: Told = 'once'): SourceEvent => ({
    kind: 'alter',
    table: 0,
    alteration,
    told,
  });

  it('gain columns, which are NULL', () => {
    const table = fold(fullLoad([a]), alter({ kind: 'add-column', column: column('n') }));
    expect([...table.rows.values()]).toEqual([{ id: '1', v: 'a', n: null }]);
    expect(table.definition.columns.map(({ name }) => name)).toEqual(['id', 'v', 'n']);
    expect(table.untoldColumns.size).toBe(0);
  });

  it('remember columns that nobody told of, until they go', () => {
    const added = [fullLoad([a]), alter({ kind: 'add-column', column: column('n') }, 'never')] as const;
    expect([...fold(...added).untoldColumns]).toEqual(['n']);
    expect([...fold(...added, alter({ kind: 'drop-column', column: 'n' })).untoldColumns]).toEqual([]);
  });

  it('lose and rename columns, those of the key too', () => {
    expect(rowsAfter(fullLoad([a]), alter({ kind: 'drop-column', column: 'v' }))).toEqual([{ id: '1' }]);
    expect([...fold(fullLoad([a]), alter({ kind: 'drop-column', column: 'v' }, 'never')).untoldDrops]).toEqual(['v']);
    const renamed = fold(fullLoad([a]), alter({ kind: 'rename-column', from: 'id', to: 'key' }));
    expect([...renamed.rows.values()]).toEqual([{ v: 'a', key: '1' }]);
    expect(renamed.definition.primaryKey).toEqual(['key']);
  });

  it('change types and names, and keep the rows', () => {
    const table = fold(
      fullLoad([a]),
      alter({ kind: 'column-type-change', column: column('id', { type: 'INT64' }) }),
      alter({ kind: 'rename-table', to: { schema: 's', table: 'u' } }),
    );
    expect([...table.rows.values()]).toEqual([a]);
    expect(table.definition.name.table).toBe('u');
    expect(table.definition.columns[0]?.type).toBe('INT64');
  });
});
