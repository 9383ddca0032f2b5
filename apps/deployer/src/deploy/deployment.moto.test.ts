import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import { synthesizeSmallApp, taskProperties } from '../testing/small-app.js';
import { EXISTING_SOURCE, specOf } from '../testing/spec.js';
import { cdkStacks } from './adapters/cdk-stacks.js';
import { dmsReplication } from './adapters/dms-replication.js';
import { planDeployment } from './plan-deployment.js';
import { planDestruction } from './plan-destruction.js';
import type { DeployPorts } from './ports.js';
import { readDeployed } from './read-deployed.js';
import { runSteps } from './run-steps.js';
import type { Step } from './step.js';
import type { Template } from './template-changes.js';

const REGION = 'eu-central-1';
const ENV = {
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_REGION: REGION,
  AWS_EC2_METADATA_DISABLED: 'true',
};
const NAMES = ['shop-stream', 'shop-replication'];
/** With the stack that the CDK makes for itself. */
const DEPLOYED = [...NAMES, 'CDKToolkit'];
const FIRST = '{"Logging":{"EnableLogging":true}}';
const SECOND = '{"Logging":{"EnableLogging":false}}';

let moto: MotoServer;
let clients: OwnedAwsClients;
let folder: string;
let taskArn: string;
let spec: PipelineSpec;
/** What was done, in order; what moto does not have (the rest of the endpoint's settings, the source) is noted only. */
const done: string[] = [];

beforeAll(async () => {
  moto = await startMotoServer();
  // The CDK fetches templates from the address that it put them to, and moto knows its own by this name only.
  const endpoint = moto.endpoint.replace('127.0.0.1', 'localhost');
  clients = createAwsClients({ endpoint, region: REGION, environment: {} });
  folder = await mkdtemp(join(tmpdir(), 'drayage-moto-'));
  taskArn = await makeTask();
  spec = await specOf({ source: EXISTING_SOURCE });
}, 180_000);

afterAll(async () => {
  clients.destroy();
  await moto.stop();
  await rm(folder, { recursive: true, force: true });
});

async function makeTask(): Promise<string> {
  const endpoint = async (EndpointType: 'source' | 'target', EngineName: string): Promise<string> => {
    const input = {
      EndpointIdentifier: `shop-${EndpointType}`,
      EndpointType,
      EngineName,
      ServerName: 'db',
      Port: 5_432,
    };
    return (await clients.dms.send(new CreateEndpointCommand(input))).Endpoint?.EndpointArn ?? '';
  };
  const instance = { ReplicationInstanceIdentifier: 'shop', ReplicationInstanceClass: 'dms.t3.medium' };
  const made = await clients.dms.send(new CreateReplicationInstanceCommand(instance));
  const task = {
    ReplicationTaskIdentifier: 'shop',
    SourceEndpointArn: await endpoint('source', 'postgres'),
    TargetEndpointArn: await endpoint('target', 'kinesis'),
    ReplicationInstanceArn: made.ReplicationInstance?.ReplicationInstanceArn ?? '',
    MigrationType: 'full-load-and-cdc' as const,
    TableMappings: '{"rules":[]}',
    ReplicationTaskSettings: FIRST,
  };
  return (await clients.dms.send(new CreateReplicationTaskCommand(task))).ReplicationTask?.ReplicationTaskArn ?? '';
}

/** Real stacks by the CDK's program and a real task, both in moto; each noted. */
function portsFor(assembly: string): DeployPorts {
  const endpoint = moto.endpoint.replace('127.0.0.1', 'localhost');
  const env = { ...process.env, ...ENV, AWS_ENDPOINT_URL: endpoint, AWS_ENDPOINT_URL_S3: endpoint };
  const stacks = cdkStacks({ clients, assembly, method: 'direct', env, print: () => undefined });
  const replication = dmsReplication({ clients, pause: () => Promise.resolve(), onNews: () => undefined });
  const state = async (): Promise<string> => (await describeReplication(clients, taskArn)).state;
  const note = async (what: string): Promise<void> => void done.push(`${what} (replication ${await state()})`);
  return {
    stacks: {
      ...stacks,
      deploy: async (name, parameters) => (await note(`deploy ${name}`), stacks.deploy(name, parameters)),
      delete: async (name) => (await note(`delete ${name}`), stacks.delete(name)),
    },
    replication: { ...replication, completeEndpoint: () => note('complete the endpoint') },
    source: {
      prepare: () => Promise.resolve([]),
      dropObjects: async (arn) => (await note(`free the source of ${arn ?? ''}`), []),
    },
    sink: { pushImage: () => Promise.reject(new Error('no image here')), awaitReading: () => note('await the sink') },
  };
}

async function run(ports: DeployPorts, steps: readonly Step[]): Promise<void> {
  done.length = 0;
  // The small app has these two stacks only.
  const known = steps.filter((step) => !('stackName' in step) || NAMES.includes(step.stackName));
  await runSteps(known, ports, {
    imageDigest: undefined,
    takesDigest: new Set(),
    onStep: () => undefined,
    onNews: () => undefined,
    signal: new AbortController().signal,
  });
}

/** Makes the small app with these settings of its task, in the folder of this name, and what stands becomes it. */
async function deploy(name: string, settings: string): Promise<DeployPorts> {
  const assembly = join(folder, name);
  synthesizeSmallApp({ outdir: assembly, replicationArn: taskArn, settings });
  const template: Template = {
    Resources: { Task: { Type: 'AWS::DMS::ReplicationTask', Properties: taskProperties(settings) } },
  };
  const ports = portsFor(assembly);
  const plan = planDeployment(spec, await readDeployed(ports, DEPLOYED), {
    only: undefined,
    start: true,
    imageGiven: false,
    bootstrap: true,
    skipPreparation: false,
    replace: false,
    templates: new Map([['shop-replication', template]]),
  });
  await run(ports, plan.steps);
  return ports;
}

describe('a pipeline in moto, by the pinned program of the CDK', () => {
  it('is made, and started for the first time when all of it is there', { timeout: 180_000 }, async () => {
    const ports = await deploy('first', FIRST);
    expect(done).toEqual([
      'deploy shop-stream (replication changing)',
      'deploy shop-replication (replication changing)',
      'complete the endpoint (replication changing)',
      'await the sink (replication changing)',
    ]);
    // moto’s task is “creating” until it is started.
    const deployed = await readDeployed(ports, DEPLOYED);
    expect([...deployed.stacks.keys()].sort()).toEqual(['CDKToolkit', 'shop-replication', 'shop-stream']);
    expect(deployed.replication).toEqual({
      arn: taskArn,
      activity: { state: 'running', everStarted: true, loadOnly: false },
    });
    const { StreamDescriptionSummary } = await clients.kinesis.send(
      new DescribeStreamSummaryCommand({ StreamName: 'shop' }),
    );
    expect(StreamDescriptionSummary?.StreamStatus).toBe('ACTIVE');
  });

  it('is stopped for a change of its settings, and resumed', { timeout: 180_000 }, async () => {
    const ports = await deploy('second', SECOND);
    expect(done).toEqual([
      'deploy shop-stream (replication running)',
      'deploy shop-replication (replication stopped)',
      'complete the endpoint (replication stopped)',
    ]);
    const after = await readDeployed(ports, NAMES);
    expect(after.replication?.activity.state).toBe('running');
    expect(
      after.stacks.get('shop-replication')?.template.Resources?.['Task']?.Properties?.['ReplicationTaskSettings'],
    ).toBe(SECOND);
  });

  it('goes in order: stopped, the source freed, then its stacks', { timeout: 180_000 }, async () => {
    const ports = portsFor(join(folder, 'second'));
    await run(
      ports,
      planDestruction(spec, await readDeployed(ports, NAMES), { only: undefined, keepSourceObjects: false }).steps,
    );
    expect(done).toEqual([
      `free the source of ${taskArn} (replication stopped)`,
      'delete shop-replication (replication stopped)',
      'delete shop-stream (replication stopped)',
    ]);
    expect((await readDeployed(ports, NAMES)).stacks.size).toBe(0);
  });
});
