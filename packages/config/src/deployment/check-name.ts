import type { IssueDescription } from '../problems/describe-issue.js';
import { pipelineName } from '../resolve/pipeline-name.js';
import { PIPELINE_NAME } from '../schema/config-schema.js';
import { STACK_NAME } from '../schema/deployment-section.js';
import type { DeploymentValues } from './deployment-values.js';
import { issue } from './issue.js';

/** The name of the pipeline, which names stacks as well unless `deployment.name` does. */
export function checkName(values: DeploymentValues): readonly IssueDescription[] {
  if (values.isSet('deployment.name')) return [];
  const pipeline = pipelineName({ pipeline: values.text('pipeline'), stream: values.text('kinesis.stream') });
  if (pipeline === undefined) {
    return [
      issue(
        'pipeline',
        'The name of the pipeline is missing.',
        'Set it: stacks, stream and tables are named after it.',
      ),
    ];
  }
  // Of another form: the schema says so of the key that it stands at.
  return STACK_NAME.test(pipeline) || !PIPELINE_NAME.test(pipeline)
    ? []
    : [
        issue(
          'deployment.name',
          'The name of the pipeline cannot name a stack.',
          'Set it to letters, digits and single dashes, at most 40, beginning with a letter.',
        ),
      ];
}
