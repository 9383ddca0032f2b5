import { z } from 'zod';

const LETTER_PLACES = ['target', 's3', 'sqs'] as const;

/** What only the Lambda function has. */
export const lambdaSection = z.strictObject({
  allowPlainUrl: z
    .boolean()
    .default(false)
    .describe(
      'Lets a function take a target with a password from `SINK_URL`, where everybody sees it who may look at the function. Without it only `SINK_URL_SECRET_ARN` will do.',
    ),
  parallelizationFactor: z
    .number()
    .int()
    .min(1)
    .max(10)
    .default(1)
    .describe(
      'The `ParallelizationFactor` of the event source mapping. Above 1, positions are kept as times that lie some minutes before what is safe.',
    ),
  deadLetters: z
    .enum(LETTER_PLACES)
    .default('target')
    .describe(
      'Where the payloads of dead letters go: into the `target`, to `s3` or to `sqs`. What is known of each letter is in `drayage.dead_letters` in every case.',
    ),
  deadLetterBucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
    .meta({ examples: ['shop-letters'] })
    .optional()
    .describe('Bucket for `s3`, and with `sqs` for letters that are too large for a message.'),
  deadLetterPrefix: z
    .string()
    .regex(/^[^/](.*[^/])?$/)
    .meta({ examples: ['shop/letters'] })
    .optional()
    .describe('Before the key of every object, without a slash at either end.'),
  deadLetterQueueUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('URL of the queue for `sqs`, such as `https://sqs.eu-central-1.amazonaws.com/123456789012/letters`.'),
  deadLetterMaxMessageBytes: z
    .number()
    .int()
    .min(1_024)
    .max(1_048_576)
    .default(262_144)
    .describe(
      'The queue’s `MaximumMessageSize`. A larger letter goes to the bucket, or without one whole into the target.',
    ),
});
