import type { IssueDescription } from '../problems/describe-issue.js';
import { parseStreamArn } from '../resolve/stream-arn.js';
import type { DeploymentValues } from './deployment-values.js';
import { issue, withoutEffect } from './issue.js';

/** The stream, made or there already, and that the sink reads the same one. */
export function checkStream(values: DeploymentValues): readonly IssueDescription[] {
  const existing = values.text('stream.existingArn');
  const read = values.text('kinesis.stream');
  const same = read === undefined || read === existing || read === parseStreamArn(existing ?? '')?.name;
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
    ...(values.text('stream.mode') === 'provisioned'
      ? []
      : withoutEffect(values.isSet, ['stream.shards'], 'without stream.mode: provisioned')),
  ].filter(({ path }, index, all) => all.findIndex((other) => other.path.join() === path.join()) === index);
}
