import {
  describeConnectionTests,
  explainFailure,
  replicationLatency,
  tableStatistics,
  type OwnedAwsClients,
  type Replication,
} from '@drayage/aws-ops';
import type { ExplainedFailure, ReplicationState, StopFacts } from '@drayage/doctor';
import type { CliEnvironment } from '../cli-environment.js';
import { explainStop } from '../status/explain-stop.js';
import { readArea } from './read-area.js';

/** How a replication does at present: its failures explained, its tables, the last tests of its connections. */
export async function readReplicationState(
  clients: OwnedAwsClients,
  replication: Replication,
  { now, signal }: Pick<CliEnvironment, 'now' | 'signal'>,
): Promise<ReplicationState> {
  const tables = await tableStatistics(clients, replication);
  // Serverless replications test their connections on their own, and answer none.
  const tests =
    replication.kind === 'serverless'
      ? []
      : await describeConnectionTests(clients, {
          endpointArns: [replication.sourceEndpointArn, replication.targetEndpointArn],
        });
  return {
    status: replication.state,
    stop: stopOf(replication),
    failures: replication.failures.map(explained),
    tables: tables.map(({ schema, table, state, fullLoadErrorRows }) => ({
      schema,
      name: table,
      state,
      errorRows: fullLoadErrorRows,
    })),
    latency: await readArea(signal, async () => {
      const { sourceSeconds, targetSeconds } = await replicationLatency(clients, replication, now());
      return { sourceSeconds: sourceSeconds?.value, targetSeconds: targetSeconds?.value };
    }),
    connections: tests.map(({ endpointIdentifier, result, failure }) => ({
      endpoint: endpointIdentifier,
      status: result,
      ...explained(failure ?? ''),
    })),
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

function explained(message: string): ExplainedFailure {
  const { cause, remedy } = explainFailure(message) ?? { cause: '', remedy: '' };
  return { message, cause, remedy };
}
