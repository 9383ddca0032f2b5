/**
 * What positions and gaps are, without a client: for whoever gets records of a stream by another way than the source, and
 * has to load as little as possible. An entry of its own, because `index.ts` brings the SDK.
 */
export { FROM_ARRIVAL_TIME, SHARD_END } from './checkpoints/checkpoint-store.js';
export type { StreamShards } from './describe-shards.js';
export { completeThrough } from './plan/complete-through.js';
export { describeGap, type Gap } from './plan/gap.js';
export { compareSequenceNumbers } from './sequence-number.js';
