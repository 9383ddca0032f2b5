import type { IssueDescription } from '../problems/describe-issue.js';
import { parseStreamArn } from '../resolve/stream-arn.js';
import type { DeploymentValues } from './deployment-values.js';
import { issue } from './issue.js';

const STACK_NAME = /^(?=.{1,40}$)[A-Za-z](-?[A-Za-z0-9])*$/;
const QUARTER_OF_AN_HOUR = 15;

/** The name of the pipeline, and alarms. */
export function checkCommon(values: DeploymentValues): readonly IssueDescription[] {
  return [...checkName(values), ...checkAlarms(values)];
}

function checkName(values: DeploymentValues): readonly IssueDescription[] {
  const stream = values.text('kinesis.stream');
  const pipeline = values.text('pipeline') ?? parseStreamArn(stream ?? '')?.name ?? stream;
  if (values.isSet('deployment.name')) return [];
  if (pipeline === undefined) {
    return [
      issue(
        'pipeline',
        'The name of the pipeline is missing.',
        'Set it: stacks, stream and tables are named after it.',
      ),
    ];
  }
  return STACK_NAME.test(pipeline)
    ? []
    : [
        issue(
          'deployment.name',
          'The name of the pipeline cannot name a stack.',
          'Set it to letters, digits and single dashes, at most 40, beginning with a letter.',
        ),
      ];
}

function checkAlarms(values: DeploymentValues): readonly IssueDescription[] {
  const most = (values.number('stream.retentionHours') ?? Infinity) * QUARTER_OF_AN_HOUR;
  const age = values.number('alarms.iteratorAgeMinutes');
  return [
    ...(values.isSet('alarms.topicArn') && values.isSet('alarms.email')
      ? [issue('alarms.email', 'Alarms are given two ways.', 'Keep alarms.topicArn or alarms.email.')]
      : []),
    ...(age !== undefined && age > most
      ? [
          issue(
            'alarms.iteratorAgeMinutes',
            `So late an alarm leaves too little of the ${values.number('stream.retentionHours') ?? 0} hours of retention to mend what is wrong.`,
            `Take at most ${most}, a quarter of it.`,
          ),
        ]
      : []),
  ];
}
