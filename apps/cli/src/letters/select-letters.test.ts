import { describe, expect, it } from 'vitest';
import { requireSelection, selectLetters } from './select-letters.js';

describe('selectLetters', () => {
  it('takes nothing for everything', () => {
    expect(selectLetters([], {})).toEqual({ ids: undefined, table: undefined, code: undefined, state: undefined });
  });

  it('takes ids, a table whose name may hold dots, a code and a state', () => {
    const selection = selectLetters(['a', 'b'], { table: 'shop.or.ders', code: 'parked', state: 'open' });
    expect(selection).toEqual({
      ids: ['a', 'b'],
      table: { schema: 'shop', table: 'or.ders' },
      code: 'parked',
      state: 'open',
    });
    expect(selectLetters([], { table: '.awsdms_status' }).table).toEqual({ schema: '', table: 'awsdms_status' });
  });

  it.each([
    [{ table: 'orders' }, '--table: orders names no table.'],
    [{ table: 'shop.' }, '--table: shop. names no table.'],
    [{ code: 'nope' }, '--code: nope is none.'],
    [{ state: 'shut' }, '--state: shut is none.'],
  ])('refuses %j', (flags, message) => {
    expect(() => selectLetters([], flags)).toThrow(message);
  });
});

describe('requireSelection', () => {
  it.each([
    [['a'], {}],
    [[], { table: 's.t' }],
    [[], { code: 'parked' }],
    [[], { all: true }],
  ])('takes %j with %j', (ids, flags) => {
    expect(() => requireSelection(ids, flags)).not.toThrow();
  });

  it.each([
    [[], {}, 'No letters are selected.'],
    [[], { state: 'open' }, 'No letters are selected.'],
    [['a'], { all: true }, '--all goes with no other selection.'],
    [[], { all: true, table: 's.t' }, '--all goes with no other selection.'],
  ])('refuses %j with %j', (ids, flags, message) => {
    expect(() => requireSelection(ids, flags)).toThrow(message);
  });
});
