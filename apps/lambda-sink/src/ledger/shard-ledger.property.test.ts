import fc from 'fast-check';
import { expect, it } from 'vitest';

import { createMapping } from '../testing/event-source-mapping.js';
import type { StreamRecord } from '../testing/kinesis-event.js';
import {
  beginBatch,
  EMPTY_LEDGER,
  finishBatch,
  noteSiblings,
  type LedgerBatch,
  type ShardLedger,
} from './shard-ledger.js';
import { storedPosition } from './stored-ledger.js';

const MINUTE_MS = 60_000;

const RECORDS = fc
  .array(fc.record({ key: fc.nat(5), pauseMs: fc.nat(2 * MINUTE_MS) }), { minLength: 1, maxLength: 60 })
  .map((records) => {
    let arrivalTimeMs = 10_000_000;
    return records.map(({ key, pauseMs }, index): StreamRecord => {
      arrivalTimeMs += pauseMs;
      return { sequenceNumber: String(1_000 + 7 * index), arrivalTimeMs, partitionKey: `key ${key}`, data: '' };
    });
  });

const INVOCATIONS = fc.array(fc.record({ kind: fc.constantFrom('done', 'part', 'died', 'unheard'), at: fc.nat(9) }), {
  minLength: 1,
  maxLength: 20,
});

it.each([1, 2, 5])(
  'never says that a record is safe which is not, whatever becomes of the invocations (factor %d)',
  async (parallelizationFactor) => {
    await fc.assert(
      fc.asyncProperty(
        RECORDS,
        INVOCATIONS,
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        fc.array(fc.nat(7), { minLength: 1 }),
        async (records, plans, batchSize, bisects, picks) => {
          let ledger: ShardLedger = EMPTY_LEDGER;
          let [count, picked] = [0, 0];
          /** Records that some invocation was given. */
          const given = new Set<string>();
          const safe = new Set<string>();
          const check = (): void => {
            const { sequenceNumber, arrivalTime } = storedPosition(ledger, 0);
            for (const record of records) {
              if (safe.has(record.sequenceNumber)) continue;
              // With one batch at a time nothing is ahead of what was given; side by side only what was given is known.
              const isKnown = parallelizationFactor === 1 || given.has(record.sequenceNumber);
              const isPassed =
                sequenceNumber === 'AT_TIMESTAMP'
                  ? record.arrivalTimeMs <= arrivalTime!.getTime()
                  : BigInt(record.sequenceNumber) <= BigInt(sequenceNumber ?? '0');
              if (isKnown && isPassed)
                throw new Error(
                  `${record.sequenceNumber} is passed by ${String(sequenceNumber)} ${String(arrivalTime?.getTime())}`,
                );
            }
          };
          const mapping = createMapping(
            [{ shardId: 'shardId-0', parents: [], records }],
            {
              batchSize,
              parallelizationFactor,
              bisectBatchOnFunctionError: bisects,
              concurrency: 1,
              fillsUpRetries: false,
            },
            (_, batch) => {
              const plan = plans[count % plans.length]!;
              const isCalm = count % 60 > 40;
              count += 1;
              const points = batch as unknown as LedgerBatch['points'];
              batch.forEach(({ sequenceNumber }) => given.add(sequenceNumber));
              ledger = noteSiblings(beginBatch(ledger, { points }, 0), undefined);
              check();
              if (plan.kind === 'died' && !isCalm) return Promise.resolve(undefined);
              const safeCount = plan.kind === 'part' && !isCalm ? plan.at % batch.length : batch.length;
              batch.slice(0, safeCount).forEach(({ sequenceNumber }) => safe.add(sequenceNumber));
              ledger = finishBatch(ledger, { points }, safeCount);
              check();
              const failed = batch[safeCount];
              const answer = {
                batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed.sequenceNumber }],
              };
              return Promise.resolve(plan.kind === 'unheard' && !isCalm ? undefined : answer);
            },
            (options) => (options === 0 ? 0 : picks[(picked += 1) % picks.length]! % options),
          );
          await mapping.run();
          expect(ledger.open).toEqual([]);
          expect(ledger.position?.sequenceNumber).toBe(records.at(-1)!.sequenceNumber);
        },
      ),
      { numRuns: 300 },
    );
  },
);
