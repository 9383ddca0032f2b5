import { ARRIVAL_HAZARDS, arbitraryCasePlan, type Hazards, playCase, STAMPED_HAZARDS } from '@drayage/histories';
import fc from 'fast-check';

import type { InvocationPlan, LambdaHistory } from './run-lambda-history.js';

/** What an event source mapping does not do: it reads forward, for one function. */
const NOT_OF_MAPPINGS = new Set(['rereads', 'twoWorkers', 'sameShardTwice', 'concurrent', 'concurrentWorkers']);

const of = (hazards: Hazards): Hazards => new Set([...hazards].filter((hazard) => !NOT_OF_MAPPINGS.has(hazard)));

const INVOCATION: fc.Arbitrary<InvocationPlan> = fc.record({
  coldStart: fc.nat(3).map((number) => number === 0),
  fault: fc.option(
    fc.record({ call: fc.integer({ min: 1, max: 30 }), kind: fc.constantFrom('refused', 'lost', 'dies') }),
    { nil: undefined },
  ),
  answerLost: fc.nat(7).map((number) => number === 0),
  outOfTime: fc.nat(9).map((number) => number === 0),
});

/** Histories, their way through a mapping, and what happens to the invocations. */
export function arbitraryLambdaHistory(ordering: 'stamped' | 'arrival'): fc.Arbitrary<LambdaHistory> {
  const isStamped = ordering === 'stamped';
  const options = { ordering, hazards: of(isStamped ? STAMPED_HAZARDS : ARRIVAL_HAZARDS) };
  return fc
    .record({
      plan: arbitraryCasePlan(options),
      mapping: fc.record({
        batchSize: fc.constantFrom(1, 2, 3, 5, 10, 100),
        parallelizationFactor: isStamped ? fc.constantFrom(1, 1, 2, 4) : fc.constant(1),
        bisectBatchOnFunctionError: fc.boolean(),
        concurrency: isStamped ? fc.constantFrom(1, 1, 2, 3) : fc.constant(1),
        fillsUpRetries: fc.boolean(),
      }),
      // What a statement does that outlives its invocation, nothing but a stamp puts right.
      invocations: fc.array(
        isStamped ? INVOCATION : INVOCATION.map((invocation) => ({ ...invocation, outOfTime: false })),
        { maxLength: 12, size: 'max' },
      ),
      picks: fc.array(fc.nat(11), { minLength: 1, maxLength: 20, size: 'max' }),
      sliceRecords: fc.constantFrom(1, 2, 7, 2_500),
    })
    .map(({ plan, ...rest }) => ({
      ...rest,
      ordering,
      events: playCase(plan, options).events,
      delivery: plan.delivery,
    }));
}
