import { z } from 'zod';
import { kmsKeyArn, secretArn } from './arn.js';

/** Where rows go. */
export const targetSection = z.strictObject({
  url: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The target: `crate://user:password@host/schema?ssl=true` (the port is CrateDB’s HTTP port and is not used; `pgport` defaults to 5432), ' +
        '`postgresql://…`, `pglite:` (in memory) or `pglite:DIRECTORY`. Percent-encode special characters of the password.',
    ),
  urlSecretArn: secretArn
    .optional()
    .describe(
      'ARN of an AWS Secrets Manager secret that holds the target: the URL alone, or JSON with `url`, or with `username`, `password` and `host`. Instead of `target.url`.',
    ),
  urlSecretKmsKeyArn: kmsKeyArn
    .optional()
    .describe(
      'ARN of your own key that `target.urlSecretArn` is encrypted with; a deployed sink may then decrypt with it. Default: the key that AWS keeps for Secrets Manager.',
    ),
  connections: z
    .number()
    .int()
    .min(1)
    .max(16)
    .default(4)
    .describe(
      'Parallel connections to the target. A row always travels on the same one, so its changes stay in order.',
    ),
  connectTimeoutMs: z
    .number()
    .int()
    .min(100)
    .max(120_000)
    .default(10_000)
    .describe('How long a connection may take to open, in milliseconds.'),
  statementTimeoutMs: z
    .number()
    .int()
    .min(1_000)
    .max(600_000)
    .default(30_000)
    .describe(
      'How long the target may take to answer a statement, in milliseconds, before it counts as lost and is tried again.',
    ),
});
