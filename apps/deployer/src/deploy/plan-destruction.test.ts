import { describe, expect, it } from 'vitest';
import { deployed, TASK_ARN } from '../testing/deployed.js';
import { EXISTING_SOURCE, specOf } from '../testing/spec.js';
import { type DestructionPlan, type DestructionWish, planDestruction } from './plan-destruction.js';
import { describeRefusal } from './refusal.js';
import { describeStep } from './step.js';
import type { Template } from './template-changes.js';

const ALL: DestructionWish = { only: undefined, keepSourceObjects: false, templates: new Map() };
const WITHOUT_DATABASE = { network: {}, stream: {}, replication: {}, sink: {}, observability: {} };
const EVERYTHING = { ...WITHOUT_DATABASE, database: {} };
/** What holds data in a pipeline of a demonstration, deployed under one `deployment.removal`. */
function holding(removal: 'retain' | 'destroy'): Readonly<Record<string, Template>> {
  const DeletionPolicy = removal === 'retain' ? 'RetainExceptOnCreate' : 'Delete';
  const of = (...types: readonly string[]): Template => ({
    Resources: Object.fromEntries(types.map((Type) => [Type.replaceAll(':', ''), { Type, DeletionPolicy }])),
  });
  return {
    network: of('AWS::Logs::LogGroup'),
    database: of('AWS::RDS::DBInstance', 'AWS::RDS::DBSubnetGroup', 'AWS::SecretsManager::Secret'),
    stream: of('AWS::Kinesis::Stream'),
    replication: {},
    sink: of('AWS::Logs::LogGroup', 'AWS::S3::Bucket'),
    observability: {},
  };
}
const byStack = (templates: Readonly<Record<string, Template>>): ReadonlyMap<string, Template> =>
  new Map(Object.entries(templates).map(([part, template]) => [`shop-${part}`, template]));
const OUTPUTS = {
  stream: { StreamArn: 'arn:of:stream' },
  database: { DatabaseSecretArn: 'arn:of:secret', DatabaseHost: 'shop-db.abc.eu-central-1.rds.amazonaws.com' },
  sink: { FailureBucket: 'failures' },
};
/** What stays of any pipeline. */
const ALWAYS = [
  'the tables in CrateDB, with everything in them',
  'dms-vpc-role and dms-cloudwatch-logs-role, which the account has one each of',
  'what cdk bootstrap made (stack CDKToolkit), with templates and the function’s code in its bucket: every app of the CDK in this account and region shares it',
];
const LOGS = 'in groups of its own making that never expire: aws logs describe-log-groups --log-group-name-prefix';
const sentences = ({ steps }: DestructionPlan): readonly string[] => steps.map(describeStep);

it('stops, frees the source, and deletes stacks before what they need', async () => {
  const spec = await specOf({ source: EXISTING_SOURCE });
  const plan = planDestruction(spec, deployed(WITHOUT_DATABASE, {}), ALL);
  expect(sentences(plan)).toEqual([
    'Bring the replication to rest; it keeps its place',
    'Drop the replication slot and the DDL audit objects at the source',
    'Delete shop-observability',
    'Delete shop-sink',
    'Delete shop-replication',
    'Delete shop-stream',
    'Delete shop-network',
  ]);
});

it('waits for a replication that is stopping before anything is dropped', async () => {
  const spec = await specOf({ source: EXISTING_SOURCE });
  const plan = planDestruction(spec, deployed(WITHOUT_DATABASE, { state: 'stopping' }), ALL);
  expect(sentences(plan)[0]).toBe('Bring the replication to rest; it keeps its place');
});

it('names everything that stays, and how it is used again or done away with', async () => {
  const templates = holding('retain');
  const { stays } = planDestruction(await specOf(), deployed(templates, { outputs: OUTPUTS }), {
    ...ALL,
    keepSourceObjects: true,
    templates: byStack(templates),
  });
  expect(stays).toEqual([
    'the bucket failures for what could not be applied (deployment.removal: retain). The next dray deploy makes another',
    'the log groups of shop-sink (deployment.removal: retain)',
    'the stream (deployment.removal: retain). Its name is taken: before the next dray deploy say stream.existingArn: arn:of:stream, or delete it',
    'the database and its secret (deployment.removal: retain). The next dray deploy would make a second one: to read this one, say source.mode: existing and source.secretArn: arn:of:secret',
    'shop-network, which the database needs; when that is gone: dray destroy --only network',
    'the replication slot and the DDL audit objects at the source (--keep-source-objects): a slot that nobody reads fills its disk',
    'public.awsdms_heartbeat at the source, which AWS DMS wrote its heartbeat to. Where no other replication does: DROP TABLE public.awsdms_heartbeat;',
    `the logs of AWS DMS, ${LOGS} dms-`,
    `the logs of the database, ${LOGS} /aws/rds/instance/shop-db/`,
    ...ALWAYS,
  ]);
});

it('names little where everything goes', async () => {
  const templates = holding('destroy');
  const plan = planDestruction(await specOf({ deployment: { removal: 'destroy' } }), deployed(templates, {}), {
    ...ALL,
    templates: byStack(templates),
  });
  expect(plan.stays).toEqual([
    `the logs of AWS DMS, ${LOGS} dms-`,
    `the logs of the database, ${LOGS} /aws/rds/instance/`,
    ...ALWAYS,
  ]);
  expect(sentences(plan)).toContain('Delete shop-network');
});

it.each([
  ['AWS::Lambda::EventSourceMapping', 'drayage-lambda-sink'],
  ['AWS::ECS::Service', 'drayage-sink'],
])('names the repository of an image that was pushed for a %s', async (Type, repository) => {
  const sink = { Parameters: { SinkImageDigest: {} }, Resources: { It: { Type } } };
  const { stays } = planDestruction(await specOf(), deployed({ sink }), { ...ALL, only: 'sink' });
  expect(stays).toEqual([
    `the repository ${repository} in Amazon ECR with its images, which every pipeline of this account and region shares. Where none is left: aws ecr delete-repository --repository-name ${repository} --force`,
    ...ALWAYS,
  ]);
});

describe('deployed under another deployment.removal than the configuration says', () => {
  const now = async (removal: 'retain' | 'destroy', wish: Partial<DestructionWish> = {}): Promise<DestructionPlan> => {
    const was = removal === 'retain' ? 'destroy' : 'retain';
    const templates = byStack(holding(removal));
    return planDestruction(await specOf({ deployment: { removal } }), deployed(holding(was), {}), {
      ...ALL,
      templates,
      ...wish,
    });
  };
  const told = ({ refusals }: DestructionPlan): readonly string[] =>
    refusals.map(describeRefusal).map(({ what, remedy }) => `${what} ${remedy}`);

  it('nothing goes that should stay: it is refused, and said how it is brought up to the configuration', async () => {
    const refused = await now('retain', { only: 'database' });
    expect(refused.steps).toEqual([]);
    expect(told(refused)).toEqual([
      'shop-database: AWS::RDS::DBInstance, AWS::RDS::DBSubnetGroup, AWS::SecretsManager::Secret would go, though the configuration says deployment.removal: retain. CloudFormation goes by what was deployed: destroy. dray deploy brings it up to the configuration, then dray destroy. Or say deployment.removal: destroy, and it is done as it was deployed.',
    ]);
    expect((await now('retain')).refusals.map(({ kind }) => kind)).toEqual(Array(4).fill('removal-differs'));
  });

  it('nothing stays unseen that should go', async () => {
    const refused = await now('destroy', { only: 'stream' });
    expect(told(refused)).toEqual([
      'shop-stream: AWS::Kinesis::Stream would stay, though the configuration says deployment.removal: destroy. CloudFormation goes by what was deployed: retain. dray deploy brings it up to the configuration, then dray destroy. Or say deployment.removal: retain, and it is done as it was deployed.',
    ]);
  });

  it('a stack that holds nothing, or whose creation failed, goes all the same', async () => {
    expect((await now('retain', { only: 'replication' })).refusals).toEqual([]);
    const templates = byStack(holding('retain'));
    const failed = deployed(holding('destroy'), { stacks: { stream: 'ROLLBACK_COMPLETE' } });
    expect(planDestruction(await specOf(), failed, { ...ALL, only: 'stream', templates }).refusals).toEqual([]);
  });

  it('what the configuration no longer has goes, or stays, as it was deployed, and is told so', async () => {
    const spec = await specOf({ source: EXISTING_SOURCE });
    const plan = planDestruction(spec, deployed(holding('retain'), {}), ALL);
    expect(plan.refusals).toEqual([]);
    expect(plan.stays.join()).toContain('the database and its secret (deployment.removal: retain)');
    expect(sentences(plan)).not.toContain('Delete shop-network');
  });
});

it('drops the slot that the configuration names: it is this replication’s', async () => {
  const replication = { kind: 'classic', type: 'cdc', cdcStartPosition: '0/16E1F98', slotName: 'old_slot' };
  const spec = await specOf({ source: EXISTING_SOURCE, replication });
  expect(planDestruction(spec, deployed(WITHOUT_DATABASE, {}), ALL).steps).toContainEqual({
    kind: 'drop-source-objects',
    replicationArn: TASK_ARN,
    audit: true,
    slot: { name: 'old_slot', goes: true },
  });
});

it('refuses while CloudFormation still works on a stack, before anything is stopped', async () => {
  const spec = await specOf({ source: EXISTING_SOURCE });
  const busy = (status: string): DestructionPlan =>
    planDestruction(spec, deployed(WITHOUT_DATABASE, { stacks: { sink: status } }), ALL);
  expect(busy('UPDATE_IN_PROGRESS')).toMatchObject({ steps: [], refusals: [{ kind: 'stack-state' }] });
  expect(busy('DELETE_IN_PROGRESS').refusals).toEqual([]);
  expect(busy('UPDATE_ROLLBACK_FAILED').refusals).toEqual([]);
});

it('takes away what the configuration no longer has', async () => {
  const spec = await specOf({
    source: EXISTING_SOURCE,
    stream: { existingArn: 'arn:aws:kinesis:eu-central-1:123456789012:stream/one', retentionHours: 168 },
  });
  expect(sentences(planDestruction(spec, deployed(WITHOUT_DATABASE), ALL))).toContain('Delete shop-stream');
});

it('drops nothing at a source that goes anyway', async () => {
  const spec = await specOf({ deployment: { removal: 'destroy' } });
  const plan = planDestruction(spec, deployed(EVERYTHING, { state: 'stopped' }), ALL);
  expect(sentences(plan)).toEqual([
    'Delete shop-observability',
    'Delete shop-sink',
    'Delete shop-replication',
    'Delete shop-stream',
    'Delete shop-database',
    'Delete shop-network',
  ]);
});

it('leaves the network to a database that stays, and frees that database', async () => {
  const plan = planDestruction(await specOf(), deployed(EVERYTHING), ALL);
  expect(sentences(plan)).not.toContain('Delete shop-network');
  expect(sentences(plan)[0]).toBe('Drop the replication slot and the DDL audit objects at the source');
  expect(plan.stays.join()).toMatch(/shop-network, which the database needs;.*dray destroy --only network/u);
  // The second time the stack of the database is gone; the database is still there.
  const second = planDestruction(await specOf(), deployed({ network: {} }), ALL);
  expect(sentences(second)).toEqual([]);
  const asked = planDestruction(await specOf(), deployed({ network: {} }), { ...ALL, only: 'network' });
  expect(sentences(asked)).toEqual(['Delete shop-network']);
});

it('leaves the source as it is where that is asked, and where it is no PostgreSQL', async () => {
  const kept = planDestruction(await specOf({ source: EXISTING_SOURCE }), deployed(EVERYTHING), {
    ...ALL,
    keepSourceObjects: true,
  });
  const mysql = planDestruction(
    await specOf({ source: { ...EXISTING_SOURCE, engine: 'mysql', database: undefined } }),
    deployed(EVERYTHING),
    ALL,
  );
  for (const plan of [kept, mysql]) expect(sentences(plan).join()).not.toContain('Drop');
});

it('takes one stage away, and stops the replication only for its own', async () => {
  const spec = await specOf({ source: EXISTING_SOURCE });
  expect(sentences(planDestruction(spec, deployed(EVERYTHING, {}), { ...ALL, only: 'sink' }))).toEqual([
    'Delete shop-observability',
    'Delete shop-sink',
  ]);
});

it('does nothing where nothing is', async () => {
  expect(planDestruction(await specOf(), deployed({}), ALL).steps).toEqual([]);
});
