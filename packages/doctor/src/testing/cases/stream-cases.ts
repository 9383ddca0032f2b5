import type { StreamFacts } from '../../facts/aws-facts.js';
import { known } from '../../facts/read.js';
import { kinesisEndpoint, pipeline, stream, STREAM_ARN } from '../right-facts.js';
import type { WrongCase } from '../wrong-case.js';

const kinesis = (settings: Readonly<Record<string, unknown>>) =>
  pipeline({ settings: { targetEndpoint: known(kinesisEndpoint(settings)) } });
const shards = (given: Partial<StreamFacts>) => pipeline({ settings: { stream: known(stream(given)) } });

export const STREAM_CASES: readonly WrongCase[] = [
  {
    id: 'stream-not-active',
    when: 'it is being deleted',
    severity: 'error',
    subject: STREAM_ARN,
    facts: shards({ status: 'DELETING' }),
  },
  {
    id: 'stream-retention',
    when: 'it is the default',
    severity: 'error',
    subject: 'RetentionPeriodHours',
    facts: shards({ retentionHours: 24 }),
    fix: 'stream-retention',
  },
  {
    id: 'stream-retention',
    when: 'it is short',
    severity: 'warning',
    subject: 'RetentionPeriodHours',
    facts: shards({ retentionHours: 72 }),
    fix: 'stream-retention',
  },
  {
    id: 'stream-not-encrypted',
    when: 'it is in clear',
    severity: 'warning',
    subject: 'EncryptionType',
    facts: shards({ encrypted: false }),
    fix: 'stream-encryption',
  },
  {
    id: 'stream-differs',
    when: 'the endpoint writes elsewhere',
    severity: 'error',
    subject: 'StreamArn',
    facts: kinesis({ StreamArn: STREAM_ARN.replace('shop', 'other') }),
  },
  {
    id: 'stream-elsewhere',
    when: 'it is in another region',
    severity: 'error',
    subject: STREAM_ARN.replace('eu-central-1', 'eu-west-1'),
    facts: pipeline({
      settings: {
        stream: known(stream({ arn: STREAM_ARN.replace('eu-central-1', 'eu-west-1') })),
        targetEndpoint: known(kinesisEndpoint({ StreamArn: STREAM_ARN.replace('eu-central-1', 'eu-west-1') })),
      },
    }),
  },
];
