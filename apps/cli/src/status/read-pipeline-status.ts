import { describeEndpoints, describeConnectionTests, describeReplication, describeStream, replicationLatency, streamIteratorAge, type OwnedAwsClients } from '@drayage/aws-ops';
import type { DrayageConfig } from '@drayage/config';
import type { CliEnvironment } from '../cli-environment.js';
import type { PipelineStatus, ReplicationStatus, StreamStatus } from './pipeline-status.js';
import { absent, readPart } from './status-part.js';
import { readSinkStatus } from './read-sink-status.js';
import { readTargetStatus } from './read-target-status.js';

/** Looks at every part at the same time. A part that cannot be read says so, and the others are told all the same. */
export async function readPipelineStatus(
  clients: OwnedAwsClients,
  config: DrayageConfig,
  environment: Pick<CliEnvironment, 'now' | 'signal'>,
): Promise<PipelineStatus> {
  const { aws, kinesis, target } = config;
  const { signal, now } = environment;
  const nowMs = now();
  const { replication: name } = aws;
  const { stream } = kinesis;
  const [replication, streamPart, sink, targetPart] = await Promise.all([
    name === undefined ? absent('No replication is named (aws.replication, --replication).') : readPart(signal, () => readReplication(clients, name, nowMs)),
    stream === undefined ? absent('No stream is named (kinesis.stream, --stream).') : readPart(signal, () => readStream(clients, stream, nowMs)),
    aws.function === undefined && config.http.url === undefined
      ? absent('No sink is named: a function (aws.function, --function) or a container (http.url, --sink-url).')
      : readPart(signal, () => readSinkStatus(clients, config, environment)),
    target.url === undefined && target.urlSecretArn === undefined
      ? absent('No target is named (SINK_URL, target.url, --to).')
      : readPart(signal, () => readTargetStatus(clients, config, nowMs)),
  ]);
  return { at: new Date(nowMs), pipeline: config.pipeline, replication, stream: streamPart, sink, target: targetPart };
}

async function readReplication(clients: OwnedAwsClients, name: string, nowMs: number): Promise<ReplicationStatus> {
  const replication = await describeReplication(clients, name);
  const arns = [replication.sourceEndpointArn, replication.targetEndpointArn].filter((arn) => arn !== '');
  const [endpoints, tests, latency] = await Promise.all([
    describeEndpoints(clients, { arns }),
    replication.kind === 'task' ? describeConnectionTests(clients, { endpointArns: arns }) : [],
    replicationLatency(clients, replication, nowMs),
  ]);
  return {
    replication,
    sourceLatencySeconds: latency.sourceSeconds?.value ?? null,
    targetLatencySeconds: latency.targetSeconds?.value ?? null,
    endpoints: endpoints
      .map(({ arn, identifier, direction, engine, status, server }) => {
        const test = tests.find(({ endpointArn }) => endpointArn === arn);
        return { identifier, direction, engine, status, server, connection: test?.result ?? null, failure: test?.failure ?? null };
      })
      .sort((one, other) => (one.direction === other.direction ? 0 : one.direction === 'source' ? -1 : 1)),
  };
}

async function readStream(clients: OwnedAwsClients, nameOrArn: string, nowMs: number): Promise<StreamStatus> {
  const stream = await describeStream(clients, nameOrArn);
  const age = await streamIteratorAge(clients, stream.name, nowMs);
  return { stream, iteratorAgeMs: age?.value ?? null };
}
