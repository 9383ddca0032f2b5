import type { PipelineCheckpoint } from '@drayage/cratedb-writer';
import { expect, it } from 'vitest';
import { chooseOtherStreams, choosePruned } from '../commands/prune-checkpoints-command.js';
import { renderCheckpoints } from './render-checkpoints.js';

const ARN = 'arn:aws:kinesis:eu-central-1:123456789012:stream/shop';
const CREATED = new Date('2026-01-02T00:00:00Z');
const NOW = Date.UTC(2026, 0, 31, 12);
const row = (given: Partial<PipelineCheckpoint>): PipelineCheckpoint => ({
  stream: ARN,
  streamCreatedAt: CREATED,
  shardId: 'shardId-0',
  sequenceNumber: '5',
  arrivalTime: new Date(NOW - 5_000),
  owner: 'host-1',
  ownerUntil: new Date(NOW + 1_000),
  ...given,
});
const old = row({
  stream: `${ARN}-old`,
  sequenceNumber: '4',
  owner: 'host-1',
  ownerUntil: new Date(NOW - 1),
  arrivalTime: new Date(NOW - 86_400_000),
});
const remade = row({
  shardId: 'shardId-1',
  streamCreatedAt: new Date('2026-01-01T00:00:00Z'),
  sequenceNumber: null,
  arrivalTime: null,
  owner: null,
  ownerUntil: null,
});
const view = { width: undefined, paint: (_tone: unknown, text: string) => text, nowMs: NOW };

it('names the one stream above', () => {
  expect(renderCheckpoints('shop', [row({})], view)).toBe(
    [
      `pipeline shop, stream ${ARN}`,
      '',
      'shard      sequence number  applied until         ago  held by',
      'shardId-0  5                2026-01-31 11:59:55Z  5 s  host-1',
      '',
    ].join('\n'),
  );
});

it('says of each row which stream it is of, where there are several', () => {
  expect(renderCheckpoints('shop', [row({}), remade, old], view)).toBe(
    [
      'pipeline shop, 3 streams',
      '',
      'stream                 shard      sequence number    applied until         ago  held by',
      'shop (2026-01-02)      shardId-0  5                  2026-01-31 11:59:55Z  5 s  host-1',
      'shop (2026-01-01)      shardId-1  nothing saved yet',
      'shop-old (2026-01-02)  shardId-0  4                  2026-01-30 12:00:00Z  1 d  host-1 (lease ended)',
      '',
      'Checkpoints of streams that no longer feed it are removed by dray checkpoints prune --other-streams.',
      '',
    ].join('\n'),
  );
  const narrow = renderCheckpoints('shop', [row({}), remade, old], { ...view, width: 80 });
  expect(narrow.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

it('chooses those of other streams, and of one by the same name, unless somebody holds them', () => {
  const stream = { arn: ARN, createdAt: CREATED, shards: [] };
  const held = row({ stream: `${ARN}-held` });
  const ended = row({ shardId: 'shardId-2', sequenceNumber: 'SHARD_END' });
  const all = [row({}), remade, old, held, ended];
  expect(chooseOtherStreams(all, stream, NOW)).toEqual([remade, old]);
  expect(choosePruned(all, stream)).toEqual([ended]);
  expect(chooseOtherStreams(all, { arn: ARN, createdAt: undefined }, NOW)).toEqual([old]);
});
