import { describe } from 'vitest';
import type { SinkDatabase } from '../../client/sink-database.js';
import { useTestTarget } from '../../testing/use-test-target.js';
import { checkpointBehaviours } from './checkpoint-behaviours.js';
import { deadLetterBehaviours } from './dead-letter-behaviours.js';
import { ledgerBehaviours } from './ledger-behaviours.js';
import { pipelineCheckpointBehaviours } from './pipeline-checkpoint-behaviours.js';

/** What the stores in the target do, whatever the database. */
export function storeBehaviours(open: () => Promise<SinkDatabase>): void {
  const target = useTestTarget(open);

  describe('checkpoints', () => checkpointBehaviours(target));
  describe('checkpoints moved from outside', () => pipelineCheckpointBehaviours(target));
  describe('ledgers of shards', () => ledgerBehaviours(target));
  describe('dead letters', () => deadLetterBehaviours(target));
}
