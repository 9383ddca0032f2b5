import type { StackEvent } from '@drayage/aws-ops';

/** AWS DMS does not change a serverless replication that ran before. */
export class ReplicationUnchangeableError extends Error {
  readonly code = 'replication-unchangeable';
  readonly remedy: string;

  /** `loads`: whether one that is made anew loads every table. */
  constructor(reason: string, { cause, loads }: { readonly cause: unknown; readonly loads: boolean }) {
    super(`AWS DMS refuses to change the replication: ${reason}`, { cause });
    this.name = 'ReplicationUnchangeableError';
    this.remedy = loads
      ? 'Undo the change; or make the replication anew: dray deploy --replace-replication. It then loads every table again, once it is started.'
      : 'Undo the change; or make the replication anew: dray deploy --replace-replication --accept-gap. It loads nothing (replication.type: cdc): what changes until it is started is not carried.';
  }
}

const TYPE = 'AWS::DMS::ReplicationConfig';

/**
 * Why the last update of a stack failed, where AWS DMS refused to change a serverless replication in it. `events`: the newest
 * first, as CloudFormation lists them; older operations do not count.
 */
export function refusedByDms(events: readonly StackEvent[]): string | undefined {
  const begun = events.findIndex(
    ({ resourceType, status, reason }) =>
      resourceType === 'AWS::CloudFormation::Stack' && status === 'UPDATE_IN_PROGRESS' && reason === 'User Initiated',
  );
  const failed = events
    .slice(0, begun === -1 ? 0 : begun)
    .filter(({ resourceType, status }) => resourceType === TYPE && status === 'UPDATE_FAILED')
    .map(({ reason }) => reason ?? '')
    .find((reason) => !/cancel/iu.test(reason));
  return failed;
}
