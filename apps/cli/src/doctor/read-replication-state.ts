import {
  describeConnectionTests,
  explainFailure,
  readReplicationLatency,
  describeTableStatistics,
  type OwnedAwsClients,
  type Replication,
} from '@drayage/aws-ops';
import type { ExplainedFailure, ReplicationState, StopFacts } from '@drayage/doctor';
import type { CliEnvironment } from '../cli-environment.js';
import { explainStop } from '../status/explain-stop.js';
import { readArea } from './read-area.js';

type ConnectionFacts = Extract<ReplicationState['connections'], { known: true }>['value'];
type TableFacts = Extract<ReplicationState['tables'], { known: true }>['value'];

/**
 * How a replication does at present: its failures explained, its tables, the last tests of its connections. What is asked for on its
 * own may be denied on its own.
 */
export async function readReplicationState(
  clients: OwnedAwsClients,
  replication: Replication,
  { now, signal }: Pick<CliEnvironment, 'now' | 'signal'>,
): Promise<ReplicationState> {
  return {
    status: replication.state,
    stop: stopOf(replication),
    failures: replication.failures.map(explained),
    tables: await readArea(signal, () => readTables(clients, replication)),
    latency: await readArea(signal, async () => {
      const { sourceSeconds, targetSeconds } = await readReplicationLatency(clients, replication, now());
      return { sourceSeconds: sourceSeconds?.value, targetSeconds: targetSeconds?.value };
    }),
    connections: await readArea(signal, () => readConnections(clients, replication)),
  };
}

function stopOf(replication: Replication): StopFacts | undefined {
  const stop = explainStop(replication);
  if (stop === undefined) return undefined;
  return {
    reason: replication.stopReason ?? '',
    kind: stop.kind,
    isLoadOnly: replication.migrationType === 'full-load',
    cause: stop.cause ?? '',
    remedy: stop.remedy,
  };
}

async function readTables(clients: OwnedAwsClients, replication: Replication): Promise<TableFacts> {
  const tables = await describeTableStatistics(clients, replication);
  return tables.map(({ schema, table, state, fullLoadErrorRows }) => ({
    schema,
    name: table,
    state,
    errorRows: fullLoadErrorRows,
  }));
}

/** Serverless replications test their connections on their own, and answer none. */
async function readConnections(clients: OwnedAwsClients, replication: Replication): Promise<ConnectionFacts> {
  if (replication.kind === 'serverless') return [];
  const tests = await describeConnectionTests(clients, {
    endpointArns: [replication.sourceEndpointArn, replication.targetEndpointArn],
  });
  return tests.map(({ endpointIdentifier, result, failure }) => ({
    endpoint: endpointIdentifier,
    status: result,
    ...explained(failure ?? ''),
  }));
}

function explained(message: string): ExplainedFailure {
  const { cause, remedy } = explainFailure(message) ?? { cause: '', remedy: '' };
  return { message, cause, remedy };
}
