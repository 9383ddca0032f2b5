import { DescribeConnectionsCommand, TestConnectionCommand } from '@aws-sdk/client-database-migration-service';
import type { AwsClients } from '../clients/aws-clients.js';
import { collectPages } from '../collect-pages.js';
import { callAws, callForMaybe } from '../errors/call-aws.js';
import { toFilters } from './describe-endpoints.js';

/** The last test of the way from an instance to an endpoint. Serverless replications test on their own, and answer none. */
export interface ConnectionTest {
  readonly endpointArn: string;
  readonly endpointIdentifier: string;
  readonly instanceArn: string;
  /** `other`: being deleted, or a word that is not known here. */
  readonly result: 'testing' | 'successful' | 'failed' | 'other';
  readonly failure: string | undefined;
}

/** The last tests of these endpoints, of all where none is named. */
export async function describeConnectionTests(
  { dms }: Pick<AwsClients, 'dms'>,
  filter: { readonly endpointArns?: readonly string[]; readonly instanceArn?: string } = {},
): Promise<readonly ConnectionTest[]> {
  const filters = toFilters({
    'endpoint-arn': filter.endpointArns,
    'replication-instance-arn': filter.instanceArn === undefined ? undefined : [filter.instanceArn],
  });
  const connections = await collectPages(async (token) => {
    const input = { Filters: [...filters], Marker: token };
    const answer = await callForMaybe('dms:DescribeConnections', () => dms.send(new DescribeConnectionsCommand(input)));
    return { items: answer?.Connections, next: answer?.Marker };
  });
  return connections.map((connection) => ({
    endpointArn: connection.EndpointArn ?? '',
    endpointIdentifier: connection.EndpointIdentifier ?? '',
    instanceArn: connection.ReplicationInstanceArn ?? '',
    result: resultOf(connection.Status),
    failure: connection.LastFailureMessage === '' ? undefined : connection.LastFailureMessage,
  }));
}

/** Begins a test; its result is read by `describeConnectionTests`. */
export async function startConnectionTest(
  { dms }: Pick<AwsClients, 'dms'>,
  test: { readonly endpointArn: string; readonly instanceArn: string },
): Promise<void> {
  const input = { EndpointArn: test.endpointArn, ReplicationInstanceArn: test.instanceArn };
  await callAws('dms:TestConnection', () => dms.send(new TestConnectionCommand(input)));
}

function resultOf(status: string | undefined): ConnectionTest['result'] {
  const word = status?.toLowerCase();
  return word === 'testing' || word === 'successful' || word === 'failed' ? word : 'other';
}
