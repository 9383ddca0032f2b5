import { beforeAll, describe, expect, it } from 'vitest';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { deployed, taskTemplate } from '../testing/deployed.js';
import { EXISTING_SOURCE, specOf } from '../testing/spec.js';
import { NO_FLAGS } from '../testing/wish.js';
import { type DeploymentPlan, type DeploymentWish, planDeployment } from './plan-deployment.js';
import { describeRefusal } from './refusal.js';
import { describeStep } from './step.js';
import type { Template } from './template-changes.js';

const WISH: DeploymentWish = { ...NO_FLAGS, templates: new Map() };

const NOTHING = deployed({});
const ROLES = ['dms-vpc-role', 'dms-cloudwatch-logs-role'];
const MADE = { status: 'CREATE_COMPLETE', outputs: {}, template: {} };
const sentences = ({ steps }: DeploymentPlan): readonly string[] => steps.map(describeStep);
const told = ({ refusals }: DeploymentPlan): string =>
  refusals
    .map(describeRefusal)
    .map(({ what, remedy }) => `${what} ${remedy}`)
    .join();
const wanted = (replication: Template): Pick<DeploymentWish, 'templates'> => ({
  templates: new Map([['shop-replication', replication]]),
});

let demo: PipelineSpec;
let existing: PipelineSpec;
beforeAll(async () => {
  demo = await specOf();
  existing = await specOf({
    source: EXISTING_SOURCE,
    stream: { existingArn: 'arn:aws:kinesis:eu-central-1:123456789012:stream/shop', retentionHours: 168 },
  });
});

describe('a first deployment', () => {
  it('makes each stack after what it needs, prepares the source, and starts when the sink reads', () => {
    expect(sentences(planDeployment(demo, NOTHING, { ...WISH, start: true, bootstrap: true }))).toEqual([
      'Make what deployments by the CDK need in this account and region (cdk bootstrap)',
      'Deploy shop-network',
      'Deploy shop-database',
      'Deploy shop-stream',
      'Deploy shop-replication',
      'Set what CloudFormation does not know at the Kinesis endpoint',
      'Deploy shop-sink',
      'Deploy shop-observability',
      'Prepare the source for AWS DMS',
      'Wait until the sink reads the stream',
      'Start the replication',
    ]);
  });

  it('starts nothing unless it is asked, makes no database or stream that is there, and does not touch the source', () => {
    expect(sentences(planDeployment(existing, NOTHING, WISH))).toEqual([
      'Deploy shop-network',
      'Deploy shop-replication',
      'Set what CloudFormation does not know at the Kinesis endpoint',
      'Deploy shop-sink',
      'Deploy shop-observability',
    ]);
  });

  it('makes the account’s roles first, where it is asked to', async () => {
    const spec = await specOf({ roles: { account: 'create' } });
    const missingRoles = ROLES;
    expect(sentences(planDeployment(spec, NOTHING, { ...WISH, missingRoles }))[0]).toBe('Deploy drayage-account-roles');
    expect(sentences(planDeployment(spec, NOTHING, { ...WISH, missingRoles, only: 'replication' }))).toEqual([
      'Deploy drayage-account-roles',
      'Deploy shop-replication',
      'Set what CloudFormation does not know at the Kinesis endpoint',
    ]);
    expect(sentences(planDeployment(spec, NOTHING, { ...WISH, missingRoles, only: 'network' }))).toEqual([
      'Deploy shop-network',
    ]);
    // Where it may not look, it does what it is asked to.
    expect(sentences(planDeployment(spec, NOTHING, { ...WISH, missingRoles: undefined }))[0]).toBe(
      'Deploy drayage-account-roles',
    );
  });

  it('makes no roles that the account has, whoever made them, and refuses to make one beside the other', async () => {
    const spec = await specOf({ roles: { account: 'create' } });
    expect(sentences(planDeployment(spec, NOTHING, WISH))[0]).toBe('Deploy shop-network');
    const half = planDeployment(spec, NOTHING, { ...WISH, missingRoles: ROLES.slice(1) });
    expect(half).toMatchObject({ steps: [], refusals: [{ kind: 'account-roles', create: true }] });
    expect(told(half)).toContain('no dms-cloudwatch-logs-role: the stack of both cannot be made beside it');
    // Its own stack is kept up to date.
    const made = { stacks: new Map([['drayage-account-roles', MADE]]), replication: undefined };
    expect(sentences(planDeployment(spec, made, WISH))[0]).toBe('Deploy drayage-account-roles');
  });

  it('is refused without the account’s roles, before anything is made, and only where a replication is to be', () => {
    const refused = planDeployment(existing, NOTHING, { ...WISH, missingRoles: ROLES });
    expect(refused).toMatchObject({ steps: [], refusals: [{ kind: 'account-roles', create: false }] });
    expect(told(refused)).toContain('AWS DMS looks for dms-vpc-role and dms-cloudwatch-logs-role by name');
    expect(told(refused)).toContain('Say roles.account: create');
    const network = { ...WISH, only: 'network', missingRoles: ROLES } as const;
    expect(planDeployment(existing, NOTHING, network).refusals).toEqual([]);
    const there = deployed({ replication: taskTemplate('old') }, {});
    const same = { ...WISH, missingRoles: ROLES, ...wanted(taskTemplate('old')) };
    expect(planDeployment(existing, there, same).refusals).toEqual([]);
  });

  it('builds the image that the sink needs, unless its digest is given or the configuration names it', async () => {
    const spec = await specOf({ sink: { kind: 'fargate' } });
    const named = await specOf({
      sink: { packaging: 'image', image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/x@sha256:${'0'.repeat(64)}` },
    });
    expect(sentences(planDeployment(spec, NOTHING, WISH))[0]).toBe(
      'Build the image of the sink for arm64 and push it to drayage-sink',
    );
    expect(sentences(planDeployment(spec, NOTHING, { ...WISH, imageGiven: true }))[0]).toBe('Deploy shop-network');
    expect(sentences(planDeployment(spec, NOTHING, { ...WISH, only: 'stream' }))).toEqual(['Deploy shop-stream']);
    expect(sentences(planDeployment(named, NOTHING, WISH))[0]).toBe('Deploy shop-network');
  });

  it('leaves the source of a demonstration alone where that is asked', () => {
    expect(sentences(planDeployment(demo, NOTHING, { ...WISH, skipPreparation: true }))).not.toContain(
      'Prepare the source for AWS DMS',
    );
  });
});

describe('a later deployment', () => {
  it('stops a running replication before its settings change, and resumes it where it stopped', () => {
    const before = deployed({ replication: taskTemplate('old') }, {});
    expect(
      sentences(planDeployment(existing, before, { ...WISH, only: 'replication', ...wanted(taskTemplate('new')) })),
    ).toEqual([
      'Stop the replication; it keeps its place',
      'Deploy shop-replication',
      'Set what CloudFormation does not know at the Kinesis endpoint',
      'Resume the replication where it stopped',
    ]);
  });

  it('does not stop a replication that it does not change, nor one that rests', () => {
    const same = { ...WISH, start: true, ...wanted(taskTemplate('old')) };
    expect(
      sentences(planDeployment(existing, deployed({ replication: taskTemplate('old') }, {}), same)).join(),
    ).not.toMatch(/Stop|Start|Resume/);
    const resting = deployed({ replication: taskTemplate('old') }, { state: 'stopped' });
    const changed = sentences(planDeployment(existing, resting, { ...WISH, ...wanted(taskTemplate('new')) }));
    expect(changed.join()).not.toMatch(/Stop|Start|Resume/);
  });

  it('with --start resumes what ran before, and never starts it anew', () => {
    const resting = deployed({ replication: taskTemplate('old') }, { state: 'stopped' });
    const plan = planDeployment(existing, resting, { ...WISH, start: true, ...wanted(taskTemplate('new')) });
    expect(sentences(plan).slice(-2)).toEqual([
      'Wait until the sink reads the stream',
      'Resume the replication where it stopped',
    ]);
  });

  it('resumes what an earlier deployment stopped and did not come to resume, whatever changes now', () => {
    const left = deployed({ replication: taskTemplate('old') }, { state: 'stopped', stoppedForDeployment: true });
    const same = { ...WISH, ...wanted(taskTemplate('old')) };
    expect(sentences(planDeployment(existing, left, { ...same, only: 'replication' }))).toEqual([
      'Deploy shop-replication',
      'Set what CloudFormation does not know at the Kinesis endpoint',
      'Resume the replication where it stopped',
    ]);
    expect(sentences(planDeployment(existing, left, { ...same, only: 'network' }))).toEqual([
      'Deploy shop-network',
      'Resume the replication where it stopped',
    ]);
    const stopping = { state: 'stopping', stoppedForDeployment: true } as const;
    expect(
      sentences(planDeployment(existing, deployed({ replication: taskTemplate('old') }, stopping), same)).join(),
    ).toMatch(/Stop the replication.*Deploy shop-replication.*Resume/u);
  });

  it('waits for one that somebody else is stopping before it changes it, and leaves it stopped', () => {
    const before = deployed({ replication: taskTemplate('old') }, { state: 'stopping' });
    const plan = planDeployment(existing, before, { ...WISH, only: 'replication', ...wanted(taskTemplate('new')) });
    expect(sentences(plan)).toEqual([
      'Bring the replication to rest; it keeps its place',
      'Deploy shop-replication',
      'Set what CloudFormation does not know at the Kinesis endpoint',
    ]);
    expect(plan.steps[0]).toMatchObject({ remember: false });
  });

  it('stops a running replication whose endpoint lacks what CloudFormation does not know, and no other', () => {
    const lacking = deployed({ replication: taskTemplate('old') }, { endpointComplete: false });
    const same = { ...WISH, only: 'replication', ...wanted(taskTemplate('old')) } as const;
    expect(sentences(planDeployment(existing, lacking, same))).toEqual([
      'Stop the replication; it keeps its place',
      'Deploy shop-replication',
      'Set what CloudFormation does not know at the Kinesis endpoint',
      'Resume the replication where it stopped',
    ]);
    const complete = deployed({ replication: taskTemplate('old') }, {});
    expect(sentences(planDeployment(existing, complete, same)).join()).not.toContain('Stop');
  });

  it('does not stop a load that runs: it could not go on where it was', () => {
    const before = deployed({ replication: taskTemplate('old', 'full-load') }, { migrationType: 'full-load' });
    const plan = planDeployment(existing, before, { ...WISH, ...wanted(taskTemplate('new', 'full-load')) });
    expect(plan).toMatchObject({ steps: [], refusals: [{ kind: 'load-runs' }] });
    expect(told(plan)).toContain('dray reload --all');
  });

  it('does not resume a load that has ended, as dray resume does not', () => {
    const ended = { state: 'stopped', stopReason: 'FULL_LOAD_ONLY_FINISHED', migrationType: 'full-load' } as const;
    const before = deployed({ replication: taskTemplate('old', 'full-load'), sink: {}, observability: {} }, ended);
    const same = { ...WISH, ...wanted(taskTemplate('old', 'full-load')) };
    expect(sentences(planDeployment(existing, before, same)).join()).not.toMatch(/Resume|Start/u);
    const plan = planDeployment(existing, before, { ...same, start: true });
    expect(plan).toMatchObject({ steps: [], refusals: [{ kind: 'start-refused' }] });
    expect(told(plan)).toContain('dray reload --all');
  });

  it('refuses to replace what holds data, and names it', () => {
    const before = deployed({ replication: taskTemplate('old') }, {});
    const plan = planDeployment(existing, before, { ...WISH, ...wanted(taskTemplate('old', 'cdc')) });
    expect(plan).toEqual({
      steps: [],
      notes: [],
      refusals: [
        {
          kind: 'replacement-refused',
          stackName: 'shop-replication',
          loads: true,
          change: { id: 'Task', type: 'AWS::DMS::ReplicationTask', effect: 'replaced', properties: ['MigrationType'] },
        },
      ],
    });
  });

  it('refuses what one stage alone would leave half done: also of stages that are not deployed', () => {
    const before = deployed({ replication: taskTemplate('old'), network: {} }, {});
    const plan = planDeployment(existing, before, { ...WISH, only: 'sink', ...wanted(taskTemplate('old', 'cdc')) });
    expect(plan.refusals).toMatchObject([{ kind: 'replacement-refused', stackName: 'shop-replication' }]);
  });
});

describe('a start', () => {
  const both = { replication: taskTemplate('old'), sink: {}, observability: {} };

  it('is planned in each stage alone, where replication and sink are there', () => {
    const ready = deployed(both, { state: 'ready', everStarted: false });
    for (const only of ['network', 'replication', 'sink'] as const) {
      const plan = planDeployment(existing, ready, { ...WISH, only, start: true, ...wanted(taskTemplate('old')) });
      expect(sentences(plan).slice(-2)).toEqual(['Wait until the sink reads the stream', 'Start the replication']);
    }
  });

  it.each([
    ['network', {}, ['replication', 'sink']],
    ['sink', {}, ['replication']],
    ['replication', { network: {} }, ['sink']],
  ] as const)('of stage %s alone is refused without the others', (only, there, missing) => {
    const plan = planDeployment(existing, deployed(there), { ...WISH, only, start: true });
    expect(plan).toMatchObject({ steps: [], refusals: [{ kind: 'nothing-to-start', missing }] });
    expect(told(plan)).toContain('dray deploy --start');
  });

  it('is refused while AWS DMS works on the replication', () => {
    const plan = planDeployment(existing, deployed(both, { state: 'changing', status: 'modifying' }), {
      ...WISH,
      start: true,
      ...wanted(taskTemplate('old')),
    });
    expect(told(plan)).toContain('The replication is modifying.');
  });
});

describe('a stack', () => {
  it.each([
    ['UPDATE_ROLLBACK_FAILED', 'dray stack rollback --stack shop-replication'],
    ['UPDATE_IN_PROGRESS', 'Wait until that is done'],
    ['DELETE_FAILED', 'dray stack delete --stack shop-replication'],
    ['UPDATE_FAILED', 'aws cloudformation rollback-stack --stack-name shop-replication'],
  ])('that is %s is refused before the replication is stopped', (status, remedy) => {
    const before = deployed({ replication: taskTemplate('old') }, { stacks: { replication: status } });
    const plan = planDeployment(existing, before, { ...WISH, ...wanted(taskTemplate('new')) });
    expect(plan).toMatchObject({
      steps: [],
      refusals: [{ kind: 'stack-state', stackName: 'shop-replication', status }],
    });
    expect(told(plan)).toContain(remedy);
  });

  it.each(['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED'])(
    'that is %s is as one that is not there: deleted, and made with what is corrected',
    async (status) => {
      const stream = (Name: string): Template => ({
        Resources: { Stream: { Type: 'AWS::Kinesis::Stream', Properties: { Name } } },
      });
      const before = deployed({ stream: stream('wrong'), CDKToolkit: {} }, undefined);
      const failed = { ...before, stacks: new Map([...before.stacks].map(([n, s]) => [n, { ...s, status }])) };
      const plan = planDeployment(await specOf({ source: EXISTING_SOURCE }), failed, {
        ...WISH,
        only: 'stream',
        bootstrap: true,
        templates: new Map([['shop-stream', stream('right')]]),
      });
      expect(plan.refusals).toEqual([]);
      expect(sentences(plan)).toEqual([
        'Make what deployments by the CDK need in this account and region (cdk bootstrap)',
        'Delete shop-stream',
        'Deploy shop-stream',
      ]);
    },
  );
});
