import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateStackCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import {
  CreateEndpointCommand,
  CreateReplicationInstanceCommand,
  CreateReplicationTaskCommand,
} from '@aws-sdk/client-database-migration-service';
import { DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAwsClients, describeReplication, type OwnedAwsClients } from '@drayage/aws-ops';
import { type MotoServer, startMotoServer } from '@drayage/testing';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { possibleStacks } from '../stacks/stages.js';
import { guardExports } from '../testing/guard-exports.js';
import { type SmallAppOptions, synthesizeSmallApp } from '../testing/small-app.js';
import { EXISTING_SOURCE, specOf } from '../testing/spec.js';
import { NO_FLAGS } from '../testing/wish.js';
import { cdkStacks } from './adapters/cdk-stacks.js';
import { dmsReplication } from './adapters/dms-replication.js';
import type { StopMark } from './adapters/stop-mark.js';
import { type DeploymentWish, planDeployment } from './plan-deployment.js';
import { planDestruction } from './plan-destruction.js';
import type { DeployPorts, StackPort } from './ports.js';
import { readDeployed } from './read-deployed.js';
import { runSteps } from './run-steps.js';
import type { Step } from './step.js';
import type { Template } from './template-changes.js';
import { beginWait, type Waiting } from './waiting.js';

const REGION = 'eu-central-1';
const ENV = {
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_REGION: REGION,
  AWS_EC2_METADATA_DISABLED: 'true',
};
const FIRST = '{"Logging":{"EnableLogging":true}}';
const SECOND = '{"Logging":{"EnableLogging":false}}';

let moto: MotoServer;
let clients: OwnedAwsClients;
let folder: string;
let taskArn: string;
let endpointArn: string;
let spec: PipelineSpec;
/** What was done, in order; what moto does not have (the source, the sink’s mapping) is noted only. */
const done: string[] = [];
/** moto keeps no tags that are added later. */
const marks = new Map<string, Date>();

beforeAll(async () => {
  moto = await startMotoServer();
  // The CDK fetches templates from the address that it put them to, and moto knows its own by this name only.
  const endpoint = moto.endpoint.replace('127.0.0.1', 'localhost');
  clients = createAwsClients({ endpoint, region: REGION, environment: {} });
  folder = await mkdtemp(join(tmpdir(), 'drayage-moto-'));
  await makeTask();
  spec = await specOf({ source: EXISTING_SOURCE });
}, 180_000);

afterAll(async () => {
  clients.destroy();
  await moto.stop();
  await rm(folder, { recursive: true, force: true });
});

async function makeTask(): Promise<void> {
  const endpoint = async (EndpointType: 'source' | 'target', EngineName: string): Promise<string> => {
    const input = {
      EndpointIdentifier: `shop-${EndpointType}`,
      EndpointType,
      EngineName,
      ServerName: 'db',
      Port: 5_432,
      ...(EndpointType === 'target' && { KinesisSettings: { UseLargeIntegerValue: true } }),
    };
    return (await clients.dms.send(new CreateEndpointCommand(input))).Endpoint?.EndpointArn ?? '';
  };
  const instance = { ReplicationInstanceIdentifier: 'shop', ReplicationInstanceClass: 'dms.t3.medium' };
  const made = await clients.dms.send(new CreateReplicationInstanceCommand(instance));
  endpointArn = await endpoint('target', 'kinesis');
  const task = {
    ReplicationTaskIdentifier: 'shop',
    SourceEndpointArn: await endpoint('source', 'postgres'),
    TargetEndpointArn: endpointArn,
    ReplicationInstanceArn: made.ReplicationInstance?.ReplicationInstanceArn ?? '',
    MigrationType: 'full-load-and-cdc' as const,
    TableMappings: '{"rules":[]}',
    ReplicationTaskSettings: FIRST,
  };
  taskArn = (await clients.dms.send(new CreateReplicationTaskCommand(task))).ReplicationTask?.ReplicationTaskArn ?? '';
}

const begin = (): Waiting =>
  beginWait({
    now: Date.now,
    wait: () => Promise.resolve(),
    pauseMs: 0,
    timeoutMs: 60_000,
    onNews: () => undefined,
  });
const mark: StopMark = {
  read: (arn) => Promise.resolve(marks.get(arn)),
  set: (arn, at) => Promise.resolve(void marks.set(arn, at)),
  clear: (arn) => Promise.resolve(void marks.delete(arn)),
};
const names = (): readonly string[] => [...possibleStacks(spec).map(({ stackName }) => stackName), 'CDKToolkit'];

/**
 * Real stacks and a real task, both in moto; each noted. `by`: the CDK's program, which takes seconds for each stack, or plain
 * calls of CloudFormation, where it is the order that matters. A stack that `synthesized` lacks is deleted by calls in any case.
 */
function portsFor(
  assembly: string,
  templates: ReadonlyMap<string, Template>,
  { by = 'cdk', synthesized = new Set(templates.keys()) }: Partial<Way> = {},
): DeployPorts {
  const endpoint = moto.endpoint.replace('127.0.0.1', 'localhost');
  const env = { ...process.env, ...ENV, AWS_ENDPOINT_URL: endpoint, AWS_ENDPOINT_URL_S3: endpoint };
  const print = (): undefined => undefined;
  const real = cdkStacks({
    clients,
    assembly,
    method: 'direct',
    env,
    print,
    synthesized,
    loads: true,
    beginWait: begin,
  });
  const plain = plainStacks(real, templates);
  const deploy: StackPort['deploy'] = (name, parameters) =>
    (by === 'cdk' && name === BY_CDK ? real : plain).deploy(name, parameters);
  const stacks = guardExports({ ...plain, deploy }, names(), templates);
  const replication = dmsReplication({ clients, mark, now: Date.now, beginWait: begin, onNews: () => undefined });
  const state = async (): Promise<string> => (await describeReplication(clients, taskArn)).state;
  const note = async (what: string): Promise<void> => void done.push(`${what} (replication ${await state()})`);
  return {
    stacks: {
      ...stacks,
      deploy: async (name, parameters) => (await note(`deploy ${name}`), stacks.deploy(name, parameters)),
      delete: async (name) => (await note(`delete ${name}`), stacks.delete(name)),
    },
    replication: {
      ...replication,
      completeEndpoint: async (arn) => (await note('complete the endpoint'), replication.completeEndpoint(arn)),
    },
    source: {
      prepare: () => Promise.resolve([]),
      dropObjects: async ({ replicationArn }) => (await note(`free the source of ${replicationArn ?? ''}`), []),
    },
    sink: { pushImage: () => Promise.reject(new Error('no image here')), awaitReading: () => note('await the sink') },
  };
}

/** One, made and then changed, tells how its program is called; it takes its time at each. */
const BY_CDK = 'shop-replication';

interface Way {
  /** `cdk`: the stack of `BY_CDK` by its program. */
  readonly by: 'cdk' | 'calls';
  readonly synthesized: ReadonlySet<string>;
}

/** The same stacks, deployed without the CDK's program. */
function plainStacks(real: StackPort, templates: ReadonlyMap<string, Template>): StackPort {
  const { cloudFormation } = clients;
  return {
    ...real,
    deploy: async (StackName) => {
      const input = { StackName, TemplateBody: JSON.stringify(templates.get(StackName)) };
      const isThere = (await real.find(StackName)) !== undefined;
      if (isThere) await cloudFormation.send(new UpdateStackCommand(input));
      else await cloudFormation.send(new CreateStackCommand(input));
    },
  };
}

interface Run {
  readonly ports: DeployPorts;
  readonly templates: ReadonlyMap<string, Template>;
}

function synthesize(name: string, options: Partial<SmallAppOptions> = {}, way: Partial<Way> = {}): Run {
  const assembly = join(folder, name);
  const templates = synthesizeSmallApp({
    outdir: assembly,
    replicationArn: taskArn,
    targetEndpointArn: endpointArn,
    settings: FIRST,
    migrationType: 'full-load-and-cdc',
    sinkInVpc: true,
    ...options,
  });
  return { ports: portsFor(assembly, templates, way), templates };
}

async function run(ports: DeployPorts, steps: readonly Step[], signal = new AbortController().signal): Promise<void> {
  done.length = 0;
  await runSteps(steps, ports, {
    imageDigest: undefined,
    takesDigest: new Set(),
    outputs: new Map([...(await readDeployed(ports, names())).stacks].map(([name, { outputs }]) => [name, outputs])),
    beginWait: begin,
    onStep: () => undefined,
    onNews: (text) => void done.push(text),
    signal,
  });
}

/** Plans by what is in moto, and does all of it. */
async function deploy({ ports, templates }: Run, wish: Partial<DeploymentWish> = {}): Promise<void> {
  const deployed = await readDeployed(ports, names());
  const { steps, refusals } = planDeployment(spec, deployed, { ...WISH, ...wish, templates });
  expect(refusals).toEqual([]);
  await run(ports, steps);
}

const WISH = { ...NO_FLAGS, start: true, bootstrap: true };
const TIME = { timeout: 300_000 };

describe('a pipeline in moto, by the pinned program of the CDK', () => {
  it('is made in an order that CloudFormation takes, and started when all of it is there', TIME, async () => {
    const first = synthesize('first');
    await deploy(first);
    expect(done).toEqual([
      'deploy shop-network (replication changing)',
      'deploy shop-stream (replication changing)',
      'deploy shop-replication (replication changing)',
      'complete the endpoint (replication changing)',
      'deploy shop-sink (replication changing)',
      'deploy shop-observability (replication changing)',
      'await the sink (replication changing)',
    ]);
    // moto’s task is “creating” until it is started.
    const deployed = await readDeployed(first.ports, names());
    expect([...deployed.stacks.keys()].sort()).toEqual([
      'CDKToolkit',
      'shop-network',
      'shop-observability',
      'shop-replication',
      'shop-sink',
      'shop-stream',
    ]);
    expect(deployed.replication).toMatchObject({
      arn: taskArn,
      endpointComplete: true,
      activity: { state: 'running', everStarted: true, stoppedForDeployment: false },
    });
    const { StreamDescriptionSummary } = await clients.kinesis.send(
      new DescribeStreamSummaryCommand({ StreamName: 'shop' }),
    );
    expect(StreamDescriptionSummary?.StreamStatus).toBe('ACTIVE');
  });

  it('is stopped for a change of its settings, and resumed', TIME, async () => {
    const second = synthesize('second', { settings: SECOND });
    await deploy(second, { only: 'replication' });
    expect(done).toEqual([
      'deploy shop-replication (replication stopped)',
      'complete the endpoint (replication stopped)',
    ]);
    const after = await readDeployed(second.ports, names());
    expect(after.replication?.activity.state).toBe('running');
    expect(
      after.stacks.get('shop-replication')?.template.Resources?.['Task']?.Properties?.['ReplicationTaskSettings'],
    ).toBe(SECOND);
  });

  it('is resumed by the same command where the first one died between stop and resume', TIME, async () => {
    const { ports, templates } = synthesize('died', {}, { by: 'calls' });
    const deployed = await readDeployed(ports, names());
    const wish = { ...WISH, start: false, only: 'replication' as const, templates };
    const { steps } = planDeployment(spec, deployed, wish);
    await run(ports, steps.slice(0, 1));
    expect(steps.map(({ kind }) => kind)).toEqual([
      'stop-replication',
      'deploy-stack',
      'complete-endpoint',
      'start-replication',
    ]);
    expect((await readDeployed(ports, names())).replication?.activity).toMatchObject({
      state: 'stopped',
      stoppedForDeployment: true,
    });
    await deploy({ ports, templates }, { start: false, only: 'replication' });
    expect((await readDeployed(ports, names())).replication?.activity).toMatchObject({
      state: 'running',
      stoppedForDeployment: false,
    });
  });

  it(
    'gets another replication after the old one is gone, and a sink leaves the network before that changes',
    TIME,
    async () => {
      await deploy(
        synthesize('replaced', { sinkInVpc: false, migrationType: 'cdc' }, { by: 'calls', synthesized: new Set() }),
        { replace: true },
      );
      expect(done).toEqual([
        `free the source of ${taskArn} (replication stopped)`,
        'delete shop-observability (replication stopped)',
        'delete shop-replication (replication stopped)',
        'deploy shop-stream (replication stopped)',
        'deploy shop-replication (replication stopped)',
        'complete the endpoint (replication stopped)',
        'deploy shop-sink (replication stopped)',
        'deploy shop-network (replication stopped)',
        'deploy shop-observability (replication stopped)',
        'await the sink (replication stopped)',
      ]);
      expect((await describeReplication(clients, taskArn)).state).toBe('running');
    },
  );

  it(
    'goes in order: stopped, the source freed, then its stacks, one that the folder does not have as well',
    TIME,
    async () => {
      const { ports, templates } = synthesize('gone', {}, { synthesized: new Set(['shop-network']) });
      const deployed = await readDeployed(ports, names());
      const wish = { only: undefined, keepSourceObjects: false, templates };
      await run(ports, planDestruction(spec, deployed, wish).steps);
      expect(done).toEqual([
        `free the source of ${taskArn} (replication stopped)`,
        'delete shop-observability (replication stopped)',
        'delete shop-sink (replication stopped)',
        'delete shop-replication (replication stopped)',
        'delete shop-stream (replication stopped)',
        'delete shop-network (replication stopped)',
      ]);
      expect([...(await readDeployed(ports, names())).stacks.keys()]).toEqual(['CDKToolkit']);
    },
  );
});
