import fc from 'fast-check';
import type { Hazards } from '../history/hazards.ts';

/**
 * How messages travel, as chance picks it: zeros, and empty lists, are the straight way. `places`, `delays` and `cuts` have
 * a number for the first message of each table, for its second, and so on: what becomes of one table's messages hardly
 * depends on the others, so that a history shrinks.
 */
export interface DeliveryPlan {
  readonly shards: number;
  /** `mixed`: rows of a load by their key, changes by their table, as DMS does without an object mapping. */
  readonly partition: 'schema-table' | 'primary-key' | 'mixed' | 'random';
  /** Which shard, which of two keys. */
  readonly places: readonly number[];
  /** By how many places a message may fall behind within its shard. */
  readonly delays: readonly number[];
  /** A message sent twice: which, and how much later. */
  readonly duplicates: readonly { readonly at: number; readonly later: number }[];
  /** Whether a batch ends with this message: from 8 on. */
  readonly cuts: readonly number[];
  /** Whose turn it is, among the readers that have something left. */
  readonly turns: readonly number[];
  /** After a turn: by how many records its reader goes back; 0: none. */
  readonly rereads: readonly number[];
  /** After which message (of 64 parts of the whole) a shard is split or two are merged. */
  readonly reshard: { readonly at: number; readonly shard: number; readonly kind: 'split' | 'merge' } | undefined;
  /** `shared`: two workers, each with some of the shards; `doubled`: both with each shard. */
  readonly workers: 'one' | 'shared' | 'doubled';
  readonly together: readonly boolean[];
}

export function arbitraryDeliveryPlan(hazards: Hazards): fc.Arbitrary<DeliveryPlan> {
  const many = hazards.has('shards');
  const list = (on: boolean, max: number, length = 12): fc.Arbitrary<readonly number[]> =>
    on ? fc.array(fc.nat(max), { maxLength: length, size: 'max' }) : fc.constant([]);
  const workers: readonly DeliveryPlan['workers'][] = [
    'one',
    ...(hazards.has('twoWorkers') ? (['shared'] as const) : []),
    ...(hazards.has('sameShardTwice') ? (['doubled'] as const) : []),
  ];
  const partitions: readonly DeliveryPlan['partition'][] = ['schema-table', 'primary-key', 'mixed', 'random'];
  const plans = fc.record<DeliveryPlan>({
    shards: many ? fc.integer({ min: 1, max: 4 }) : fc.constant(1),
    partition: fc.constantFrom(...(hazards.has('anyPartition') ? partitions : partitions.slice(0, 1))),
    places: list(many, 63),
    delays: list(hazards.has('reorderWithinShard'), 4),
    duplicates: hazards.has('duplicates')
      ? fc.array(fc.record({ at: fc.nat(63), later: fc.nat(20) }), { maxLength: 4 })
      : fc.constant([]),
    cuts: list(true, 9),
    turns: list(true, 7, 20),
    rereads: hazards.has('rereads')
      ? fc.array(fc.oneof(fc.constant(0), fc.nat(12)), { maxLength: 8 })
      : fc.constant([]),
    reshard: hazards.has('resharding')
      ? fc.option(fc.record({ at: fc.nat(64), shard: fc.nat(3), kind: fc.constantFrom('split', 'merge') }), {
          nil: undefined,
        })
      : fc.constant(undefined),
    workers: fc.constantFrom(...workers),
    together: hazards.has('concurrent') ? fc.array(fc.boolean(), { maxLength: 6 }) : fc.constant([]),
  });
  // Workers at the same time are a hazard of their own.
  return hazards.has('concurrentWorkers')
    ? plans
    : plans.map((plan) => (plan.workers === 'one' ? plan : { ...plan, together: [] }));
}

/**
 * Whether a plan brings each change of a table in its order, once or from some place to the end again: what tables
 * without a key need to hold no rows of before.
 */
export function isInOrder(plan: DeliveryPlan): boolean {
  const onePlace = plan.shards === 1 && plan.reshard === undefined;
  return (
    onePlace && plan.workers === 'one' && plan.delays.every((delay) => delay === 0) && plan.duplicates.length === 0
  );
}
