import { expect, it } from 'vitest';

import { load, loadOk } from '../testing/load.js';

type Values = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:source-AbCdEf';
const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';
const ROLE = 'arn:aws:iam::123456789012:role/own';
const DEMO: Values = { source: { mode: 'demo', engine: 'postgresql' }, target: { urlSecretArn: SECRET } };
const EXISTING: Values = {
  source: {
    engine: 'mysql',
    secretArn: SECRET,
    vpcId: 'vpc-0a1b0000',
    subnetIds: ['subnet-0a000000', 'subnet-0b000000'],
    securityGroupIds: ['sg-0a000000'],
  },
  replication: { sslMode: 'none' },
  target: { urlSecretArn: SECRET },
};

/** Sections over those of a base. */
function file(base: Values, sections: Values): { readonly 'c.json': string } {
  const names = new Set([...Object.keys(base), ...Object.keys(sections)]);
  const merged = Object.fromEntries([...names].map((name) => [name, { ...base[name], ...sections[name] }]));
  return { 'c.json': JSON.stringify({ pipeline: 'shop', ...merged }) };
}

async function mistakes(base: Values, sections: Values): Promise<readonly string[]> {
  const files = file(base, sections);
  const result = await load({ env: {}, flags: { config: 'c.json' }, files, required: ['deployment'] });
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
}

it.each<[Values, unknown]>([
  [EXISTING, { network: { endpoints: 'existing', endpointSecurityGroupIds: ['sg-0e000000'] } }],
  [EXISTING, { network: { endpoints: 'create', vpcCidr: '10.0.0.0/16' } }],
  [DEMO, { sink: { kind: 'fargate' }, log: { level: 'debug' } }],
  [DEMO, { sink: { kind: 'lambda' }, log: { level: 'warn' } }],
  [DEMO, { alarms: { latencyMinutes: 'off' } }],
  [DEMO, { demo: { engineVersion: '17' } }],
  [
    EXISTING,
    { network: { endpoints: 'existing' }, source: { secretKmsKeyArn: KEY }, target: { urlSecretKmsKeyArn: KEY } },
  ],
])('%j takes %j', async (base, sections) => {
  expect(await mistakes(base, sections as Values)).toEqual([]);
});

it.each<[string, Values, unknown]>([
  ['network.endpoints: It is not said how AWS DMS gets to Kinesis and Secrets Manager', EXISTING, {}],
  ['network.vpcCidr: The endpoints would answer', EXISTING, { network: { endpoints: 'create' } }],
  [
    'network.vpcCidr: This has no effect without network.endpoints: create.',
    EXISTING,
    { network: { endpoints: 'existing', vpcCidr: '10.0.0.0/16' } },
  ],
  [
    'network.endpointSecurityGroupIds: This has no effect without network.endpoints: existing.',
    EXISTING,
    { network: { endpoints: 'create', vpcCidr: '10.0.0.0/16', endpointSecurityGroupIds: ['sg-0e000000'] } },
  ],
  ['network.vpcCidr: This has no effect in a VPC', DEMO, { network: { vpcCidr: '10.0.0.0/16' } }],
  ['log.level: With warn, a container logs no batches', DEMO, { sink: { kind: 'fargate' }, log: { level: 'warn' } }],
  ['source.secretKmsKeyArn: This has no effect with source.mode: demo', DEMO, { source: { secretKmsKeyArn: KEY } }],
  [
    'source.secretKmsKeyArn: This has no effect with roles.secretReaderArn',
    EXISTING,
    { network: { endpoints: 'existing' }, source: { secretKmsKeyArn: KEY }, roles: { secretReaderArn: ROLE } },
  ],
  [
    'target.urlSecretKmsKeyArn: This has no effect with roles.sinkArn',
    DEMO,
    { target: { urlSecretKmsKeyArn: KEY }, roles: { sinkArn: ROLE } },
  ],
  ['alarms.latencyMinutes: ', DEMO, { alarms: { latencyMinutes: 'none' } }],
  ['alarms.latencyMinutes: ', DEMO, { alarms: { latencyMinutes: 0 } }],
])('finds %s', async (expected, base, sections) => {
  expect(await mistakes(base, sections as Values)).toEqual([expect.stringContaining(expected)]);
});

it('reads a number or a word out of a variable', async () => {
  const files = file(DEMO, {});
  const flags = { config: 'c.json' };
  const name = 'DRAYAGE_ALARMS_LATENCY_MINUTES';
  for (const [text, value] of [
    ['30', 30],
    ['off', 'off'],
  ] as const) {
    const { config } = await loadOk({ env: { [name]: text }, flags, files, required: ['deployment'] });
    expect(config.alarms.latencyMinutes).toBe(value);
  }
});
