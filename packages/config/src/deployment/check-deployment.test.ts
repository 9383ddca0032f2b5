import { describe, expect, it } from 'vitest';

import { formatProblem } from '../problems/config-problem.js';
import { DEMO, EXISTING, merge, mistakes, type Values } from '../testing/deployments.js';
import { load, loadOk, loadProblems } from '../testing/load.js';

const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:source-AbCdEf';

describe('a deployment', () => {
  it('needs little: a name, an engine, the secret of the target', async () => {
    const { config, warnings } = await loadOk({
      env: {},
      files: { 'drayage.config.json': JSON.stringify(DEMO) },
      required: ['deployment'],
    });
    expect(config.replication).toMatchObject({ kind: 'serverless', type: 'full-load-and-cdc', lobMaxKiB: 512 });
    expect(config.stream).toMatchObject({ mode: 'on-demand', retentionHours: 168 });
    expect(config.sink).toMatchObject({ kind: 'lambda', packaging: 'zip' });
    expect(config.deployment).toEqual({ tags: {}, removal: 'retain' });
    expect(warnings).toEqual([]);
  });

  it('of a source that is there needs to know how to reach it', async () => {
    expect(await mistakes({}, EXISTING)).toEqual([]);
    expect(await mistakes({ source: undefined }, { pipeline: 'shop', target: DEMO.target })).toEqual([
      'source.engine: It is not said what the source is. Set it to postgresql, mysql or mariadb.',
      'source.secretArn: This is missing: AWS DMS has to reach the source. Set it to the secret with username, password, host and port of the user for AWS DMS.',
      'source.vpcId: This is missing: AWS DMS has to reach the source. Set it to the VPC from which the source can be reached.',
      'source.subnetIds: This is missing: AWS DMS has to reach the source. Set it to two subnets or more of that VPC, in different availability zones.',
      'source.securityGroupIds: This is missing: AWS DMS has to reach the source. Set it to the security groups of the source, which will let AWS DMS in.',
      'network.endpoints: It is not said how AWS DMS gets to Kinesis and Secrets Manager from source.vpcId. Set it to existing where that VPC has endpoints for both, or a way to them, and to create where it has none.',
    ]);
  });

  it('is not asked of the sink, nor the sink’s stream of a deployment', async () => {
    const problems = await loadProblems({ env: {}, files: { 'drayage.config.json': JSON.stringify({ source: {} }) } });
    expect(problems.map(({ path }) => path)).toEqual(['target.url', 'kinesis.stream']);
  });
});

describe('mistakes of a deployment', () => {
  it.each<[string, Values, Values]>([
    ['source.engine: It is not said which database to make.', { source: { engine: undefined } }, DEMO],
    ['source.secretArn: This has no effect with source.mode: demo', { source: { secretArn: SECRET } }, DEMO],
    ['demo.public: This has no effect without source.mode: demo.', { demo: { public: '203.0.113.7/32' } }, EXISTING],
    ['source.subnetIds: AWS DMS needs subnets in two', { source: { subnetIds: ['subnet-0a1b2c3d'] } }, EXISTING],
    ['source.database: This is missing', { source: { database: undefined } }, EXISTING],
    [
      'replication.minCapacityUnits: 3 is no step of AWS DMS Serverless. Take 4:',
      { replication: { minCapacityUnits: 3 } },
      DEMO,
    ],
    ['replication.minCapacityUnits: It is above', { replication: { minCapacityUnits: 8, maxCapacityUnits: 4 } }, DEMO],
    ['replication.instanceClass: This has no effect', { replication: { instanceClass: 'dms.c6i.large' } }, DEMO],
    [
      'replication.maxCapacityUnits: This has no effect',
      { replication: { kind: 'classic', maxCapacityUnits: 4 } },
      DEMO,
    ],
    [
      'replication.cdcStartPosition: Only a replication of changes',
      { replication: { kind: 'classic', cdcStartPosition: '0/1', slotName: 's' } },
      DEMO,
    ],
    [
      'replication.slotName: This is missing',
      { replication: { kind: 'classic', type: 'cdc', cdcStartPosition: '0/1' } },
      DEMO,
    ],
    [
      'replication.cdcStartPosition: This is no position of a binary log.',
      { source: { engine: 'mysql' }, replication: { kind: 'classic', type: 'cdc', cdcStartPosition: '0/1' } },
      DEMO,
    ],
    [
      'replication.sslMode: AWS DMS knows no mode require for mysql.',
      { source: { engine: 'mysql' }, replication: { sslMode: 'require' } },
      DEMO,
    ],
    ['replication.certificateArn: This is missing', { replication: { sslMode: 'verify-full' } }, EXISTING],
    [
      'replication.sslMode: This is missing: AWS DMS encrypts a connection to mysql only where it can verify the server. Set it to verify-full, with replication.certificateArn; or to none, for a connection in plain text.',
      { source: { engine: 'mysql', database: undefined } },
      EXISTING,
    ],
    [
      'replication.serverTimezone: This has no effect for PostgreSQL.',
      { replication: { serverTimezone: 'UTC' } },
      DEMO,
    ],
    [
      'replication.plugin: This has no effect for MySQL',
      { source: { engine: 'mariadb' }, replication: { plugin: 'pglogical' } },
      DEMO,
    ],
    ['replication.lobMaxKiB: A value of 900 KiB', { replication: { lobMaxKiB: 900 } }, DEMO],
    [
      'replication.settings.TaskSettings: AWS DMS has no such task setting.',
      { replication: { settings: { TaskSettings: {} } } },
      DEMO,
    ],
    [
      'replication.settings.ErrorBehavior.DataErrorPolcy: AWS DMS has no such task setting. Did you mean DataErrorPolicy?',
      { replication: { settings: { ErrorBehavior: { DataErrorPolcy: 'SUSPEND_TABLE' } } } },
      DEMO,
    ],
    [
      'replication.settings.ErrorBehavior.TableErrorPolicy: AWS DMS does not know this value. It must be one of SUSPEND_TABLE, STOP_TASK.',
      { replication: { settings: { ErrorBehavior: { TableErrorPolicy: 'LOG_ERROR' } } } },
      DEMO,
    ],
    [
      'replication.settings.Logging: A section of task settings has keys',
      { replication: { settings: { Logging: true } } },
      DEMO,
    ],
    [
      'replication.settings.TargetMetadata.FullLobMode: AWS DMS has no full LOB mode for Kinesis.',
      { replication: { settings: { TargetMetadata: { FullLobMode: true } } } },
      DEMO,
    ],
    [
      'replication.settings.TargetMetadata.LobMaxSize: This is said twice.',
      { replication: { settings: { TargetMetadata: { LobMaxSize: 9 } } } },
      DEMO,
    ],
    [
      'replication.settings.ValidationSettings.EnableValidation: AWS DMS cannot validate a stream.',
      { replication: { settings: { ValidationSettings: { EnableValidation: true } } } },
      DEMO,
    ],
    ['stream.shards: This has no effect without stream.mode: provisioned.', { stream: { shards: 4 } }, DEMO],
    [
      'stream.maxRecordKiB: This has no effect on an existing stream.',
      {
        stream: {
          existingArn: 'arn:aws:kinesis:eu-central-1:123456789012:stream/s',
          maxRecordKiB: 2_048,
          retentionHours: 24,
        },
      },
      DEMO,
    ],
    [
      'kinesis.stream: The sink would read another stream',
      {
        kinesis: { stream: 'other' },
        stream: { existingArn: 'arn:aws:kinesis:eu-central-1:123456789012:stream/s', retentionHours: 24 },
      },
      DEMO,
    ],
    ['sink.memoryMiB: A function does not run with 20480 MiB.', { sink: { memoryMiB: 20_480 } }, DEMO],
    [
      'sink.memoryMiB: Fargate does not offer 1536 MiB with 512 cpuUnits. Take 1024 to 4096 in steps of 1024.',
      { sink: { kind: 'fargate', memoryMiB: 1_536 } },
      DEMO,
    ],
    ['sink.cpuUnits: Fargate does not offer 300.', { sink: { kind: 'fargate', cpuUnits: 300 } }, DEMO],
    ['sink.batchSize: This has no effect with sink.kind: fargate.', { sink: { kind: 'fargate', batchSize: 10 } }, DEMO],
    [
      'sink.image: This has no effect with sink.packaging: zip.',
      { sink: { image: `ghcr.io/x/y@sha256:${'0'.repeat(64)}` } },
      DEMO,
    ],
    [
      'lambda.parallelizationFactor: write.ordering: arrival',
      { lambda: { parallelizationFactor: 2 }, write: { ordering: 'arrival' } },
      DEMO,
    ],
    [
      'sink.logRetentionDays: CloudWatch Logs does not offer 10 days. Take 14:',
      { sink: { logRetentionDays: 10 } },
      DEMO,
    ],
    ['pipeline: The value has the wrong form. It must be written as shop.', { pipeline: 'a b' }, DEMO],
    [
      'alarms.email: The value has the wrong form. It must be written as oncall@example.com.',
      { alarms: { email: 'oncall' } },
      DEMO,
    ],
    ['network.cidr: This is no range of addresses', { network: { cidr: '10.0.0.0/8' } }, DEMO],
    ['demo.public: This opens the database to the whole internet.', { demo: { public: '0.0.0.0/0' } }, DEMO],
    [
      'network.natGateways: A sink in the VPC has no way',
      { sink: { kind: 'fargate' }, network: { natGateways: 0 } },
      DEMO,
    ],
    ['network.natGateways: This has no effect in the VPC of source.vpcId.', { network: { natGateways: 1 } }, EXISTING],
    [
      'network.sinkSubnetIds: This has no effect while the sink runs outside',
      { network: { sinkSubnetIds: ['subnet-0a1b2c3f'] } },
      EXISTING,
    ],
    ['target.urlSecretArn: The target is missing.', { target: { urlSecretArn: undefined } }, DEMO],
    [
      'target.url: A deployment takes the target from a secret only',
      { target: { urlSecretArn: undefined, url: 'crate://u:p@h/' } },
      DEMO,
    ],
    ['deployment.name: The name of the pipeline cannot name a stack.', { pipeline: 'my.shop' }, DEMO],
    ['deployment.tags["aws:x"]: Names that begin with aws:', { deployment: { tags: { 'aws:x': 'y' } } }, DEMO],
    [
      'alarms.email: Alarms are given two ways.',
      { alarms: { email: 'a@example.com', topicArn: 'arn:aws:sns:eu-central-1:123456789012:t' } },
      DEMO,
    ],
    // Each once, though the schema has a range of its own.
    ['sink.memoryMiB: A function does not run with 128 MiB. Take 512 to 10240', { sink: { memoryMiB: 128 } }, DEMO],
    [
      'sink.memoryMiB: Fargate does not offer 200000 MiB with 512 cpuUnits.',
      { sink: { kind: 'fargate', memoryMiB: 200_000 } },
      DEMO,
    ],
    [
      'source.securityGroupIds: This is empty. It must be a list of at least 1',
      { source: { securityGroupIds: [] } },
      EXISTING,
    ],
    [
      'source.vpcId: The value has the wrong form. It must be written as vpc-0a1b2c3d4e5f60718.',
      { source: { vpcId: 'vpc-1' } },
      EXISTING,
    ],
    [
      'source.subnetIds[1]: The value has the wrong form. It must be written as subnet-',
      { source: { subnetIds: ['subnet-0a1b2c3d', 'subnet-0b'] } },
      EXISTING,
    ],
    [
      'sink.image: The value has the wrong form. It must be written as ghcr.io/drayage/drayage-sink@sha256:9f86',
      { sink: { kind: 'fargate', image: 'ghcr.io/drayage/drayage-sink:1.4.0' } },
      DEMO,
    ],
    [
      'alarms.topicArn: The value has the wrong form. It must be written as arn:aws:sns:',
      { alarms: { topicArn: 'oncall' } },
      DEMO,
    ],
    ['alarms.iteratorAgeMinutes: So late an alarm', { alarms: { iteratorAgeMinutes: 5_000 } }, DEMO],
  ])('are found: %s', async (expected, sections, base) => {
    const found = await mistakes(sections, base);
    expect(found.filter((text) => text.startsWith(expected))).toHaveLength(1);
    expect(found).toHaveLength(1);
  });

  it('are told ten at once, with the line of each and a remedy', async () => {
    const yaml = [
      'pipeline: my.shop',
      'source: { mode: demo, engine: oracle }',
      'demo: { public: 0.0.0.0/0 }',
      'replication:',
      '  minCapacityUnits: 3',
      '  engineVersion: 3.5.4',
      '  settings:',
      '    TargetMetadata: { FullLobMode: true }',
      'stream: { retentionHours: 12 }',
      'sink: { batchSize: 20000, logRetentionDays: 10, memory: 512 }',
      'target: { url: "crate://u:hunter2@h/" }',
    ].join('\n');
    const problems = await loadProblems({ env: {}, files: { 'drayage.config.yaml': yaml }, required: ['deployment'] });
    expect(new Set(problems.map(({ path }) => path))).toEqual(
      new Set([
        'deployment.name',
        'source.engine',
        'demo.public',
        'replication.minCapacityUnits',
        'replication.engineVersion',
        'replication.settings.TargetMetadata.FullLobMode',
        'stream.retentionHours',
        'sink.batchSize',
        'sink.logRetentionDays',
        'sink.memory',
        'target.url',
      ]),
    );
    expect(problems.every(({ remedy }) => remedy !== '')).toBe(true);
    expect(problems.map(formatProblem)).toContain(
      'drayage.config.yaml:5 replication.minCapacityUnits / DRAYAGE_REPLICATION_MIN_CAPACITY_UNITS: 3 is no step of AWS DMS Serverless. Take 4: there are 1, 2, 4, 8, 16, 32, 64, 128, 192, 256, 384.',
    );
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it('of the program itself are told with the others', async () => {
    const result = await load({
      env: {},
      files: { 'drayage.config.json': JSON.stringify({ ...DEMO, sink: { batchSize: 0 } }) },
      required: ['deployment'],
      check: (valueAt) =>
        Promise.resolve([
          { path: ['tables'], message: `Engine ${String(valueAt(['source', 'engine']))}.`, remedy: 'None.' },
        ]),
    });
    expect(result).toMatchObject({
      ok: false,
      problems: [{ path: 'tables', message: 'Engine postgresql.' }, { path: 'sink.batchSize' }],
    });
  });
});

describe('what ARNs name', () => {
  const stream = 'arn:aws:kinesis:eu-central-1:222222222222:stream/shop';
  const source = { mode: 'demo', engine: 'postgresql' };
  const image = (region: string) => `222222222222.dkr.ecr.${region}.amazonaws.com/own/sink@sha256:${'0'.repeat(64)}`;
  const of = (sections: Values): Promise<readonly string[]> => mistakes(sections, { ...DEMO, source });

  it('is in the region of the pipeline, and in its account', async () => {
    expect(await of({ kinesis: { region: 'eu-west-1' }, stream: { existingArn: stream, retentionHours: 24 } })).toEqual(
      [
        'stream.existingArn: This is in eu-central-1, and kinesis.region says eu-west-1. A pipeline is in one region: name what is there.',
        'target.urlSecretArn: This is in eu-central-1, and kinesis.region says eu-west-1. A pipeline is in one region: name what is there.',
        'target.urlSecretArn: This is in account 123456789012, and stream.existingArn in 222222222222. A pipeline is in one account: name what is there.',
      ],
    );
  });

  it.each([
    ['stream', { kmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/k' }, 'stream.kmsKeyArn: This is in eu-west-1'],
    ['alarms', { topicArn: 'arn:aws:sns:eu-west-1:123456789012:t' }, 'alarms.topicArn: This is in eu-west-1'],
    ['roles', { sinkArn: 'arn:aws:iam::222222222222:role/sink' }, 'roles.sinkArn: This is in account 222222222222'],
    [
      'target',
      { urlSecretKmsKeyArn: 'arn:aws:kms:us-west-2:222222222222:key/k' },
      'target.urlSecretKmsKeyArn: This is in us-west-2, and target.urlSecretArn says eu-central-1.',
    ],
    [
      'sink',
      { packaging: 'image', image: image('us-west-2') },
      'sink.image: This is in us-west-2, and target.urlSecretArn says eu-central-1.',
    ],
  ])('is told of %s %j', async (section, values, expected) => {
    const found = await of({ [section]: values });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  it('is told of the key of a source that is there', async () => {
    const secretKmsKeyArn = 'arn:aws:kms:us-east-1:123456789012:key/k';
    expect(await mistakes({ source: { secretKmsKeyArn } }, EXISTING)).toEqual([
      'source.secretKmsKeyArn: This is in us-east-1, and source.secretArn says eu-central-1. A pipeline is in one region: name what is there.',
    ]);
  });

  it('may be a topic, a key, an image or a queue of another account, and a role, which has no region', async () => {
    const sections = {
      target: { urlSecretKmsKeyArn: 'arn:aws:kms:eu-central-1:222222222222:key/k' },
      sink: { packaging: 'image', image: image('eu-central-1') },
      lambda: {
        deadLetters: 'sqs',
        deadLetterQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/222222222222/letters',
      },
      alarms: { topicArn: 'arn:aws:sns:eu-central-1:222222222222:t' },
      roles: { streamWriterArn: 'arn:aws:iam::123456789012:role/writer' },
      kinesis: { region: 'eu-central-1' },
    };
    expect(await of(sections)).toEqual([]);
  });
});

describe('a key that the program and the schema both find fault with', () => {
  it('is told once, in the words of the schema', async () => {
    const problems = await loadProblems({
      env: {},
      files: { 'drayage.config.json': JSON.stringify({ ...DEMO, sink: { batchSize: 0 } }) },
      required: ['deployment'],
      check: () => Promise.resolve([{ path: ['sink', 'batchSize'], message: 'Too small.', remedy: 'Take more.' }]),
    });
    expect(problems).toMatchObject([{ path: 'sink.batchSize', message: '0 is not allowed.' }]);
  });
});

describe('warnings of a deployment', () => {
  it('name a source that AWS DMS reads without encryption, as somebody asked for', async () => {
    const values = merge(DEMO, { source: { engine: 'mariadb' }, replication: { sslMode: 'none' } });
    const { warnings } = await loadOk({
      env: {},
      files: { 'drayage.config.json': JSON.stringify(values) },
      required: ['deployment'],
    });
    expect(warnings).toEqual([
      'replication.sslMode: AWS DMS reads the source without encryption, inside the VPC. To encrypt, leave it out.',
    ]);
  });

  it('name none where a demonstration is verified, by RDS or by a certificate of your own', async () => {
    const certificateArn = 'arn:aws:dms:eu-central-1:123456789012:cert:ABCDEFGHIJKLMNOPQRSTUVWX';
    for (const replication of [{}, { certificateArn }, { sslMode: 'verify-ca' }]) {
      const values = merge(DEMO, { source: { engine: 'mysql' }, replication });
      const { warnings } = await loadOk({
        env: {},
        files: { 'drayage.config.json': JSON.stringify(values) },
        required: ['deployment'],
      });
      expect(warnings).toEqual([]);
    }
  });

  it('name a public database', async () => {
    const values = merge(DEMO, { demo: { public: '203.0.113.7/32' } });
    const { warnings } = await loadOk({
      env: {},
      files: { 'drayage.config.json': JSON.stringify(values) },
      required: ['deployment'],
    });
    expect(warnings).toEqual([
      expect.stringContaining('demo.public: the database can be reached from the internet by 203.0.113.7/32.'),
    ]);
  });

  it('name a sink that begins late, and one that forgets where it was', async () => {
    const values = merge(DEMO, { kinesis: { start: 'latest', checkpoints: 'memory' } });
    const { warnings } = await loadOk({
      env: {},
      files: { 'drayage.config.json': JSON.stringify(values) },
      required: ['deployment'],
    });
    expect(warnings).toEqual([
      expect.stringContaining('kinesis.start: latest leaves out what is in the stream'),
      expect.stringContaining('kinesis.checkpoints: positions in memory are forgotten'),
    ]);
  });
});
