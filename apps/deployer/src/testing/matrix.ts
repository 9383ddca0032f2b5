import { EXISTING_SOURCE } from './spec.js';

type Sections = Readonly<Record<string, unknown>>;

const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';
const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:cratedb-AbCdEf';
const CERTIFICATE = 'arn:aws:dms:eu-central-1:123456789012:cert:ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const role = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
const IMAGE = `sha256:${'0'.repeat(64)}`;

/**
 * Pipelines that have, between them, every feature that the examples leave out: as few as hold them all, since each is
 * looked through by cdk-nag and by the linter.
 */
export const MATRIX: Readonly<Record<string, Sections>> = {
  'MariaDB of a demonstration, keys of your own, letters to a queue, the sink in the VPC': {
    source: { mode: 'demo', engine: 'mariadb' },
    tables: { include: ['shop.orders'] },
    replication: { kind: 'classic' },
    stream: { mode: 'provisioned', shards: 2, kmsKeyArn: KEY, retentionHours: 336 },
    target: { urlSecretArn: SECRET, urlSecretKmsKeyArn: KEY },
    sink: { inVpc: true },
    network: { natGateways: 2 },
    lambda: { deadLetters: 'sqs', deadLetterQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/letters' },
    alarms: { email: 'oncall@example.com' },
  },
  'MySQL that is there, endpoints that are made, letters to a bucket, a load alone': {
    source: {
      ...EXISTING_SOURCE,
      engine: 'mysql',
      database: undefined,
      host: 'db.internal',
      secretKmsKeyArn: KEY,
    },
    tables: { include: ['shop.orders'] },
    network: { endpoints: 'create', vpcCidr: '10.20.0.0/16' },
    replication: { kind: 'serverless', type: 'full-load', sslMode: 'verify-full', certificateArn: CERTIFICATE },
    lambda: { deadLetters: 's3', deadLetterBucket: 'letters', deadLetterPrefix: 'shop' },
    sink: { packaging: 'image', image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/own/sink@${IMAGE}` },
    roles: { sinkArn: role('sink') },
    alarms: { email: 'oncall@example.com', latencyMinutes: 'off' },
    deployment: { removal: 'destroy' },
  },
  'PostgreSQL that is there, every role and the stream of your own, changes alone, a container': {
    source: EXISTING_SOURCE,
    tables: { include: ['public.orders'] },
    network: { endpoints: 'existing', endpointSecurityGroupIds: ['sg-0a1b2c3d4e5f60719'] },
    replication: { kind: 'classic', type: 'cdc', cdcStartPosition: '0/16E1F98', slotName: 'old_slot' },
    stream: {
      existingArn: 'arn:aws:kinesis:eu-central-1:123456789012:stream/orders',
      retentionHours: 168,
      kmsKeyArn: KEY,
    },
    sink: { kind: 'fargate', image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/own/sink@${IMAGE}` },
    roles: {
      streamWriterArn: role('writer'),
      secretReaderArn: role('reader'),
      sinkArn: role('sink'),
      executionArn: role('execution'),
    },
    alarms: { topicArn: 'arn:aws:sns:eu-central-1:123456789012:oncall' },
  },
  'PostgreSQL of a demonstration, open, a container of elsewhere under keys of your own, nobody told': {
    source: { mode: 'demo', engine: 'postgresql' },
    tables: { include: ['public.orders'] },
    demo: { public: '203.0.113.7/32', engineVersion: '17' },
    stream: { kmsKeyArn: KEY },
    target: { urlSecretArn: SECRET, urlSecretKmsKeyArn: KEY },
    sink: { kind: 'fargate', image: `ghcr.io/drayage/drayage-sink@${IMAGE}`, architecture: 'x86_64' },
    roles: { account: 'create' },
    deployment: { removal: 'destroy' },
  },
};
