import type { EventSourceMappingFacts } from '../../facts/aws-facts.js';
import { known } from '../../facts/read.js';
import { eventSourceMapping, pipeline } from '../right-facts.js';
import type { WrongCase } from '../wrong-case.js';

const lambda = (given: Partial<EventSourceMappingFacts>) =>
  pipeline({ settings: { eventSourceMapping: known(eventSourceMapping(given)) } });

export const SINK_CASES: readonly WrongCase[] = [
  {
    id: 'lambda-batch-item-failures',
    when: 'they are not looked at',
    severity: 'error',
    subject: 'FunctionResponseTypes',
    facts: lambda({ reportsBatchItemFailures: false }),
    fix: 'event-source-mapping',
  },
  {
    id: 'lambda-retries',
    when: 'they are few',
    severity: 'error',
    subject: 'MaximumRetryAttempts',
    facts: lambda({ maximumRetryAttempts: 3 }),
    fix: 'event-source-mapping',
  },
  {
    id: 'lambda-record-age',
    when: 'it is an hour',
    severity: 'error',
    subject: 'MaximumRecordAgeInSeconds',
    facts: lambda({ maximumRecordAgeSeconds: 3_600 }),
    fix: 'event-source-mapping',
  },
  {
    id: 'lambda-bisect',
    when: 'it is off',
    severity: 'warning',
    subject: 'BisectBatchOnFunctionError',
    facts: lambda({ bisects: false }),
    fix: 'event-source-mapping',
  },
  {
    id: 'lambda-starting-position',
    when: 'it began late',
    severity: 'warning',
    subject: 'StartingPosition',
    facts: lambda({ startingPosition: 'LATEST' }),
  },
  {
    id: 'lambda-starting-position',
    when: 'it began at a time',
    severity: 'note',
    subject: 'StartingPosition',
    facts: lambda({ startingPosition: 'AT_TIMESTAMP' }),
  },
  {
    id: 'lambda-parallelization',
    when: 'the sink is not told',
    severity: 'warning',
    subject: 'ParallelizationFactor',
    facts: lambda({ parallelizationFactor: 4, configuredParallelization: 2 }),
    fix: 'event-source-mapping',
  },
  {
    id: 'lambda-failure-destination',
    when: 'a queue gets them',
    severity: 'note',
    subject: 'DestinationConfig',
    facts: lambda({ failureDestination: 'arn:aws:sqs:eu-central-1:123456789012:failed' }),
  },
  {
    id: 'lambda-timeout',
    when: 'it is the default',
    severity: 'error',
    subject: 'shop-sink',
    facts: lambda({ functionTimeoutSeconds: known(3) }),
  },
  {
    id: 'lambda-disabled',
    when: 'it is paused',
    severity: 'error',
    subject: 'f0e1',
    facts: lambda({ state: 'Disabled' }),
  },
  {
    id: 'lambda-failing',
    when: 'the last batch failed',
    severity: 'error',
    subject: 'shop-sink',
    facts: lambda({ lastResult: 'PROBLEM: Function call failed' }),
  },
  {
    id: 'lambda-behind',
    when: 'records are nearly gone',
    severity: 'error',
    subject: 'shop-sink',
    facts: lambda({ iteratorAgeHours: known(90) }),
  },
];
