import { describe, expect, it } from 'vitest';
import type { StartPosition } from '../start-position.js';
import { hoursAgo, shardOf } from '../testing/plan-data.js';
import { firstPositions } from './first-positions.js';

const SHARDS = [shardOf('a', [], true), shardOf('b', ['a']), shardOf('c', ['a'])];

const kinds = (start: StartPosition, known: readonly string[] = []): string[] =>
  [...firstPositions(start, SHARDS, new Set(known)).values()].map((position) => position.kind);

describe('firstPositions', () => {
  it('begins at the trim horizon where there is no checkpoint', () => {
    expect(kinds({ kind: 'checkpoint' })).toEqual(['trim-horizon', 'trim-horizon', 'trim-horizon']);
    expect(kinds({ kind: 'trim-horizon' })).toEqual(['trim-horizon', 'trim-horizon', 'trim-horizon']);
  });

  it('reads open shards only when it begins at the latest record', () => {
    expect(kinds({ kind: 'latest' })).toEqual(['skip', 'latest', 'latest']);
  });

  it('begins every shard at the time that was asked for', () => {
    expect(kinds({ kind: 'time', at: hoursAgo(1) })).toEqual(['at-time', 'at-time', 'at-time']);
  });

  it('begins children at their own trim horizon if the start was applied to an ancestor', () => {
    expect(kinds({ kind: 'latest' }, ['a'])).toEqual(['skip', 'trim-horizon', 'trim-horizon']);
    expect(kinds({ kind: 'time', at: hoursAgo(1) }, ['a'])).toEqual(['at-time', 'trim-horizon', 'trim-horizon']);
  });
});
