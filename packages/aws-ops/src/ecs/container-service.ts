import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import type { AwsClients } from '../clients/aws-clients.js';
import { AwsOpsError } from '../errors/aws-ops-error.js';
import { callAws } from '../errors/call-aws.js';

/** A service of ECS: how many of its tasks run, and how its last deployment went. */
export interface ContainerService {
  readonly name: string;
  readonly cluster: string;
  /** `ACTIVE`, `DRAINING`, `INACTIVE`. */
  readonly status: string;
  readonly desiredTasks: number;
  readonly runningTasks: number;
  readonly pendingTasks: number;
  /** Tasks of the newest deployment that stopped before they were well. */
  readonly failedTasks: number;
  /** `COMPLETED`, `IN_PROGRESS`, `FAILED`; with its reason. */
  readonly rollout: string | undefined;
  readonly rolloutReason: string | undefined;
  /** What ECS last said of it. */
  readonly lastEvent: { readonly at: Date | undefined; readonly message: string } | undefined;
}

/**
 * A service by its ARN, or as `CLUSTER/SERVICE`.
 *
 * @throws AwsOpsError `not-found`
 */
export async function describeContainerService(
  { ecs }: Pick<AwsClients, 'ecs'>,
  nameOrArn: string,
): Promise<ContainerService> {
  const [cluster = '', name = ''] = nameOrArn.replace(/^arn:.*:service\//u, '').split('/');
  const answer = await callAws(`ecs:DescribeServices on ${nameOrArn}`, () =>
    ecs.send(new DescribeServicesCommand({ cluster, services: [name] })),
  );
  const [service] = answer.services ?? [];
  if (service === undefined) {
    throw new AwsOpsError('not-found', {
      message: `There is no service ${name} in the cluster ${cluster}.`,
      remedy: 'Check aws.service, and whether region and account are the right ones.',
    });
  }
  const newest = service.deployments?.find(({ status }) => status === 'PRIMARY');
  const [event] = service.events ?? [];
  return {
    name: service.serviceName ?? name,
    cluster,
    status: service.status ?? '',
    desiredTasks: service.desiredCount ?? 0,
    runningTasks: service.runningCount ?? 0,
    pendingTasks: service.pendingCount ?? 0,
    failedTasks: newest?.failedTasks ?? 0,
    rollout: newest?.rolloutState,
    rolloutReason: newest?.rolloutStateReason,
    lastEvent: event === undefined ? undefined : { at: event.createdAt, message: event.message ?? '' },
  };
}
