import { z } from 'zod';
import { kmsKeyArn, streamArn } from './arn.js';

const STREAM_MODES = ['on-demand', 'provisioned'] as const;

/** The Kinesis stream as the deployer makes it; the sink reads it by `kinesis.stream`. */
export const streamSection = z.strictObject({
  existingArn: streamArn
    .optional()
    .describe('ARN of a stream that is there and stays as it is. Default: the deployer makes one.'),
  mode: z
    .enum(STREAM_MODES)
    .default('on-demand')
    .describe('`on-demand`: AWS adds shards as they are needed. `provisioned`: as many as `stream.shards` says.'),
  shards: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(1)
    .describe('Provisioned: number of shards; one takes 1 MB or 1,000 records a second.'),
  retentionHours: z
    .number()
    .int()
    .min(24)
    .max(8_760)
    .default(168)
    .describe(
      'How long a record can be read, in hours: so long may the sink be down before something is lost. Of an existing stream: what it has.',
    ),
  kmsKeyArn: kmsKeyArn
    .optional()
    .describe(
      'ARN of your own key for the stream. Default: the key that AWS keeps for Kinesis. For an existing stream: the key it has.',
    ),
  maxRecordKiB: z
    .number()
    .int()
    .min(1_024)
    .max(10_240)
    .default(1_024)
    .describe('Largest record that the stream takes, in KiB; with a function as sink at most 4096.'),
});
