import type { DescribeServicesCommandInput, DescribeServicesCommandOutput } from '@aws-sdk/client-ecs';
import { fakeSdkClient } from '@drayage/testing';
import { expect, it } from 'vitest';
import type { AwsClients } from '../clients/aws-clients.js';
import { describeContainerService } from './container-service.js';

const $metadata = {};
const ecs = () =>
  fakeSdkClient<AwsClients['ecs']>({
    DescribeServicesCommand: ({ services }: DescribeServicesCommandInput): DescribeServicesCommandOutput => ({
      $metadata,
      services:
        services?.[0] !== 'sink'
          ? []
          : [
              {
                serviceName: 'sink',
                status: 'ACTIVE',
                desiredCount: 1,
                runningCount: 0,
                pendingCount: 1,
                deployments: [
                  { status: 'ACTIVE', failedTasks: 9, rolloutState: 'COMPLETED' },
                  {
                    status: 'PRIMARY',
                    failedTasks: 3,
                    rolloutState: 'IN_PROGRESS',
                    rolloutStateReason: 'in progress.',
                  },
                ],
                events: [
                  { createdAt: new Date(5), message: '(service sink) has started 1 tasks.' },
                  { message: 'older' },
                ],
              },
            ],
    }),
  });

it.each(['shop/sink', 'arn:aws:ecs:eu-central-1:123456789012:service/shop/sink'])('describes %s', async (name) => {
  const { client, calls } = ecs();
  expect(await describeContainerService({ ecs: client }, name)).toEqual({
    name: 'sink',
    cluster: 'shop',
    status: 'ACTIVE',
    desiredTasks: 1,
    runningTasks: 0,
    pendingTasks: 1,
    failedTasks: 3,
    rollout: 'IN_PROGRESS',
    rolloutReason: 'in progress.',
    lastEvent: { at: new Date(5), message: '(service sink) has started 1 tasks.' },
  });
  expect(calls[0]?.input).toEqual({ cluster: 'shop', services: ['sink'] });
});

it('says that there is none by that name', async () => {
  await expect(describeContainerService({ ecs: ecs().client }, 'shop/nobody')).rejects.toMatchObject({
    code: 'not-found',
    message: 'There is no service nobody in the cluster shop.',
  });
});
