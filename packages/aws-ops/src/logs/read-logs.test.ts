import type {
  CloudWatchLogsClient,
  FilterLogEventsCommandInput,
  FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { fakeSdkClient } from '@drayage/testing';
import { expect, it } from 'vitest';
import { readLogs } from './read-logs.js';

it('asks for the streams of one task only, page by page, with the filter (a fake with the types of the SDK: moto looks at neither)', async () => {
  const { client, calls } = fakeSdkClient<Pick<CloudWatchLogsClient, 'send'>>({
    FilterLogEventsCommand: ({ nextToken }: FilterLogEventsCommandInput): FilterLogEventsCommandOutput => ({
      $metadata: {},
      events: [
        {
          eventId: nextToken ?? 'first',
          logStreamName: 'dms-task-ONE',
          timestamp: 1,
          message: `${nextToken ?? 'first'}\n`,
        },
      ],
      ...(nextToken === undefined ? { nextToken: 'second' } : {}),
    }),
  });
  const seen: string[] = [];
  const place = { group: 'dms-tasks-shop', streamPrefix: 'dms-task-ONE' };
  for await (const { message } of readLogs({ logs: client }, place, { fromMs: 5, untilMs: 9, filter: 'ERROR' }))
    seen.push(message);
  expect(seen).toEqual(['first', 'second']);
  const input = {
    logGroupName: 'dms-tasks-shop',
    logStreamNamePrefix: 'dms-task-ONE',
    startTime: 5,
    endTime: 9,
    filterPattern: 'ERROR',
  };
  expect(calls.map((call) => call.input)).toEqual([
    { ...input, nextToken: undefined },
    { ...input, nextToken: 'second' },
  ]);
});
