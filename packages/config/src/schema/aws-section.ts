import { z } from 'zod';

const name = z.string().min(1).max(2_048);

const logGroupsSection = z.strictObject({
  dms: name.optional().describe('Log group of the replication. Default: the one that DMS makes for it.'),
  rds: name
    .optional()
    .describe('Log group of the source database. Default: the one of RDS, by the address of the source endpoint.'),
  lambda: name.optional().describe('Log group of the function. Default: `/aws/lambda/` and its name.'),
  sink: name.optional().describe('Log group of the container.'),
});

/** The parts of the pipeline that live in AWS, as `dray` finds them. Sinks do not look at it. */
export const awsSection = z.strictObject({
  profile: name.optional().describe('Profile of the AWS configuration files. Default: as the AWS SDK finds it.'),
  endpoint: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Another address for every AWS service: a local stand-in such as `http://127.0.0.1:5000`.'),
  replication: name
    .optional()
    .describe('The DMS replication: the identifier or the ARN of a task or of a serverless replication.'),
  stack: name.optional().describe('Name of the CloudFormation stack of the pipeline.'),
  function: name.optional().describe('Name or ARN of the Lambda function that is the sink.'),
  service: name
    .regex(
      /^(arn:[\w-]+:ecs:[\w-]+:\d+:service\/)?[\w-]+\/[\w-]+$/u,
      'must be the ARN of a service of ECS, or CLUSTER/SERVICE',
    )
    .meta({ examples: ['shop/sink'] })
    .optional()
    .describe(
      'The service of ECS that runs the container: its ARN (output `SinkArn` of the sink stack), or `CLUSTER/SERVICE`.',
    ),
  repository: name.optional().describe('Name of the ECR repository with the image of the function.'),
  logGroups: logGroupsSection.prefault({}).describe('Log groups in CloudWatch, where they are not the usual ones.'),
});
