import { z } from 'zod';

const REMOVAL_POLICIES = ['retain', 'destroy'] as const;

/** What may begin the name of a stack. */
export const STACK_NAME = /^(?=.{1,40}$)[A-Za-z](-?[A-Za-z0-9])*$/;

/** What all stacks have in common. */
export const deploymentSection = z.strictObject({
  name: z
    .string()
    .regex(STACK_NAME)
    .meta({ examples: ['shop-staging'] })
    .optional()
    .describe('First part of the names of stacks: letters, digits and single dashes, at most 40. Default: `pipeline`.'),
  tags: z
    .record(z.string().min(1).max(128), z.string().max(256))
    .default({})
    .describe('Tags of everything that is made. `aws:` and `drayage:` are taken.'),
  removal: z
    .enum(REMOVAL_POLICIES)
    .default('retain')
    .describe(
      'What becomes of the stream, the demonstration’s database and the logs when their stack goes: `retain` or `destroy`.',
    ),
});
