import type {
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  ListMetricsCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { fakeSdkClient } from '@drayage/testing';
import { expect, it } from 'vitest';
import type { AwsClients } from '../clients/aws-clients.js';
import { type KnownDimensions, readReplicationLatency, readStreamThrottledWrites } from './pipeline-metrics.js';

const $metadata = {};
const SHOP = { arn: 'arn:aws:dms:eu-central-1:123456789012:task:ABCDEF', identifier: 'shop' };
const metric = (task: string, instance: string) => ({
  Dimensions: [
    { Name: 'ReplicationInstanceIdentifier', Value: instance },
    { Name: 'ReplicationTaskIdentifier', Value: task },
  ],
});

/** Answers each page of metrics, and as a metric's value the length of its task's id. */
function cloudWatch(pages: readonly (readonly ReturnType<typeof metric>[])[], values?: readonly number[]) {
  return fakeSdkClient<AwsClients['cloudWatch']>({
    ListMetricsCommand: ({ NextToken }: ListMetricsCommandInput) => {
      const page = Number(NextToken ?? 0);
      return { $metadata, Metrics: pages[page], NextToken: page + 1 < pages.length ? String(page + 1) : undefined };
    },
    GetMetricDataCommand: ({ MetricDataQueries }: GetMetricDataCommandInput): GetMetricDataCommandOutput => {
      const task = MetricDataQueries?.[0]?.MetricStat?.Metric?.Dimensions?.at(-1)?.Value ?? '';
      const found = values ?? [task.length];
      return { $metadata, MetricDataResults: [{ Values: [...found], Timestamps: found.map(() => new Date(0)) }] };
    },
  });
}

it('takes the latency of the task, not that of another one on an instance by its name', async () => {
  const { client } = cloudWatch([[metric('OTHER-TASK', 'shop')], [metric('ABCDEF', 'small')]]);
  expect((await readReplicationLatency({ cloudWatch: client }, SHOP, 0)).sourceSeconds?.value).toBe('ABCDEF'.length);
  const alone = cloudWatch([[metric('OTHER-TASK', 'shop')]]);
  expect(await readReplicationLatency({ cloudWatch: alone.client }, SHOP, 0)).toEqual({
    sourceSeconds: undefined,
    targetSeconds: undefined,
  });
});

it('prefers the id of the resource to a name that something else may have', async () => {
  const { client } = cloudWatch([[metric('shop', 'small'), metric('abcdef', 'small')]]);
  expect((await readReplicationLatency({ cloudWatch: client }, SHOP, 0)).targetSeconds?.value).toBe('abcdef'.length);
});

it('lists the metrics once, for both numbers and for every later look', async () => {
  const { client, calls } = cloudWatch([[metric('ABCDEF', 'small')]]);
  const known: KnownDimensions = new Map();
  for (const look of [1, 2]) await readReplicationLatency({ cloudWatch: client }, SHOP, look, known);
  expect(calls.filter(({ name }) => name === 'ListMetricsCommand')).toHaveLength(1);
  expect(calls.filter(({ name }) => name === 'GetMetricDataCommand')).toHaveLength(4);
});

it('adds up the writes that the stream refused; without a number it is not known', async () => {
  expect(await readStreamThrottledWrites({ cloudWatch: cloudWatch([], [3, 0, 4]).client }, 'shop', 0)).toBe(7);
  expect(await readStreamThrottledWrites({ cloudWatch: cloudWatch([], []).client }, 'shop', 0)).toBeUndefined();
});
