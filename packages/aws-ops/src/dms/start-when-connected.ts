import type { AwsClients } from '../clients/aws-clients.js';
import { AwsOpsError } from '../errors/aws-ops-error.js';
import { startReplication, type StartType } from './control-replication.js';
import { explainFailure } from './explain-failure.js';
import type { Replication, ReplicationReference } from './replication.js';
import { type Connection, testConnections, type TestConnectionsOptions } from './test-connections.js';

type Dms = Pick<AwsClients, 'dms'>;
type Startable = ReplicationReference & Pick<Replication, 'instanceArn' | 'sourceEndpointArn' | 'targetEndpointArn'>;

/**
 * Asks for a start. AWS DMS starts a task only when the last test of both of its connections was successful, and forgets
 * tests when an endpoint changes: what is being tested is waited for, what is not proven is tested, and a start that is
 * refused for that all the same is tried again after both were tested anew. A serverless replication tests by itself.
 *
 * @throws AwsOpsError `connection-failed` with AWS DMS's reason, its explanation and a remedy; what `startReplication` and
 * `pause` throw.
 */
export async function startWhenConnected(
  clients: Dms,
  replication: Startable,
  type: StartType,
  { pause, onLook }: Pick<TestConnectionsOptions, 'pause' | 'onLook'>,
): Promise<void> {
  const { instanceArn } = replication;
  if (replication.kind === 'serverless' || instanceArn === undefined) {
    await startReplication(clients, replication, type);
    return;
  }
  for (let which: TestConnectionsOptions['which'] = 'unproven'; ; which = 'all') {
    const connections = await testConnections(clients, { ...replication, instanceArn }, { which, pause, onLook });
    const failed = connections.filter(({ result }) => result !== 'successful');
    if (failed.length > 0) throw connectionFailed(failed);
    try {
      await startReplication(clients, replication, type);
      return;
    } catch (error) {
      if (!isUnproven(error)) throw error;
    }
    await pause();
  }
}

/** AWS DMS has one code for every state that forbids a start, and only words for this one. */
function isUnproven(error: unknown): boolean {
  return error instanceof AwsOpsError && error.code === 'wrong-state' && /test connection/i.test(error.message);
}

function connectionFailed(failed: readonly Connection[]): AwsOpsError {
  const told = failed.map(({ direction, identifier, failure }) => {
    const explained = failure === undefined ? undefined : explainFailure(failure);
    const name = identifier === undefined ? '' : ` ${identifier}`;
    const said = failure === undefined ? 'AWS DMS gives no reason' : failure.replace(/[.\s]+$/u, '');
    return {
      message: `The test of the connection to the ${direction}${name} failed (${said}).${explained === undefined ? '' : ` ${explained.cause}`}`,
      remedy: explained?.remedy ?? 'See what AWS DMS logged: dray logs --source dms. Test again: dray test-connection.',
    };
  });
  return new AwsOpsError('connection-failed', {
    message: `The replication was not started. ${told.map(({ message }) => message).join(' ')}`,
    remedy: [...new Set(told.map(({ remedy }) => remedy))].join(' '),
  });
}
