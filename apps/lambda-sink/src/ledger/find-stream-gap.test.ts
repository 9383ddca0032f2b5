import { expect, it } from 'vitest';

import { findStreamGap, forgetGone, type GapSearch } from './find-stream-gap.js';
import { EMPTY_LEDGER, type OpenBatch } from './shard-ledger.js';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-03-10T00:00:00Z');
const ago = (hours: number): number => NOW - hours * HOUR_MS;
const CREATED = new Date('2026-01-01T00:00:00Z');
const open = (hours: number): OpenBatch => ({ next: '1', last: '2', arrivalTimeMs: ago(hours), sinceMs: ago(hours) });

function search(changes: {
  readonly readUntil?: number;
  readonly open?: readonly OpenBatch[];
  readonly first: number;
  readonly createdAt?: Date;
}): GapSearch {
  return {
    stream: { arn: 'arn', createdAt: CREATED, retentionMs: 24 * HOUR_MS },
    shardId: 'shardId-0',
    row: {
      streamCreatedAt: changes.createdAt ?? CREATED,
      sequenceNumber: '5',
      arrivalTime: changes.readUntil === undefined ? undefined : new Date(ago(changes.readUntil)),
      fence: 1,
      batches: undefined,
      heldBy: undefined,
    },
    ledger: { ...EMPTY_LEDGER, open: changes.open ?? [] },
    firstArrivalMs: ago(changes.first),
    nowMs: NOW,
  };
}

it.each([
  ['a shard that is read as its records come', { readUntil: 1, first: 0.1 }],
  ['a shard where nothing came for longer than the retention', { readUntil: 500, first: 0.1 }],
  ['a mapping that was off for less than the retention', { readUntil: 23, first: 22 }],
  ['records older than the retention that still come', { readUntil: 30, first: 25 }],
  ['a batch that was handed back and comes again', { readUntil: 30, open: [open(26)], first: 26 }],
  ['a batch that waits for its turn', { readUntil: 3, open: [open(3)], first: 1 }],
  ['a position without a time', { first: 23 }],
] as const)('finds none in %s', (_, changes) => {
  expect(findStreamGap(search(changes))).toBeUndefined();
});

it('finds a stream that was made anew under the same name', () => {
  expect(findStreamGap(search({ readUntil: 1, first: 0, createdAt: new Date('2025-01-01T00:00:00Z') }))).toMatchObject({
    kind: 'stream-recreated',
    shardIds: ['shardId-0'],
    lostFrom: new Date(ago(1)),
    lostUntil: CREATED,
  });
});

it('finds records that a mapping reads past along the trim horizon, after it was off for longer than the retention', () => {
  expect(findStreamGap(search({ readUntil: 40, first: 23 }))).toMatchObject({
    kind: 'checkpoint-too-old',
    lostFrom: new Date(ago(40)),
    lostUntil: new Date(ago(23)),
  });
});

it('finds records that were handed back, did not come again, and are gone from the stream', () => {
  const found = search({ readUntil: 1, open: [open(30), open(2)], first: 0 });
  expect(findStreamGap(found)).toMatchObject({
    kind: 'checkpoint-too-old',
    lostFrom: new Date(ago(30)),
    lostUntil: new Date(ago(24)),
  });
  expect(forgetGone(found.ledger, ago(24)).open).toEqual([open(2)]);
});
