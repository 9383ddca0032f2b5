import {
  type AwsClients,
  AwsOpsError,
  changeEndpoint,
  describeEndpoints,
  describeReplication,
  type Replication,
  replicationKindOf,
  type ReplicationReference,
  startReplication,
  stopReplication,
  waitForReplication,
} from '@drayage/aws-ops';
import { API_ONLY_KINESIS_SETTINGS } from '@drayage/doctor';
import type { ReplicationActivity, ReplicationPort } from '../ports.js';

export interface DmsReplicationOptions {
  readonly clients: Pick<AwsClients, 'dms'>;
  /** Between two looks; rejects to give up. */
  readonly pause: () => Promise<void>;
  /** Told when the state changes. */
  readonly onNews: (text: string) => void;
}

/** The replication, of either kind, by AWS DMS. */
export function dmsReplication({ clients, pause, onNews }: DmsReplicationOptions): ReplicationPort {
  const wait = async (arn: string, until: 'running' | 'stopped'): Promise<void> => {
    let shown = '';
    const onLook = ({ status, progress }: Replication): void => {
      const text = `The replication is ${status}${progress === undefined ? '' : `, ${progress.fullLoadPercent} % loaded`}.`;
      if (text !== shown) onNews(text);
      shown = text;
    };
    await waitForReplication(clients, reference(arn), { until, pause, onLook });
  };
  return {
    activity: async (arn) => {
      try {
        return activityOf(await describeReplication(clients, arn));
      } catch (error) {
        if (error instanceof AwsOpsError && error.code === 'not-found') return undefined;
        throw error;
      }
    },
    stop: async (arn) => {
      await stopReplication(clients, reference(arn));
      await wait(arn, 'stopped');
    },
    start: async (arn, type) => {
      await startReplication(clients, reference(arn), type);
      await wait(arn, 'running');
    },
    completeEndpoint: async (endpointArn) => {
      const [endpoint] = await describeEndpoints(clients, { arns: [endpointArn] });
      if (endpoint === undefined)
        throw new AwsOpsError('not-found', { message: `There is no endpoint ${endpointArn}.` });
      await changeEndpoint(clients, endpoint, API_ONLY_KINESIS_SETTINGS);
    },
  };
}

function activityOf({ state, everStarted, migrationType, stopReason }: Replication): ReplicationActivity {
  const loadOnly = migrationType === 'full-load' || stopReason === 'FULL_LOAD_ONLY_FINISHED';
  switch (state) {
    case 'running':
    case 'starting':
      return { state: 'running', everStarted: true, loadOnly };
    case 'stopping':
    case 'changing':
    case 'deleting':
      return { state: 'changing', everStarted, loadOnly };
    case 'ready':
    case 'stopped':
    case 'failed':
      return { state: 'stopped', everStarted, loadOnly };
  }
}

function reference(arn: string): ReplicationReference {
  const kind = replicationKindOf(arn);
  if (kind === undefined) throw new AwsOpsError('request-refused', { message: `${arn} is no replication.` });
  return { kind, arn };
}
