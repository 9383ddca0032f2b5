import { expect, it } from 'vitest';
import { compareLetters } from './letter-order.js';

const at = (timeMicros: number | null, sequenceNumber = '1', shardId = 'a') => ({
  timeMicros,
  position: { stream: 's', shardId, sequenceNumber },
});

it.each([
  ['by time', at(1, '9'), at(2, '1'), -1],
  ['by time, in different shards', at(2, '1', 'a'), at(1, '1', 'b'), 1],
  ['of equal times by their place in the shard, as big integers', at(1, '9'), at(1, '10'), -1],
  ['without a time by their place in the shard', at(null, '10'), at(5, '9'), 1],
  ['not at all where nothing tells them apart', at(1, '1', 'a'), at(1, '2', 'b'), 0],
  ['not at all with themselves', at(null), at(null), 0],
])('compares letters %s', (_, one, other, expected) => {
  expect(compareLetters(one, other)).toBe(expected);
});
