import { describe, expect, it } from 'vitest';
import type { Shard } from '../shard.js';
import { shardOf } from '../testing/plan-data.js';
import { ancestorsOf, readyShards } from './shard-order.js';

const ready = (shards: readonly Shard[], finished: readonly string[] = [], taken: readonly string[] = []): string[] =>
  readyShards({ shards, finished: new Set(finished), taken: new Set(taken) }).map((shard) => shard.shardId);

const SPLIT = [shardOf('a', [], true), shardOf('b', ['a']), shardOf('c', ['a'])];
const MERGED = [shardOf('a', [], true), shardOf('b', [], true), shardOf('c', ['a', 'b'])];

describe('readyShards', () => {
  it('takes all shards of a stream that was never resharded', () => {
    expect(ready([shardOf('a'), shardOf('b')])).toEqual(['a', 'b']);
  });

  it('takes the parent before both halves of a split', () => {
    expect(ready(SPLIT)).toEqual(['a']);
    expect(ready(SPLIT, [], ['a'])).toEqual([]);
    expect(ready(SPLIT, ['a'])).toEqual(['b', 'c']);
  });

  it('takes both parents before what they were merged into', () => {
    expect(ready(MERGED)).toEqual(['a', 'b']);
    expect(ready(MERGED, ['a'])).toEqual(['b']);
    expect(ready(MERGED, ['a'], ['b'])).toEqual([]);
    expect(ready(MERGED, ['a', 'b'])).toEqual(['c']);
  });

  it('counts a parent that is listed no longer as finished', () => {
    expect(ready([shardOf('b', ['a']), shardOf('c', ['a', 'z'])])).toEqual(['b', 'c']);
    expect(ready([shardOf('b', [], true), shardOf('c', ['a', 'b'])])).toEqual(['b']);
  });

  it('follows generations one by one', () => {
    const shards = [shardOf('a', [], true), shardOf('b', ['a'], true), shardOf('c', ['b'])];
    expect(ready(shards)).toEqual(['a']);
    expect(ready(shards, ['a'])).toEqual(['b']);
    expect(ready(shards, ['a', 'b'])).toEqual(['c']);
    expect(ready(shards, ['a', 'b', 'c'])).toEqual([]);
  });
});

describe('ancestorsOf', () => {
  it('names every ancestor, also the last one that is listed no longer', () => {
    const shards = [
      shardOf('b', ['a'], true),
      shardOf('c', [], true),
      shardOf('d', ['b', 'c'], true),
      shardOf('e', ['d']),
    ];
    expect(ancestorsOf('e', shards)).toEqual(new Set(['d', 'b', 'a', 'c']));
    expect(ancestorsOf('c', shards)).toEqual(new Set());
  });
});
