import {
  type AwsClients,
  AwsOpsError,
  changeEndpoint,
  connectionsInWords,
  describeEndpoints,
  describeReplication,
  type DmsEndpoint,
  type Replication,
  replicationKindOf,
  type ReplicationReference,
  startReplication,
  startWhenConnected,
  type StartType,
  stopReplication,
  waitForReplication,
} from '@drayage/aws-ops';
import { API_ONLY_KINESIS_SETTINGS } from '@drayage/doctor';
import { isAtRest, type ReplicationActivity, type ReplicationPort } from '../ports.js';
import type { Waiting } from '../waiting.js';
import type { StopMark } from './stop-mark.js';

export interface DmsReplicationOptions {
  readonly clients: Pick<AwsClients, 'dms'>;
  readonly mark: StopMark;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly beginWait: () => Waiting;
  readonly onNews: (text: string) => void;
}

/** The replication, of either kind, by AWS DMS. */
export function dmsReplication({ clients, mark, now, beginWait, onNews }: DmsReplicationOptions): ReplicationPort {
  return {
    activity: async (arn) => {
      const replication = await find(clients, arn);
      return replication === undefined ? undefined : activityOf(replication, await mark.read(arn));
    },
    stop: async (arn, { remember }) => {
      const waiting = beginWait();
      let asked = false;
      for (;;) {
        const replication = await find(clients, arn);
        if (replication === undefined || isAtRest(replication)) return;
        waiting.look(`The replication is ${replication.status}.`);
        if (replication.state === 'running' && !asked) {
          if (remember) await mark.set(arn, new Date(now()));
          try {
            await stopReplication(clients, replication);
          } catch (error) {
            if (remember) await mark.clear(arn);
            throw error;
          }
          asked = true;
        }
        await waiting.pause();
      }
    },
    start: async (arn, type, { wait }) => {
      if (wait) await startProven(clients, arn, type, beginWait());
      else await startReplication(clients, reference(arn), type);
      try {
        await mark.clear(arn);
      } catch {
        onNews(
          'The tag drayage:stopped-for-deploy could not be taken away: it counts no longer, since this start is later.',
        );
      }
      if (!wait) return;
      const waiting = beginWait();
      const onLook = ({ status, progress }: Replication): void =>
        waiting.look(
          `The replication is ${status}${progress === undefined ? '' : `, ${progress.fullLoadPercent} % loaded`}.`,
        );
      await waitForReplication(clients, reference(arn), { until: 'running', pause: () => waiting.pause(), onLook });
    },
    endpointIsComplete: async (endpointArn) => {
      const [endpoint] = await describeEndpoints(clients, { arns: [endpointArn] });
      return endpoint === undefined || isComplete(endpoint);
    },
    completeEndpoint: async (endpointArn) => {
      const [endpoint] = await describeEndpoints(clients, { arns: [endpointArn] });
      if (endpoint === undefined)
        throw new AwsOpsError('not-found', { message: `There is no endpoint ${endpointArn}.` });
      if (!isComplete(endpoint)) await changeEndpoint(clients, endpoint, API_ONLY_KINESIS_SETTINGS);
    },
  };
}

/** A task starts only where AWS DMS has tested its connections since they were changed, and a deployment changes them. */
async function startProven(
  clients: Pick<AwsClients, 'dms'>,
  arn: string,
  type: StartType,
  waiting: Waiting,
): Promise<void> {
  let seen = '';
  await startWhenConnected(clients, await describeReplication(clients, arn), type, {
    onLook: (connections) => (seen = connectionsInWords(connections)),
    pause: () => {
      waiting.look(`AWS DMS tests its connections: ${seen}.`);
      return waiting.pause();
    },
  });
}

async function find(clients: Pick<AwsClients, 'dms'>, arn: string): Promise<Replication | undefined> {
  try {
    return await describeReplication(clients, arn);
  } catch (error) {
    if (error instanceof AwsOpsError && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** A start that is later than the mark was not ours, or took the mark away and could not: it counts no longer. */
function activityOf(
  { state, status, stopReason, everStarted, migrationType, progress }: Replication,
  stoppedAt: Date | undefined,
): ReplicationActivity {
  const startedAt = progress?.startedAt;
  const stoppedForDeployment = stoppedAt !== undefined && (startedAt === undefined || startedAt <= stoppedAt);
  return { state, status, stopReason, everStarted, migrationType, stoppedForDeployment };
}

function isComplete({ kinesis = {} }: DmsEndpoint): boolean {
  return Object.entries(API_ONLY_KINESIS_SETTINGS).every(([name, value]) => Reflect.get(kinesis, name) === value);
}

function reference(arn: string): ReplicationReference {
  const kind = replicationKindOf(arn);
  if (kind === undefined) throw new AwsOpsError('request-refused', { message: `${arn} is no replication.` });
  return { kind, arn };
}
