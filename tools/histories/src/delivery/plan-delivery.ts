import type { SourceMessage } from '../messages/source-message.ts';
import { assignShards, type Shard } from './assign-shards.ts';
import { createChoices, pickAt } from './choices.ts';
import { numberRecords } from './number-records.ts';
import type { DeliveredRecord, Delivery, Turn } from './delivery.ts';
import type { DeliveryPlan } from './delivery-plan.ts';

/** One worker's place in one shard. */
interface Reader {
  readonly worker: number;
  readonly shard: Shard;
  readonly records: readonly DeliveredRecord[];
  at: number;
}

/**
 * Cuts what the shards hold into batches and lets their readers take turns, in any order: only within a shard, and
 * between a shard and its children, one thing follows another. A reader may go back and come again; the straight way is
 * to read each shard to its end.
 */
export function planDelivery(messages: readonly SourceMessage[], plan: DeliveryPlan): Delivery {
  const shards = assignShards(messages, plan);
  const readers = shards.flatMap((shard, number): readonly Reader[] => {
    const records = numberRecords(shard.messages, number);
    return workersOf(plan, number).map((worker) => ({ worker, shard, records, at: 0 }));
  });
  const [turns, together] = [createChoices(plan.turns), createChoices(plan.together.map(Number))];
  const rereads = [...plan.rereads];
  const delivery: Turn[] = [];
  for (let ready = readable(readers); ready.length > 0; ready = readable(readers)) {
    const reader = ready[turns.below(ready.length)];
    if (reader === undefined) break;
    const { worker, shard } = reader;
    const end = batchEnd(reader, plan.cuts);
    const records = reader.records.slice(reader.at, end);
    delivery.push({ worker, shardId: shard.shardId, together: together.below(2) === 1, records });
    // Once back is back: a reader that went back often would never come to its end.
    reader.at = Math.max(0, end - (rereads.shift() ?? 0));
  }
  return delivery;
}

const ENDS_BATCH = 8;

function batchEnd({ at, shard }: Reader, cuts: readonly number[]): number {
  const last = shard.messages.findIndex(({ number }, index) => index >= at && pickAt(cuts, number) >= ENDS_BATCH);
  return last === -1 ? shard.messages.length : last + 1;
}

function workersOf({ workers }: DeliveryPlan, shard: number): readonly number[] {
  return { one: [0], shared: [shard % 2], doubled: [0, 1] }[workers];
}

/** Readers with something left, whose shards' parents the same worker, or the one that has them, read to their ends. */
function readable(readers: readonly Reader[]): readonly Reader[] {
  const isDone = ({ at, records }: Reader): boolean => at >= records.length;
  const open = new Set(readers.filter((reader) => !isDone(reader)).map(({ shard }) => shard.shardId));
  return readers.filter((reader) => !isDone(reader) && reader.shard.parents.every((parent) => !open.has(parent)));
}
