import type { SettingsFacts } from '../facts/pipeline-facts.js';
import { valueOf } from '../facts/read.js';
import type { EventSourceMappingFacts } from '../facts/aws-facts.js';
import type { Finding } from '../finding.js';

/** A function that handles a batch of full size against a slow target takes its time. */
const LEAST_TIMEOUT_SECONDS = 60;

type Rule = Omit<Finding, 'area' | 'remedy' | 'fix'> & {
  readonly holds: boolean;
  readonly remedy?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
};

/** What the event source mapping of a Lambda sink discards, or repeats for ever. */
export function eventSourceRules({ eventSourceMapping, stream }: SettingsFacts): readonly Finding[] {
  const mapping = valueOf(eventSourceMapping);
  if (mapping === undefined) return [];
  return [...settingRules(mapping), ...stateRules(mapping), behind(mapping, valueOf(stream)?.retentionHours)]
    .filter(({ holds }) => !holds)
    .map(({ id, severity, subject, what, whyItMatters, remedy, settings }) => ({
      id,
      severity,
      area: 'sink' as const,
      subject,
      what,
      whyItMatters,
      remedy:
        remedy ??
        `aws lambda update-event-source-mapping --uuid ${mapping.id} --cli-input-json '${JSON.stringify(settings ?? {})}'`,
      ...(settings === undefined ? {} : { fix: { kind: 'event-source-mapping' as const, settings } }),
    }));
}

function settingRules(mapping: EventSourceMappingFacts): readonly Rule[] {
  return [
    {
      id: 'lambda-batch-item-failures',
      severity: 'error',
      subject: 'FunctionResponseTypes',
      holds: mapping.reportsBatchItemFailures,
      what: 'The mapping does not look at which records failed.',
      whyItMatters: 'Records that the function could not write count as done: they are lost.',
      settings: { FunctionResponseTypes: ['ReportBatchItemFailures'] },
    },
    {
      id: 'lambda-retries',
      severity: 'error',
      subject: 'MaximumRetryAttempts',
      holds: mapping.maximumRetryAttempts === -1,
      what: `A batch is given up after ${mapping.maximumRetryAttempts} retries.`,
      whyItMatters: 'While the target is down for longer than that, good records are discarded.',
      settings: { MaximumRetryAttempts: -1 },
    },
    {
      id: 'lambda-record-age',
      severity: 'error',
      subject: 'MaximumRecordAgeInSeconds',
      holds: mapping.maximumRecordAgeSeconds === -1,
      what: `Records older than ${mapping.maximumRecordAgeSeconds} s are discarded.`,
      whyItMatters: 'While the target is down for longer than that, good records are discarded.',
      settings: { MaximumRecordAgeInSeconds: -1 },
    },
    {
      id: 'lambda-bisect',
      severity: 'warning',
      subject: 'BisectBatchOnFunctionError',
      holds: mapping.bisects,
      what: 'A batch at which the function crashes or times out is not split.',
      whyItMatters: 'One record that the function cannot take holds up its whole shard until it expires.',
      settings: { BisectBatchOnFunctionError: true },
    },
    startingPosition(mapping),
    parallelization(mapping),
    {
      id: 'lambda-failure-destination',
      severity: 'note',
      subject: 'DestinationConfig',
      holds: mapping.failureDestination.includes(':s3:::'),
      what:
        mapping.failureDestination === ''
          ? 'Batches that are given up go nowhere.'
          : 'Batches that are given up go to a queue or topic.',
      whyItMatters:
        'Without S3 only the range of sequence numbers is kept, not the records: after the retention of the stream they are gone.',
      remedy: 'Name an S3 bucket as the on-failure destination.',
    },
  ];
}

/** Empty: Lambda does not tell it. A time is right where the sink moved from a container, whose position it is. */
function startingPosition({ startingPosition: position }: EventSourceMappingFacts): Rule {
  const atTime = position === 'AT_TIMESTAMP';
  return {
    id: 'lambda-starting-position',
    severity: atTime ? 'note' : 'warning',
    subject: 'StartingPosition',
    holds: position === 'TRIM_HORIZON' || position === '',
    what: `The mapping began at ${atTime ? 'a time (AT_TIMESTAMP)' : position}.`,
    whyItMatters: `What was in the stream before ${atTime ? 'that time' : 'it was made'} was never read by it: a load that had begun is not complete${atTime ? ', unless another sink had read it' : ''}.`,
    remedy:
      'Load every table again (dray reload --all), or make the mapping anew with TRIM_HORIZON: it cannot be changed.',
  };
}

function parallelization({ parallelizationFactor = 1, configuredParallelization = 1 }: EventSourceMappingFacts): Rule {
  return {
    id: 'lambda-parallelization',
    severity: 'warning',
    subject: 'ParallelizationFactor',
    holds: parallelizationFactor <= configuredParallelization,
    what: `The mapping has ${parallelizationFactor} batches of a shard in work at once, and the sink is told of ${configuredParallelization}.`,
    whyItMatters:
      'The position that the sink keeps can lie past records that no invocation has seen yet: who goes on from it loses them. With write.ordering arrival older changes overwrite newer ones.',
    settings: { ParallelizationFactor: configuredParallelization },
  };
}

/** Half of the retention: time is left to mend it. */
function behind({ functionName, iteratorAgeHours }: EventSourceMappingFacts, retentionHours = 24): Rule {
  const age = valueOf(iteratorAgeHours) ?? 0;
  return {
    id: 'lambda-behind',
    severity: 'error',
    subject: functionName,
    holds: age < retentionHours / 2,
    what: `The function reads records that are ${Math.round(age)} hours old; the stream keeps them for ${retentionHours}.`,
    whyItMatters: 'It is stuck on a record or too slow: what it does not read in time is lost.',
    remedy:
      'dray logs --source lambda tells what it is stuck on; until it is mended, keep records for longer (dray doctor --only stream --fix).',
  };
}

function stateRules(mapping: EventSourceMappingFacts): readonly Rule[] {
  const timeout = valueOf(mapping.functionTimeoutSeconds);
  return [
    {
      id: 'lambda-timeout',
      severity: 'error',
      subject: mapping.functionName,
      holds: timeout === undefined || timeout >= LEAST_TIMEOUT_SECONDS,
      what: `The function is ended after ${timeout ?? 0} s.`,
      whyItMatters: 'A batch that takes longer is done again and again: the shard does not move.',
      remedy: `aws lambda update-function-configuration --function-name ${mapping.functionName} --timeout 300`,
    },
    {
      id: 'lambda-disabled',
      severity: 'error',
      subject: mapping.id,
      holds: !/^Disabl/u.test(mapping.state),
      what: `The mapping is ${mapping.state}.`,
      whyItMatters: 'The sink reads nothing; after the retention of the stream records are lost.',
      remedy: 'dray lambda resume',
    },
    {
      id: 'lambda-failing',
      severity: 'error',
      subject: mapping.functionName,
      holds: !/^PROBLEM/iu.test(mapping.lastResult),
      what: `The last batch failed: ${mapping.lastResult}`,
      whyItMatters: 'Its shard does not move; after the retention of the stream records are lost.',
      remedy: 'dray logs --source lambda',
    },
  ];
}
