import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import type { SinkDatabase } from '../../client/sink-database.js';
import { testTarget, type TestTarget } from '../../testing/test-target.js';
import { checkpointBehaviours } from './checkpoint-behaviours.js';
import { deadLetterBehaviours } from './dead-letter-behaviours.js';
import { ledgerBehaviours } from './ledger-behaviours.js';

/** What the stores in the target do, whatever the database. */
export function storeBehaviours(open: () => Promise<SinkDatabase>): void {
  let database: SinkDatabase;
  let target: TestTarget;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(() => {
    target = testTarget(database);
  });
  afterEach(() => target.clean());

  describe('checkpoints', () => checkpointBehaviours(() => target));
  describe('ledgers of shards', () => ledgerBehaviours(() => target));
  describe('dead letters', () => deadLetterBehaviours(() => target));
}
