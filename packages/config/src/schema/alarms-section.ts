import { z } from 'zod';
import { topicArn } from './arn.js';

/** Alarms and the dashboard. */
export const alarmsSection = z.strictObject({
  topicArn: topicArn.optional().describe('ARN of the SNS topic that alarms go to.'),
  email: z
    .email()
    .meta({ examples: ['oncall@example.com'] })
    .optional()
    .describe('Mail address that alarms go to: a topic is made for it. Instead of `alarms.topicArn`.'),
  iteratorAgeMinutes: z
    .number()
    .int()
    .min(1)
    .max(525_600)
    .optional()
    .describe(
      'How far the sink may be behind, in minutes. Default, and most: a quarter of the retention of the stream.',
    ),
  latencyMinutes: z
    .union([z.number().int().min(1).max(10_080), z.enum(['off'])])
    .default(15)
    .describe(
      'How far AWS DMS may be behind the source, and the stream behind AWS DMS, in minutes, 1 to 10080. `off`: no such alarms. ' +
        'A serverless replication has none of its own: they watch every replication of the account in the region.',
    ),
  handbookUrl: z
    .url({ protocol: /^https?$/ })
    .default('https://github.com/drayage/drayage/blob/main/docs/19-handbook.md')
    .describe('Page that alarms link to.'),
});
