import { z } from 'zod';

const START_POINTS = ['checkpoint', 'trim-horizon', 'latest'] as const;
const CHECKPOINT_PLACES = ['target', 'memory'] as const;
const GAP_REACTIONS = ['halt', 'continue'] as const;
const MESSAGE_FORMATS = ['dms'] as const;

/** Members of a message that are something else; `kinesis` stands beside them in a line of a capture. */
const FIELD_NAME = /^(?!(?:data|metadata|control|kinesis)$)\S+$/;
const STREAM_NAME = /^([\w.-]{1,128}|arn:[\w-]+:kinesis:[\w-]+:\d{12}:stream\/[\w.-]{1,128})$/;

/** The stream that AWS DMS writes to. */
export const kinesisSection = z.strictObject({
  stream: z
    .string()
    .regex(STREAM_NAME)
    .meta({ examples: ['shop'] })
    .optional()
    .describe('Name or ARN of the Kinesis stream.'),
  region: z
    .string()
    .regex(/^[a-z]{2,}(-[a-z0-9]+)+$/)
    .meta({ examples: ['eu-central-1'] })
    .optional()
    .describe('AWS region of the stream. The region of an ARN comes first; with neither, what the AWS SDK finds.'),
  endpoint: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Another address for Kinesis: a VPC endpoint, or a local stand-in such as `http://127.0.0.1:4567`.'),
  start: z
    .union([z.enum(START_POINTS), z.iso.datetime({ offset: true })])
    .default('checkpoint')
    .describe(
      'Where to begin: at the `checkpoint` (without one: `trim-horizon`), at `trim-horizon`, at `latest`, or at an ISO 8601 time such as `2026-01-31T12:00:00Z`. The deployer’s function begins there when it is made, with `checkpoint` at `trim-horizon`.',
    ),
  checkpoints: z
    .enum(CHECKPOINT_PLACES)
    .default('target')
    .describe(
      'Where positions are kept: in table `drayage.checkpoints` of the `target`, or in `memory`, where a restart forgets them.',
    ),
  onGap: z
    .enum(GAP_REACTIONS)
    .default('halt')
    .describe(
      'When records were lost before they could be read (retention passed, stream made anew): `halt`, or `continue` with the tables marked incomplete.',
    ),
  messageFormat: z
    .enum(MESSAGE_FORMATS)
    .default('dms')
    .describe('What the stream’s records are. Only AWS DMS messages are understood.'),
  beforeImageField: z
    .string()
    .regex(FIELD_NAME)
    .meta({ examples: ['before-image'] })
    .default('before-image')
    .describe(
      'Under which name updates carry the old row: `BeforeImageSettings.FieldName` of the DMS task. The deployer’s replication is made with it.',
    ),
});
