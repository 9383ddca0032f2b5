import {
  ReloadReplicationTablesCommand,
  ReloadTablesCommand,
  StartReplicationCommand,
  StartReplicationTaskCommand,
  StopReplicationCommand,
  StopReplicationTaskCommand,
} from '@aws-sdk/client-database-migration-service';
import type { AwsClients } from '../clients/aws-clients.js';
import { callAws } from '../errors/call-aws.js';
import type { ReplicationReference } from './replication.js';

type Dms = Pick<AwsClients, 'dms'>;

/** `start-replication` is for the first start only; the others are for what ran before. */
export type StartType = 'start-replication' | 'resume-processing' | 'reload-target';

/** DMS reloads at most so many tables in one call. */
const TABLES_PER_CALL = 10;

/** Asks for a start; it runs once `waitForReplication` says so. @throws AwsOpsError `wrong-state` */
export async function startReplication(
  { dms }: Dms,
  { kind, arn }: ReplicationReference,
  type: StartType,
): Promise<void> {
  if (kind === 'task') {
    const input = { ReplicationTaskArn: arn, StartReplicationTaskType: type };
    await callAws('dms:StartReplicationTask', () => dms.send(new StartReplicationTaskCommand(input)));
    return;
  }
  const input = { ReplicationConfigArn: arn, StartReplicationType: type };
  await callAws('dms:StartReplication', () => dms.send(new StartReplicationCommand(input)));
}

/** Asks for a stop. A serverless replication keeps its capacity, and its cost, for a while. */
export async function stopReplication({ dms }: Dms, { kind, arn }: ReplicationReference): Promise<void> {
  if (kind === 'task')
    await callAws('dms:StopReplicationTask', () =>
      dms.send(new StopReplicationTaskCommand({ ReplicationTaskArn: arn })),
    );
  else await callAws('dms:StopReplication', () => dms.send(new StopReplicationCommand({ ReplicationConfigArn: arn })));
}

/**
 * Loads tables again while the replication runs, in calls of ten. DMS keeps its old definition of each table.
 *
 * @param onAsked told how many tables were asked for so far: a later call may be refused.
 */
export async function reloadTables(
  { dms }: Dms,
  { kind, arn }: ReplicationReference,
  tables: readonly { readonly schema: string; readonly table: string }[],
  onAsked: (count: number) => void = () => undefined,
): Promise<void> {
  for (let from = 0; from < tables.length; from += TABLES_PER_CALL) {
    const some = tables
      .slice(from, from + TABLES_PER_CALL)
      .map(({ schema, table }) => ({ SchemaName: schema, TableName: table }));
    if (kind === 'task') {
      const input = { ReplicationTaskArn: arn, TablesToReload: some, ReloadOption: 'data-reload' as const };
      await callAws('dms:ReloadTables', () => dms.send(new ReloadTablesCommand(input)));
    } else {
      const input = { ReplicationConfigArn: arn, TablesToReload: some, ReloadOption: 'data-reload' as const };
      await callAws('dms:ReloadReplicationTables', () => dms.send(new ReloadReplicationTablesCommand(input)));
    }
    onAsked(Math.min(tables.length, from + TABLES_PER_CALL));
  }
}
