import type { TestTarget } from '../../testing/test-target.js';

/** What every set of behaviours works with: a target of its own for each test. */
export interface BehaviourSuite {
  readonly target: () => TestTarget;
}
