import { z } from 'zod';

const SINK_KINDS = ['lambda', 'fargate'] as const;
const SINK_PACKAGINGS = ['zip', 'image'] as const;
const SINK_ARCHITECTURES = ['arm64', 'x86_64'] as const;

/** Days that CloudWatch Logs can keep log lines for. */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557, 2_922, 3_288, 3_653,
] as const;

/** The sink as the deployer runs it. */
export const sinkSection = z.strictObject({
  kind: z
    .enum(SINK_KINDS)
    .default('lambda')
    .describe('`lambda`: a function behind an event source mapping. `fargate`: one container that always runs.'),
  packaging: z
    .enum(SINK_PACKAGINGS)
    .default('zip')
    .describe('Lambda: as a `zip` of the bundle, or as an `image`. Fargate always takes an image.'),
  image: z
    .string()
    .regex(/^[a-z0-9][\w.-]*(:\d+)?(\/[a-z0-9][\w.-]*)+@sha256:[0-9a-f]{64}$/)
    .meta({
      examples: [
        'ghcr.io/drayage/drayage-sink@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      ],
    })
    .optional()
    .describe(
      'Image of the sink by digest, `registry/name@sha256:…`. Default: the digest that `dray deploy` pushes or is given.',
    ),
  architecture: z.enum(SINK_ARCHITECTURES).default('arm64').describe('Processor that the sink runs on.'),
  memoryMiB: z.number().int().min(512).max(122_880).default(1_024).describe('Memory of the sink, in MiB.'),
  cpuUnits: z
    .number()
    .int()
    .min(256)
    .max(16_384)
    .default(512)
    .describe('Fargate: processor of the task; 1,024 units are one.'),
  timeoutSeconds: z
    .number()
    .int()
    .min(60)
    .max(900)
    .default(300)
    .describe(
      'Lambda: how long an invocation may take, in seconds; the function hands back in time what it cannot finish.',
    ),
  batchSize: z.number().int().min(1).max(10_000).default(5_000).describe('Lambda: most records of an invocation.'),
  batchingWindowSeconds: z
    .number()
    .int()
    .min(0)
    .max(300)
    .default(1)
    .describe('Lambda: how long records are gathered before an invocation, in seconds.'),
  inVpc: z
    .boolean()
    .optional()
    .describe(
      'Lambda: run in the VPC, for a CrateDB that is reached through it. Default: false. Fargate always runs in the VPC.',
    ),
  logRetentionDays: z
    .number()
    .int()
    .min(1)
    .max(3_653)
    .default(30)
    .describe('How long log lines are kept, in days, as CloudWatch Logs offers.'),
});
