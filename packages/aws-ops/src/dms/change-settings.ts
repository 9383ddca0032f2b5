import {
  type KinesisSettings,
  ModifyEndpointCommand,
  ModifyReplicationConfigCommand,
  ModifyReplicationTaskCommand,
  type MySQLSettings,
  type PostgreSQLSettings,
} from '@aws-sdk/client-database-migration-service';
import type { AwsClients } from '../clients/aws-clients.js';
import { callAws } from '../errors/call-aws.js';
import type { DmsEndpoint } from './describe-endpoints.js';
import type { ReplicationReference } from './replication.js';

type Dms = Pick<AwsClients, 'dms'>;

/** Settings of one kind of endpoint by the names of the API. */
export type EndpointChange = Readonly<Record<string, unknown>>;

/** Sets some settings of an endpoint; the others stay. Has effect when the replication is started anew. */
export async function changeEndpoint(
  { dms }: Dms,
  endpoint: Pick<DmsEndpoint, 'arn' | 'kinesis' | 'postgresql'>,
  change: EndpointChange,
): Promise<void> {
  const kind =
    endpoint.kinesis !== undefined
      ? 'KinesisSettings'
      : endpoint.postgresql !== undefined
        ? 'PostgreSQLSettings'
        : 'MySQLSettings';
  const settings: KinesisSettings | MySQLSettings | PostgreSQLSettings = { ...change };
  const input = { EndpointArn: endpoint.arn, ExactSettings: false, [kind]: settings };
  await callAws(`dms:ModifyEndpoint on ${endpoint.arn}`, () => dms.send(new ModifyEndpointCommand(input)));
}

/** Puts task settings, as JSON text, in the place of those that are there. @throws AwsOpsError `wrong-state` while it runs */
export async function changeTaskSettings(
  { dms }: Dms,
  { kind, arn }: ReplicationReference,
  settings: string,
): Promise<void> {
  if (kind === 'task') {
    const input = { ReplicationTaskArn: arn, ReplicationTaskSettings: settings };
    await callAws(`dms:ModifyReplicationTask on ${arn}`, () => dms.send(new ModifyReplicationTaskCommand(input)));
    return;
  }
  const input = { ReplicationConfigArn: arn, ReplicationSettings: settings };
  await callAws(`dms:ModifyReplicationConfig on ${arn}`, () => dms.send(new ModifyReplicationConfigCommand(input)));
}
