import type { PipelineTable } from '@drayage/cratedb-writer';
import { expect, it } from 'vitest';
import { UsageError } from '@drayage/terminal';
import { chooseTables } from './choose-tables.js';
import { BehindError, refuseBehind } from './refuse-behind.js';

const table = (name: string, state: PipelineTable['state'], given: Partial<PipelineTable> = {}): PipelineTable => ({
  source: { schema: 'shop', table: name },
  target: { schema: 'store', table: name },
  state,
  reason: null,
  ...given,
});
const tables = [table('a', 'loading'), table('b', 'live'), table('c', 'incomplete', { reason: 'DMS suspended it.' })];
const actions = (names: readonly string[]) =>
  chooseTables(tables, names, 'p').map(({ table: { source }, action }) => [source.table, action]);

it('takes all that load where none is named', () => {
  expect(actions([])).toEqual([['a', 'complete']]);
});

it('takes those named, at the source or in the target, and says what each is good for', () => {
  expect(actions(['shop.a', 'store.b', 'shop.c'])).toEqual([
    ['a', 'complete'],
    ['b', 'none'],
    ['c', 'refused'],
  ]);
  expect(chooseTables(tables, ['shop.c'], 'p')[0]?.why).toBe(
    'It is incomplete: DMS suspended it. Load it again with DMS.',
  );
});

it('refuses names that the pipeline does not know, and tells those it knows', () => {
  expect(() => chooseTables(tables, ['shop.a', 'shop.x'], 'p')).toThrow('The pipeline p has no table shop.x.');
  expect(() => chooseTables(tables, ['shop.x'], 'p')).toThrow(
    expect.objectContaining({ remedy: 'Its tables are: shop.a, shop.b, shop.c.' }),
  );
  expect(() => chooseTables([], ['shop.x'], 'p')).toThrow(UsageError);
});

it('refuses while the stream is not applied', () => {
  const now = Date.UTC(2026, 0, 1);
  expect(() => refuseBehind(undefined, now)).not.toThrow();
  expect(() => refuseBehind(new Date(now - 60_000), now)).not.toThrow();
  expect(() => refuseBehind(new Date(now - 60_001), now)).toThrow(BehindError);
  expect(() => refuseBehind(null, now)).toThrow('nothing of some shard');
});
