import { expect, it } from 'vitest';
import { appliedUntil, type AppliedRow } from './applied-until.js';

const ARN = 'arn:aws:kinesis:eu-central-1:123456789012:stream/shop';
const row = (given: Partial<AppliedRow>): AppliedRow => ({
  stream: ARN,
  createdAtMs: 5,
  isOver: false,
  appliedMs: 100,
  updatedAtMs: 10,
  ...given,
});
const older = row({ stream: `${ARN}-old`, createdAtMs: 1, appliedMs: 2, updatedAtMs: 3 });
const remade = row({ createdAtMs: 4, appliedMs: 2, updatedAtMs: 3 });

it.each([
  ['no checkpoint', [], undefined, undefined],
  ['the shard that is furthest behind', [row({}), row({ appliedMs: 90 })], undefined, 90],
  ['a shard without a time', [row({}), row({ appliedMs: null })], undefined, null],
  ['a shard that is over', [row({}), row({ appliedMs: 1, isOver: true })], undefined, 100],
  ['shards that are all over', [row({ isOver: true })], undefined, undefined],
  ['an earlier stream, by what was saved last', [older, row({})], undefined, 100],
  [
    'an earlier stream that was saved in the same millisecond',
    [{ ...older, updatedAtMs: 10 }, row({})],
    undefined,
    100,
  ],
  ['an earlier stream, by name', [older, row({})], { nameOrArn: 'shop' }, 100],
  ['an earlier stream, by ARN', [older, row({})], { nameOrArn: ARN }, 100],
  ['the earlier stream, where that one is meant', [older, row({})], { nameOrArn: 'shop-old' }, 2],
  ['a stream by the same name that is gone', [remade, row({})], { nameOrArn: ARN, createdAt: new Date(5) }, 100],
  ['the same, by what was saved last', [remade, row({})], undefined, 100],
  ['only a stream by the same name that is gone', [remade], { nameOrArn: ARN, createdAt: new Date(5) }, undefined],
  [
    'a row of a function, which does not know the stream’s time',
    [row({ createdAtMs: null })],
    { nameOrArn: ARN, createdAt: new Date(5) },
    100,
  ],
])('judges %s', (_what, rows, stream, expected) => {
  expect(appliedUntil(rows, stream)?.getTime() ?? appliedUntil(rows, stream)).toBe(expected);
});
