import type { IssueDescription } from '../problems/describe-issue.js';
import { mostIteratorAgeMinutes } from '../resolve/iterator-age.js';
import type { DeploymentValues } from './deployment-values.js';
import { issue } from './issue.js';

/** Where alarms go, and that they ring in time. */
export function checkAlarms(values: DeploymentValues): readonly IssueDescription[] {
  const hours = values.number('stream.retentionHours');
  const most = mostIteratorAgeMinutes(hours ?? Infinity);
  const age = values.number('alarms.iteratorAgeMinutes');
  return [
    ...(values.isSet('alarms.topicArn') && values.isSet('alarms.email')
      ? [issue('alarms.email', 'Alarms are given two ways.', 'Keep alarms.topicArn or alarms.email.')]
      : []),
    ...(age !== undefined && age > most
      ? [
          issue(
            'alarms.iteratorAgeMinutes',
            `So late an alarm leaves too little of the ${hours ?? 0} hours of retention to mend what is wrong.`,
            `Take at most ${most}, a quarter of it.`,
          ),
        ]
      : []),
  ];
}
