import { z } from 'zod';
import { roleArn } from './arn.js';

const ACCOUNT_ROLES = ['existing', 'create'] as const;

/** Roles that the pipeline works under. */
export const rolesSection = z.strictObject({
  account: z
    .enum(ACCOUNT_ROLES)
    .default('existing')
    .describe(
      '`dms-vpc-role` and `dms-cloudwatch-logs-role`, of which an account has one each: `existing`, or `create` them in a stack of their own that outlives every pipeline.',
    ),
  streamWriterArn: roleArn.optional().describe('Role under which AWS DMS writes to the stream. Default: one is made.'),
  secretReaderArn: roleArn
    .optional()
    .describe('Role under which AWS DMS reads the secret of the source. Default: one is made.'),
  sinkArn: roleArn.optional().describe('Role of the function or the task. Default: one is made.'),
  executionArn: roleArn
    .optional()
    .describe('Fargate: role that fetches the image and writes logs. Default: one is made.'),
});
