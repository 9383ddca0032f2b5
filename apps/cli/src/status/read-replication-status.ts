import {
  describeConnectionTests,
  describeEndpoints,
  describeReplication,
  readReplicationLatency,
  type ConnectionTest,
  type DmsEndpoint,
} from '@drayage/aws-ops';
import type { EndpointStatus, ReplicationStatus } from './pipeline-status.js';
import { readDetail } from './status-part.js';
import type { StatusReading } from './status-reading.js';

/** A replication with its endpoints, the last tests of its connections, and how far it is behind. */
export async function readReplicationStatus(
  { clients, environment: { now, signal }, dimensions }: Omit<StatusReading, 'config'>,
  name: string,
): Promise<ReplicationStatus> {
  const replication = await describeReplication(clients, name);
  const { instanceArn, sourceEndpointArn, targetEndpointArn } = replication;
  const endpointArns = [sourceEndpointArn, targetEndpointArn].filter((arn) => arn !== '');
  const [endpoints, tests, latency] = await Promise.all([
    readDetail(signal, 'What the endpoints are', () => describeEndpoints(clients, { arns: endpointArns })),
    readDetail(signal, 'How the connections were tested', async () =>
      instanceArn === undefined ? [] : describeConnectionTests(clients, { endpointArns, instanceArn }),
    ),
    readDetail(signal, 'The latency', () => readReplicationLatency(clients, replication, now(), dimensions)),
  ]);
  const own = (tests.value ?? []).filter((test) => test.instanceArn === instanceArn);
  return {
    replication,
    sourceLatencySeconds: latency.value?.sourceSeconds?.value ?? null,
    targetLatencySeconds: latency.value?.targetSeconds?.value ?? null,
    endpoints: sourceFirst(endpoints.value ?? []).map((endpoint) => statusOf(endpoint, own)),
    unread: [...endpoints.unread, ...tests.unread, ...latency.unread],
  };
}

function statusOf(
  { arn, identifier, direction, engine, status, server }: DmsEndpoint,
  tests: readonly ConnectionTest[],
): EndpointStatus {
  const test = tests.find(({ endpointArn }) => endpointArn === arn);
  return {
    identifier,
    direction,
    engine,
    status,
    server,
    connection: test?.result ?? null,
    failure: test?.failure ?? null,
  };
}

function sourceFirst(endpoints: readonly DmsEndpoint[]): readonly DmsEndpoint[] {
  return [...endpoints].sort((one, other) => Number(one.direction === 'target') - Number(other.direction === 'target'));
}
