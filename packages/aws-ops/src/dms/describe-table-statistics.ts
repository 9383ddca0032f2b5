import {
  DescribeReplicationTableStatisticsCommand,
  DescribeTableStatisticsCommand,
  type TableStatistics,
} from '@aws-sdk/client-database-migration-service';
import type { AwsClients } from '../clients/aws-clients.js';
import { collectPages } from '../collect-pages.js';
import { callForMaybe } from '../errors/call-aws.js';
import type { ReplicationReference } from './replication.js';

/** `other`: a word that is not known here; `status` has it. */
export type TableLoadState =
  'missing' | 'waiting' | 'loading' | 'completed' | 'cancelled' | 'error' | 'reloading' | 'other';

/** What DMS counted of one table. A serverless replication forgets it once it is deprovisioned. */
export interface TableStatistic {
  readonly schema: string;
  readonly table: string;
  readonly state: TableLoadState;
  /** The state in DMS's own words. */
  readonly status: string;
  readonly fullLoadRows: number;
  readonly fullLoadErrorRows: number;
  readonly fullLoadStartedAt: Date | undefined;
  readonly fullLoadEndedAt: Date | undefined;
  readonly inserts: number;
  readonly updates: number;
  readonly deletes: number;
  readonly ddls: number;
  readonly lastUpdateAt: Date | undefined;
}

/** Table statistics of either kind, in the order of DMS; none before the first start. */
export async function describeTableStatistics(
  { dms }: Pick<AwsClients, 'dms'>,
  replication: ReplicationReference,
): Promise<readonly TableStatistic[]> {
  const { arn, kind } = replication;
  const statistics = await collectPages(async (token) => {
    if (kind === 'task') {
      const input = { ReplicationTaskArn: arn, Marker: token };
      const answer = await callForMaybe('dms:DescribeTableStatistics', () =>
        dms.send(new DescribeTableStatisticsCommand(input)),
      );
      return { items: answer?.TableStatistics, next: answer?.Marker };
    }
    const input = { ReplicationConfigArn: arn, Marker: token };
    const answer = await callForMaybe('dms:DescribeReplicationTableStatistics', () =>
      dms.send(new DescribeReplicationTableStatisticsCommand(input)),
    );
    return { items: answer?.ReplicationTableStatistics, next: answer?.Marker };
  });
  return statistics.map(toStatistic);
}

const STATES: Readonly<Partial<Record<string, TableLoadState>>> = {
  'table does not exist': 'missing',
  'before load': 'waiting',
  'full load': 'loading',
  'table completed': 'completed',
  'table cancelled': 'cancelled',
  'table error': 'error',
  'table is being reloaded': 'reloading',
};

function toStatistic(statistic: TableStatistics): TableStatistic {
  const status = statistic.TableState ?? '';
  return {
    schema: statistic.SchemaName ?? '',
    table: statistic.TableName ?? '',
    state: STATES[status.toLowerCase()] ?? 'other',
    status,
    fullLoadRows: statistic.FullLoadRows ?? 0,
    fullLoadErrorRows: statistic.FullLoadErrorRows ?? 0,
    fullLoadStartedAt: statistic.FullLoadStartTime,
    fullLoadEndedAt: statistic.FullLoadEndTime,
    inserts: statistic.Inserts ?? 0,
    updates: statistic.Updates ?? 0,
    deletes: statistic.Deletes ?? 0,
    ddls: statistic.Ddls ?? 0,
    lastUpdateAt: statistic.LastUpdateTime,
  };
}
