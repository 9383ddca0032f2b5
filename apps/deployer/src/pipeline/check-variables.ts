import type { DeploymentValues, IssueDescription } from '@drayage/config';

/** AWS Lambda takes no more for all names and values together. */
const MOST_BYTES = 4_096;
/** `KINESIS_STREAM` and the ARN of a stream before its name, in the partition and region with the longest names. */
const STREAM_BYTES = 80;

/** That the settings of a function fit into its variables, with the stream’s ARN, which a deployment adds. */
export function checkVariables(
  values: DeploymentValues,
  variables: Readonly<Record<string, string>>,
): readonly IssueDescription[] {
  if (values.text('sink.kind') === 'fargate') return [];
  const stream = values.text('stream.existingArn') ?? values.text('kinesis.stream') ?? variables['PIPELINE'] ?? '';
  const bytes = Object.entries(variables).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    STREAM_BYTES + Buffer.byteLength(stream),
  );
  return bytes <= MOST_BYTES
    ? []
    : [
        {
          path: ['write'],
          message: `Its settings take ${bytes} bytes as variables; AWS Lambda takes ${MOST_BYTES}.`,
          remedy: 'Take sink.kind: fargate, or say less about single tables.',
        },
      ];
}
