import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { SinkDatabase } from '../client/sink-database.js';
import { testTarget, type TestTarget } from './test-target.js';

/** A database for the tests of this `describe`, and in it a schema and a pipeline of each test's own. */
export function useTestTarget(open: () => Promise<SinkDatabase>): () => TestTarget {
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
  return () => target;
}
