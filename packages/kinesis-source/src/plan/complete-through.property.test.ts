import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CheckpointRow } from '../checkpoints/checkpoint-store.js';
import { rowOf, streamOf } from '../testing/plan-data.js';
import { completeThrough, type OwnProgress } from './complete-through.js';

/** A shard as it really is. Records arrive from `openedAt` until before `closedAt`. */
interface RealShard {
  readonly shardId: string;
  readonly parents: readonly RealShard[];
  readonly openedAt: number;
  closedAt: number;
  readonly records: number[];
}

const step = fc.record({ kind: fc.constantFrom('put', 'put', 'split', 'merge'), pick: fc.nat() });

/** How somebody reads a shard: mostly to its end, with the greatest claim a reader may make. */
const reading = fc.record({
  begun: fc.constantFrom(true, true, true, false),
  all: fc.constantFrom(true, true, false),
  records: fc.nat(),
  claim: fc.constantFrom('greatest', 'greatest', 'less', 'last', 'none'),
  here: fc.boolean(),
});
type Reading = typeof reading extends fc.Arbitrary<infer T> ? T : never;

/** Plays puts, splits and merges, one a tick. */
function play(steps: readonly { readonly kind: string; readonly pick: number }[]): readonly RealShard[] {
  const shards: RealShard[] = [];
  const make = (openedAt: number, ...parents: readonly RealShard[]): void => {
    shards.push({ shardId: `s${shards.length}`, parents, openedAt, closedAt: Infinity, records: [] });
  };
  make(0);
  make(0);
  steps.forEach(({ kind, pick }, index) => {
    const at = (index + 1) * 10;
    const openNow = shards.filter(({ closedAt }) => closedAt === Infinity);
    const one = openNow[pick % openNow.length]!;
    const other = openNow[(pick + 1) % openNow.length]!;
    if (kind === 'put') one.records.push(at);
    else if (kind === 'split') {
      one.closedAt = at;
      make(at, one);
      make(at, one);
    } else if (one !== other) {
      one.closedAt = at;
      other.closedAt = at;
      make(at, one, other);
    }
  });
  return shards;
}

interface Read {
  readonly shard: RealShard;
  readonly safeRecords: number;
  readonly progress: OwnProgress | undefined;
  readonly here: boolean;
}

/** Reads each shard some way: no child before its parents are finished, and no claim beyond what a reader can know. */
function read(shards: readonly RealShard[], readings: readonly Reading[], now: number): readonly Read[] {
  const reads = new Map<RealShard, Read>();
  shards.forEach((shard, index) => {
    const { begun, all, records, claim, here } = readings[index % readings.length]!;
    const isReady = begun && shard.parents.every((parent) => reads.get(parent)?.progress?.finished === true);
    const safeRecords = !isReady ? 0 : all ? shard.records.length : records % (shard.records.length + 1);
    const finished = safeRecords === shard.records.length && shard.closedAt <= now;
    const greatest = Math.min(shard.records[safeRecords] ?? Infinity, shard.closedAt, now);
    const last = shard.records[safeRecords - 1] ?? shard.openedAt;
    const safeUntilMs = { greatest, less: Math.max(last, greatest - 5), last, none: undefined }[claim];
    reads.set(shard, { shard, safeRecords, progress: isReady ? { finished, safeUntilMs } : undefined, here });
  });
  return [...reads.values()];
}

it('never passes a record that is not safe, whatever was split, merged, read and listed when', () => {
  let defined = 0;
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 40 }),
      fc.array(reading, { minLength: 1, maxLength: 30 }),
      fc.nat(3),
      (steps, readings, staleness) => {
        const now = (steps.length + 1) * 10;
        const listedAt = Math.max(0, now - staleness * 30);
        const shards = play(steps);
        const reads = read(shards, readings, now).map((one) => ({
          ...one,
          here: one.here && one.shard.openedAt <= listedAt,
        }));
        const listed = shards.filter(({ openedAt }) => openedAt <= listedAt);
        const through = completeThrough({
          stream: streamOf(),
          shards: listed.map(({ shardId, parents, closedAt }) => ({
            shardId,
            parentShardIds: parents.map((parent) => parent.shardId),
            closed: closedAt <= listedAt,
          })),
          own: new Map(
            reads.flatMap(({ shard, progress, here }) =>
              here && progress !== undefined ? [[shard.shardId, progress]] : [],
            ),
          ),
          rows: reads.flatMap(({ shard, progress, here }): CheckpointRow[] =>
            here || progress === undefined ? [] : [storedRow(shard.shardId, progress)],
          ),
        });
        if (through === undefined) return;
        defined += 1;
        for (const { shard, safeRecords } of reads) {
          for (const unsafe of shard.records.slice(safeRecords)) expect(unsafe).toBeGreaterThanOrEqual(through);
        }
      },
    ),
    { numRuns: 3_000 },
  );
  expect(defined).toBeGreaterThan(300);
});

function storedRow(shardId: string, { finished, safeUntilMs }: OwnProgress): CheckpointRow {
  const arrivalTime = safeUntilMs === undefined ? undefined : new Date(safeUntilMs);
  return rowOf(shardId, { sequenceNumber: finished ? 'SHARD_END' : '1', arrivalTime });
}
