import { compareSequenceNumbers } from '@drayage/kinesis-source';
import type { PipelineCheckpoint } from '@drayage/cratedb-writer';
import type { ChosenPlace } from './choose-place.js';

/** `forward` passes over records that were never applied; `unknown`: the two places do not compare. */
export type MoveDirection = 'back' | 'forward' | 'none' | 'unknown';

/** Which way a checkpoint would move. Pure. */
export function judgeMove(from: PipelineCheckpoint | undefined, to: ChosenPlace): MoveDirection {
  if (to.sequenceNumber === 'TRIM_HORIZON') return 'back';
  const before = from?.sequenceNumber ?? null;
  if (before === 'SHARD_END') return 'back';
  if (before !== null && /^\d+$/u.test(before) && /^\d+$/u.test(to.sequenceNumber)) {
    const order = compareSequenceNumbers(to.sequenceNumber, before);
    return order === 0 ? 'none' : order > 0 ? 'forward' : 'back';
  }
  const fromTime = from?.arrivalTime ?? null;
  if (fromTime !== null && to.arrivalTime !== null) return to.arrivalTime > fromTime ? 'forward' : 'back';
  // Where nothing is saved yet, reading begins at the horizon: any place passes over what is before it.
  return before === null || before === 'TRIM_HORIZON' ? 'forward' : 'unknown';
}
