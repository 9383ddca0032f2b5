import { beforeAll, describe, expect, it } from 'vitest';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { deployed, taskTemplate } from '../testing/deployed.js';
import { EXISTING_SOURCE, specOf } from '../testing/spec.js';
import { type DeploymentPlan, type DeploymentWish, planDeployment } from './plan-deployment.js';
import { describeStep } from './step.js';
import type { Template } from './template-changes.js';

const WISH: DeploymentWish = {
  only: undefined,
  start: false,
  imageGiven: false,
  bootstrap: false,
  skipPreparation: false,
  replace: false,
  templates: new Map(),
};

const NOTHING = deployed({});
const sentences = ({ steps }: DeploymentPlan): readonly string[] => steps.map(describeStep);
const wanted = (replication: Template): Pick<DeploymentWish, 'templates'> => ({
  templates: new Map([['shop-replication', replication]]),
});

let demo: PipelineSpec;
let existing: PipelineSpec;
beforeAll(async () => {
  demo = await specOf();
  existing = await specOf({
    source: EXISTING_SOURCE,
    stream: { existingArn: 'arn:aws:kinesis:eu-central-1:123456789012:stream/shop' },
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
    expect(sentences(planDeployment(spec, NOTHING, WISH))[0]).toBe('Deploy drayage-account-roles');
    expect(sentences(planDeployment(spec, NOTHING, { ...WISH, only: 'replication' }))).not.toContain(
      'Deploy drayage-account-roles',
    );
  });

  it('builds the image that the sink needs, unless its digest is given or the configuration names it', async () => {
    const spec = await specOf({ sink: { kind: 'fargate' } });
    const named = await specOf({ sink: { packaging: 'image', image: `ghcr.io/drayage/x@sha256:${'0'.repeat(64)}` } });
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

  it('does not resume a load that it stopped: it would not go on where it was', () => {
    const before = deployed({ replication: taskTemplate('old', 'full-load') }, { loadOnly: true });
    const steps = sentences(planDeployment(existing, before, { ...WISH, ...wanted(taskTemplate('new', 'full-load')) }));
    expect(steps).toContain('Stop the replication; it keeps its place');
    expect(steps.join()).not.toContain('Resume');
  });

  it('refuses to replace what holds data, and names it', () => {
    const before = deployed({ replication: taskTemplate('old') }, {});
    const plan = planDeployment(existing, before, { ...WISH, ...wanted(taskTemplate('old', 'cdc')) });
    expect(plan).toEqual({
      steps: [],
      refusals: [
        {
          stackName: 'shop-replication',
          change: { id: 'Task', type: 'AWS::DMS::ReplicationTask', effect: 'replaced', properties: ['MigrationType'] },
        },
      ],
    });
  });

  it('replaces it where that is asked: without those who look at it, and starts it anew', () => {
    const before = deployed({ replication: taskTemplate('old'), observability: {} }, {});
    const plan = planDeployment(existing, before, {
      ...WISH,
      only: 'replication',
      replace: true,
      start: true,
      ...wanted(taskTemplate('old', 'cdc')),
    });
    expect(sentences(plan)).toEqual([
      'Delete shop-observability',
      'Stop the replication; it keeps its place',
      'Deploy shop-replication',
      'Set what CloudFormation does not know at the Kinesis endpoint',
      'Deploy shop-observability',
      'Wait until the sink reads the stream',
      'Start the replication',
    ]);
  });
});
