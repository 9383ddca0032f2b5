import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HAZARDS } from '../history/hazards.ts';
import type { SourceMessage } from '../messages/source-message.ts';
import { assignShards } from './assign-shards.ts';
import { arbitraryDeliveryPlan, isInOrder } from './delivery-plan.ts';
import type { Delivery } from './delivery.ts';
import { planDelivery } from './plan-delivery.ts';

const messages: readonly SourceMessage[] = Array.from({ length: 30 }, (_, index) => ({
  table: index % 3,
  operation: 'insert',
  partitionKeys: { schemaTable: `s.t${index % 3}`, primaryKey: [`s.t.${index % 7}`] },
  data: String(index),
  timeMicros: 1_000_000 + index * 100,
}));

const plans = arbitraryDeliveryPlan(new Set(HAZARDS));

function recordsOf(delivery: Delivery): ReadonlySet<string> {
  return new Set(delivery.flatMap(({ records }) => records.map(({ data }) => data)));
}

describe('a delivery', () => {
  it('brings every message, whatever the plan', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        expect(recordsOf(planDelivery(messages, plan)).size).toBe(messages.length);
      }),
    );
  });

  it('has growing sequence numbers in each shard, and a reader goes on where it was, or from some place before', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const reached = new Map<string, bigint>();
        for (const { worker, shardId, records } of planDelivery(messages, plan)) {
          const numbers = records.map(({ sequenceNumber }) => BigInt(sequenceNumber));
          expect(numbers).toEqual(numbers.toSorted((one, other) => (one < other ? -1 : 1)));
          const reader = `${worker} ${shardId}`;
          const last = reached.get(reader);
          const next = numbers[0];
          if (last !== undefined && next !== undefined) expect(next <= last + 17n).toBe(true);
          reached.set(reader, numbers.at(-1) ?? last ?? 0n);
        }
      }),
    );
  });

  it('comes to the children of a shard when the shard was read to its end', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const shards = assignShards(messages, plan);
        const delivery = planDelivery(messages, { ...plan, rereads: [] });
        for (const { shardId, parents } of shards) {
          const begins = delivery.findIndex((turn) => turn.shardId === shardId);
          const ends = parents.map((parent) => delivery.findLastIndex((turn) => turn.shardId === parent));
          if (begins !== -1) expect(ends.filter((end) => end > begins)).toEqual([]);
        }
      }),
    );
  });
});

it('is one batch in order where the plan is simplest', () => {
  const simplest = arbitraryDeliveryPlan(new Set());
  const [plan] = fc.sample(simplest, { seed: 1, numRuns: 1 });
  if (plan === undefined) throw new Error('No plan was picked.');
  const delivery = planDelivery(messages, { ...plan, cuts: [], turns: [] });
  expect(isInOrder(plan)).toBe(true);
  expect(delivery.map(({ worker, records }) => [worker, records.map(({ data }) => data)])).toEqual([
    [0, messages.map(({ data }) => data)],
  ]);
});
