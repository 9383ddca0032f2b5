import { beforeAll, describe, expect, it } from 'vitest';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { deployed, taskTemplate, type DeployedDetails } from '../testing/deployed.js';
import { planInWords } from '../testing/plan-in-words.js';
import { EXISTING_SOURCE, specOf } from '../testing/spec.js';
import { NO_FLAGS } from '../testing/wish.js';
import { type DeploymentPlan, type DeploymentWish, planDeployment } from './plan-deployment.js';
import { describeRefusal } from './refusal.js';
import type { Template, TemplateResource } from './template-changes.js';

const WISH = { ...NO_FLAGS, imageGiven: true, skipPreparation: true };
type Parts = Readonly<Record<string, Template>>;

/** The plan from templates, by the last part of the names of their stacks, to others. */
function plan(
  spec: PipelineSpec,
  [before, after]: readonly [Parts, Parts],
  wish: Partial<DeploymentWish> = {},
  details: DeployedDetails = {},
): DeploymentPlan {
  const templates = new Map(Object.entries(after).map(([part, template]) => [`shop-${part}`, template]));
  return planDeployment(spec, deployed(before, details), { ...WISH, templates, ...wish });
}
const told = ({ refusals }: DeploymentPlan): readonly string[] =>
  refusals.map(describeRefusal).flatMap(({ what, remedy }) => [what, remedy]);
const gone = (all: DeploymentPlan): readonly string[] =>
  planInWords(all).filter((text) => !/^(Deploy|Set) /u.test(text));

/** A resource that another stack takes something of, and one that takes it. */
const giving = (stack: string, Resources: Readonly<Record<string, TemplateResource>>): Template => ({
  Resources,
  Outputs: Object.fromEntries(
    Object.keys(Resources).map((id) => [id, { Value: { Ref: id }, Export: { Name: `${stack}:${id}` } }]),
  ),
});
const taking = (exportName: string, { Resources }: Template = {}): Template => ({
  Resources: {
    ...Resources,
    Taker: { Type: 'AWS::SSM::Parameter', Properties: { Value: { 'Fn::ImportValue': exportName } } },
  },
});

let existing: PipelineSpec;
let changesOnly: PipelineSpec;
let demo: PipelineSpec;
beforeAll(async () => {
  existing = await specOf({ source: EXISTING_SOURCE });
  changesOnly = await specOf({ source: EXISTING_SOURCE, replication: { kind: 'serverless', type: 'cdc' } });
  demo = await specOf();
});

describe('a replication of changes alone', () => {
  const same = [{ replication: taskTemplate('a', 'cdc') }, { replication: taskTemplate('a', 'cdc') }] as const;

  it('is made anew only where it is said that what changes in between may be missing, and that is told', () => {
    const refused = plan(changesOnly, same, { replaceReplication: true });
    expect(planInWords(refused)).toEqual(['refused: gap-refused']);
    expect(told(refused)).toEqual([
      'The replication would be made anew with replication.type: cdc. It loads nothing, and begins when it is started: what changes between the stop of the old one and that start would never be carried.',
      'Take replication.type: full-load-and-cdc, and every table is loaded anew. A classic replication can begin where the old one stopped: dray stop, then replication.cdcStartPosition as dray status --verbose tells it. Where nothing changes meanwhile, or that position is right: --accept-gap.',
    ]);
    const accepted = plan(changesOnly, same, { replaceReplication: true, acceptGap: true });
    expect(gone(accepted)).toEqual(['Stop the replication; it keeps its place', 'Delete shop-replication']);
    expect(accepted.notes).toEqual([
      'The replication is made anew without a load (replication.type: cdc): what it does not carry itself is missing in CrateDB.',
    ]);
  });

  it('is made anew at a position only where it is said that the position is right', async () => {
    const spec = await specOf({
      source: EXISTING_SOURCE,
      replication: { kind: 'classic', type: 'cdc', cdcStartPosition: '0/16E1F98', slotName: 'old_slot' },
    });
    const refused = plan(spec, same, { replace: true, replaceReplication: true });
    expect(told(refused)[0]).toContain('It loads nothing, and begins at replication.cdcStartPosition (0/16E1F98)');
  });

  it('that never ran has no place to lose, and one that loads is not asked about', () => {
    const ready = { state: 'ready', everStarted: false } as const;
    expect(plan(changesOnly, same, { replaceReplication: true }, ready).refusals).toEqual([]);
    expect(plan(existing, same, { replaceReplication: true }).refusals).toEqual([]);
  });

  it('is not said to load every table, whatever is refused', () => {
    const endpoint = (Properties: Readonly<Record<string, unknown>>): Parts => ({
      replication: { Resources: { End: { Type: 'AWS::DMS::Endpoint', Properties } } },
    });
    const stream = (StreamArn: string): Parts => endpoint({ KinesisSettings: { StreamArn } });
    const all = [
      plan(changesOnly, [{ replication: taskTemplate('a') }, { replication: taskTemplate('a', 'cdc') }]),
      plan(changesOnly, [endpoint({ DatabaseName: 'a' }), endpoint({ DatabaseName: 'b' })]),
      plan(changesOnly, [stream('a'), stream('b')]),
    ];
    expect(all.map(planInWords)).toEqual([
      ['refused: replacement-refused'],
      ['refused: another-source'],
      ['refused: another-stream'],
    ]);
    for (const refused of all) {
      expect(told(refused)[1]).toContain('loads nothing (replication.type: cdc), which --accept-gap has to take on.');
      expect(told(refused).join()).not.toContain('every table');
    }
  });
});

describe('a slot that is named', () => {
  const task = [{ replication: taskTemplate('a') }, { replication: taskTemplate('a') }] as const;

  it('is never dropped where its replication is made anew, and the step says so', async () => {
    const spec = await specOf({
      source: EXISTING_SOURCE,
      replication: { kind: 'classic', type: 'cdc', cdcStartPosition: '0/16E1F98', slotName: 'old_slot' },
    });
    const wish = { replaceReplication: true, acceptGap: true, skipPreparation: false };
    const named = plan(spec, task, wish);
    expect(planInWords(named)).toContain('Drop the replication slot at the source, but not old_slot');
    expect(named.steps.find(({ kind }) => kind === 'drop-source-objects')).toMatchObject({
      slot: { name: 'old_slot', goes: false },
    });
    expect(planInWords(plan(existing, task, wish))).toContain('Drop the replication slot at the source');
  });
});

describe('an event source mapping', () => {
  const sink = (Properties: Readonly<Record<string, unknown>>): Template => ({
    Resources: {
      Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: 'one', ...Properties } },
      Failures: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'RetainExceptOnCreate' },
    },
  });
  const times = [
    { sink: sink({ StartingPositionTimestamp: 1 }) },
    { sink: sink({ StartingPositionTimestamp: 2 }) },
  ] as const;

  it('that begins at another time is another one: refused, with what it would not read', () => {
    const refused = plan(existing, times);
    expect(planInWords(refused)).toEqual(['refused: replacement-refused']);
    expect(told(refused)).toEqual([
      'shop-sink: AWS::Lambda::EventSourceMapping Mapping would be replaced, with what it holds: StartingPositionTimestamp cannot be changed.',
      'Undo the change, give the new thing a pipeline of its own, or say --replace. The new sink begins where kinesis.start says: of the records before that, none is read that the old one had not read; records come twice, with no effect.',
    ]);
  });

  it('is replaced by taking its stack away first: AWS Lambda takes no second one of the same stream', () => {
    const replaced = plan(existing, times, { replace: true, only: 'sink' });
    expect(planInWords(replaced)).toEqual(['Delete shop-sink', 'Deploy shop-sink', 'Deploy shop-observability']);
    expect(replaced.notes).toEqual([
      'shop-sink is deleted and made anew; of the old one stay, no longer the pipeline’s: AWS::S3::Bucket (deployment.removal: retain).',
    ]);
  });

  it('of another stream is made beside the old one', () => {
    const streams = [{ sink: sink({}) }, { sink: sink({ EventSourceArn: 'two' }) }] as const;
    expect(gone(plan(existing, streams, { replace: true }))).toEqual([]);
  });
});

describe('a database of the demonstration', () => {
  const database = (group: readonly string[], EngineVersion = '16', DeletionPolicy = 'Delete'): Template =>
    giving('shop-database', {
      Instance: { Type: 'AWS::RDS::DBInstance', DeletionPolicy, Properties: { Engine: 'postgres', EngineVersion } },
      Subnets: { Type: 'AWS::RDS::DBSubnetGroup', DeletionPolicy, Properties: { SubnetIds: group } },
    });
  const parts = (template: Template): Parts => ({
    network: {},
    database: template,
    replication: taking('shop-database:Instance', taskTemplate('a')),
    sink: {},
  });
  const moved = [parts(database(['data'])), parts(database(['public']))] as const;
  const newer = [parts(database(['data'])), parts(database(['data'], '17'))] as const;

  it('does not move to other subnets by the way', () => {
    expect(told(plan(demo, moved))).toEqual([
      'shop-database: AWS::RDS::DBSubnetGroup Subnets would be replaced, with what it holds: the database stands in subnets that would leave the group.',
      'Undo the change, give the new thing a pipeline of its own, or say --replace. The new database is empty. The replication is made anew and loads every table, once it is started.',
    ]);
  });

  it('gets no other major version by the way, and the one that is there is named', () => {
    expect(told(plan(demo, newer))).toEqual([
      'shop-database: AWS::RDS::DBInstance Instance would be replaced, with what it holds: Amazon RDS makes no other major version of it by the way.',
      "Keep what is there (demo.engineVersion: '16'), give the new thing a pipeline of its own, or say --replace. The new database is empty. The replication is made anew and loads every table, once it is started.",
    ]);
  });

  it('gets no smaller disk by the way', () => {
    const disk = (AllocatedStorage: string): Parts =>
      parts(giving('shop-database', { Instance: { Type: 'AWS::RDS::DBInstance', Properties: { AllocatedStorage } } }));
    expect(told(plan(demo, [disk('100'), disk('20')]))).toEqual([
      'shop-database: AWS::RDS::DBInstance Instance would be replaced, with what it holds: Amazon RDS makes no disk smaller (demo.storageGiB).',
      'Undo the change, give the new thing a pipeline of its own, or say --replace. The new database is empty. The replication is made anew and loads every table, once it is started.',
    ]);
  });

  it.each([
    ['other subnets', moved],
    ['another major version', newer],
  ])('is taken away with its replication before it is made in %s; its slots go with it', (_what, both) => {
    expect(planInWords(plan(demo, both, { replace: true, skipPreparation: false }))).toEqual([
      'Stop the replication; it keeps its place',
      'Delete shop-replication',
      'Delete shop-database',
      'Deploy shop-network',
      'Deploy shop-database',
      'Deploy shop-stream',
      'Deploy shop-replication',
      'Set what CloudFormation does not know at the Kinesis endpoint',
      'Deploy shop-sink',
      'Deploy shop-observability',
      'Prepare the source for AWS DMS',
    ]);
  });

  it('that outlives its stack is freed of the slot first, and told', () => {
    const kept = [parts(database(['data'], '16', 'RetainExceptOnCreate')), newer[1]] as const;
    const all = plan(demo, kept, { replace: true, skipPreparation: false });
    expect(gone(all).slice(0, 2)).toEqual([
      'Stop the replication; it keeps its place',
      'Drop the replication slot at the source',
    ]);
    expect(all.notes).toEqual([
      'shop-database is deleted and made anew; of the old one stay, no longer the pipeline’s: AWS::RDS::DBInstance, AWS::RDS::DBSubnetGroup (deployment.removal: retain).',
    ]);
  });
});
