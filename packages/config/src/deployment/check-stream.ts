import type { IssueDescription } from '../problems/describe-issue.js';
import { streamName } from '../resolve/stream-arn.js';
import type { DeploymentValues } from './deployment-values.js';
import { issue, withoutEffect } from './issue.js';

/** An invocation takes 6 MB, and records travel in it as base64. */
const LAMBDA_MOST_RECORD_KIB = 4_096;
const A_DAY = 24;

/** The stream, made or there already, and that the sink reads the same one and knows how long it keeps records. */
export function checkStream(values: DeploymentValues): readonly IssueDescription[] {
  const existing = values.text('stream.existingArn');
  const read = values.text('kinesis.stream');
  const same = read === undefined || read === existing || read === streamName(existing ?? '');
  return [
    ...(existing !== undefined && !same
      ? [
          issue(
            'kinesis.stream',
            'The sink would read another stream than stream.existingArn.',
            'Remove it; the deployer sets it.',
          ),
        ]
      : []),
    ...(existing === undefined
      ? []
      : withoutEffect(values.isSet, ['stream.mode', 'stream.shards', 'stream.maxRecordKiB'], 'on an existing stream')),
    ...checkRetention(values),
    ...checkRecords(values),
    ...(values.text('stream.mode') === 'provisioned'
      ? []
      : withoutEffect(values.isSet, ['stream.shards'], 'without stream.mode: provisioned')),
  ].filter(({ path }, index, all) => all.findIndex((other) => other.path.join() === path.join()) === index);
}

/** Of a stream that is there nothing is known before a deployment, and a default would be a guess at when records are lost. */
function checkRetention(values: DeploymentValues): readonly IssueDescription[] {
  const said = values.isSet('stream.retentionHours');
  const tombstones = values.number('write.tombstoneRetentionHours');
  const least = (values.number('stream.retentionHours') ?? 0) + A_DAY;
  return [
    ...(values.isSet('stream.existingArn') && !said && !values.isSet('alarms.iteratorAgeMinutes')
      ? [
          issue(
            'stream.retentionHours',
            'It is not said how long the stream of stream.existingArn keeps records: nobody could be warned before they are gone.',
            'Set it to what aws kinesis describe-stream-summary tells, or set alarms.iteratorAgeMinutes.',
          ),
        ]
      : []),
    ...(values.isSet('write.tombstoneRetentionHours') && tombstones !== undefined && tombstones < least
      ? [
          issue(
            'write.tombstoneRetentionHours',
            `A record older than a delete may come for ${least - A_DAY} hours; when the delete is forgotten before that, the row comes back.`,
            `Take at least ${least}, or remove it.`,
          ),
        ]
      : []),
  ];
}

function checkRecords(values: DeploymentValues): readonly IssueDescription[] {
  const record = values.number('stream.maxRecordKiB') ?? 0;
  return values.text('sink.kind') !== 'fargate' && record > LAMBDA_MOST_RECORD_KIB
    ? [
        issue(
          'stream.maxRecordKiB',
          `A record of ${record} KiB does not fit into an invocation of AWS Lambda: its shard would stand still.`,
          `Take at most ${LAMBDA_MOST_RECORD_KIB}, or sink.kind: fargate.`,
        ),
      ]
    : [];
}
