import type { AwsClients } from '@drayage/aws-ops';
import { fakeSdkClient } from '@drayage/testing';
import { describe, expect, it } from 'vitest';
import type { ReplicationPort } from '../ports.js';
import { beginWait } from '../waiting.js';
import { dmsReplication } from './dms-replication.js';
import { stopMark } from './stop-mark.js';

const ARN = 'arn:aws:dms:eu-central-1:123456789012:task:ABCDEFGHIJKLMNOPQRST';
const ENDPOINT = 'arn:aws:dms:eu-central-1:123456789012:endpoint:TARGET';

interface Faked {
  readonly port: ReplicationPort;
  readonly calls: () => readonly string[];
  readonly tags: Map<string, string>;
  readonly told: readonly string[];
}

/** AWS DMS with a task that is each of `states` in turn; the last one stays. */
function fake(
  states: readonly string[],
  {
    tags = {},
    startedAt,
    large = false,
    denied,
    connections = [],
  }: {
    tags?: object;
    startedAt?: Date;
    large?: boolean;
    denied?: string;
    connections?: readonly (readonly [source: string, target: string])[];
  } = {},
): Faked {
  const left = [...states];
  const tested = [...connections];
  const told: string[] = [];
  const kept = new Map<string, string>(Object.entries(tags) as [string, string][]);
  const refuse = (name: string): void => {
    if (name === denied) throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
  };
  const { client, calls } = fakeSdkClient<AwsClients['dms']>({
    DescribeReplicationTasksCommand: () => ({
      ReplicationTasks: [
        {
          ReplicationTaskArn: ARN,
          ReplicationTaskIdentifier: 'shop',
          MigrationType: 'full-load-and-cdc',
          SourceEndpointArn: 'source-arn',
          TargetEndpointArn: 'target-arn',
          ReplicationInstanceArn: 'instance-arn',
          Status: left.length > 1 ? left.shift() : left[0],
          ReplicationTaskStats: startedAt === undefined ? {} : { StartDate: startedAt },
        },
      ],
    }),
    StopReplicationTaskCommand: () => (refuse('stop'), {}),
    StartReplicationTaskCommand: () => ({}),
    TestConnectionCommand: () => ({}),
    DescribeConnectionsCommand: () => {
      const results = (tested.length > 1 ? tested.shift() : tested[0]) ?? [];
      return {
        Connections: ['source', 'target'].map((end, at) => ({
          EndpointArn: `${end}-arn`,
          EndpointIdentifier: `shop-${end}`,
          ReplicationInstanceArn: 'instance-arn',
          Status: results[at],
          LastFailureMessage: results[at] === 'failed' ? 'Connection timed out' : '',
        })),
      };
    },
    ListTagsForResourceCommand: () => ({ TagList: [...kept].map(([Key, Value]) => ({ Key, Value })) }),
    AddTagsToResourceCommand: ({ Tags }: { readonly Tags: readonly { Key: string; Value: string }[] }) => {
      for (const { Key, Value } of Tags) kept.set(Key, Value);
      return {};
    },
    RemoveTagsFromResourceCommand: ({ TagKeys }: { readonly TagKeys: readonly string[] }) => {
      for (const key of TagKeys) kept.delete(key);
      return {};
    },
    DescribeEndpointsCommand: () => ({
      Endpoints: [
        {
          EndpointArn: ENDPOINT,
          EndpointIdentifier: 'target',
          EndpointType: 'TARGET',
          KinesisSettings: { MessageFormat: 'json-unformatted', ...(large && { UseLargeIntegerValue: true }) },
        },
      ],
    }),
    ModifyEndpointCommand: () => ({}),
  });
  const clients = { dms: client };
  const port = dmsReplication({
    clients,
    mark: stopMark(clients),
    now: () => Date.UTC(2026, 0, 1),
    beginWait: () =>
      beginWait({
        now: () => 0,
        wait: () => Promise.resolve(),
        pauseMs: 1,
        timeoutMs: 1,
        onNews: (text) => void told.push(text),
      }),
    onNews: () => undefined,
  });
  const acts = (): readonly string[] =>
    calls.map(({ name }) => name.replace(/Command$/u, '')).filter((name) => !/^(Describe|List)/u.test(name));
  return { port, calls: acts, tags: kept, told };
}

const KEY = 'drayage:stopped-for-deploy';

describe('a stop', () => {
  it('is kept in the account before it is asked for, and forgotten with the next start', async () => {
    const { port, calls, tags } = fake(['running', 'stopping', 'stopped']);
    await port.stop(ARN, { remember: true });
    expect(calls()).toEqual(['AddTagsToResource', 'StopReplicationTask']);
    expect(tags).toEqual(new Map([[KEY, '2026-01-01T00:00:00.000Z']]));
    await port.start(ARN, 'resume-processing', { wait: false });
    expect(tags.size).toBe(0);
  });

  it('is not kept where it is refused, nor where nobody is to resume it', async () => {
    const refused = fake(['running'], { denied: 'stop' });
    await expect(refused.port.stop(ARN, { remember: true })).rejects.toThrow('dms:StopReplicationTask');
    expect(refused.tags.size).toBe(0);
    const plain = fake(['running', 'stopped']);
    await plain.port.stop(ARN, { remember: false });
    expect(plain.calls()).toEqual(['StopReplicationTask']);
  });

  it.each([
    [['stopping', 'stopped'], []],
    [['modifying', 'stopped'], []],
    [['stopped'], []],
    [['starting', 'running', 'stopped'], ['StopReplicationTask']],
  ])('of one that is %j asks for %j, and waits until it rests', async (states, expected) => {
    const { port, calls } = fake(states);
    await port.stop(ARN, { remember: false });
    expect(calls()).toEqual(expected);
  });
});

describe('a start', () => {
  it('waits until AWS DMS has tested what the deployment changed, and then until the replication runs', async () => {
    const { port, calls, told } = fake(['stopped', 'starting', 'running'], {
      connections: [
        ['successful', 'testing'],
        ['successful', 'successful'],
      ],
    });
    await port.start(ARN, 'resume-processing', { wait: true });
    expect(calls()).toEqual(['StartReplicationTask', 'RemoveTagsFromResource']);
    expect(told).toEqual([
      'AWS DMS tests its connections: source successful, target testing.',
      'The replication is starting, 0 % loaded.',
      'The replication is running, 0 % loaded.',
    ]);
  });

  it('is not asked for where a connection fails, and the account still keeps that it was stopped', async () => {
    const { port, calls, tags } = fake(['stopped'], {
      tags: { [KEY]: '2026-01-01T00:00:00.000Z' },
      connections: [
        ['testing', 'successful'],
        ['failed', 'successful'],
      ],
    });
    await expect(port.start(ARN, 'resume-processing', { wait: true })).rejects.toMatchObject({
      code: 'connection-failed',
      message: expect.stringContaining('connection to the source shop-source failed (Connection timed out)') as string,
    });
    expect(calls()).toEqual([]);
    expect(tags.size).toBe(1);
  });

  it('after an interruption is asked for as it is: nothing is waited for', async () => {
    const { port, calls } = fake(['stopped'], { connections: [['testing', 'testing']] });
    await port.start(ARN, 'resume-processing', { wait: false });
    expect(calls()).toEqual(['StartReplicationTask', 'RemoveTagsFromResource']);
  });
});

describe('what an earlier deployment stopped', () => {
  const tags = { [KEY]: '2026-01-01T00:00:00.000Z', other: 'x' };

  it('is known again, until somebody starts it', async () => {
    const before = fake(['stopped'], { tags, startedAt: new Date(Date.UTC(2025, 11, 1)) });
    expect(await before.port.activity(ARN)).toMatchObject({ state: 'stopped', stoppedForDeployment: true });
    const after = fake(['stopped'], { tags, startedAt: new Date(Date.UTC(2026, 0, 2)) });
    expect(await after.port.activity(ARN)).toMatchObject({ stoppedForDeployment: false });
    expect(await fake(['stopped']).port.activity(ARN)).toMatchObject({ stoppedForDeployment: false });
  });
});

describe('the endpoint', () => {
  it('is changed only where it lacks something', async () => {
    const lacking = fake(['running']);
    expect(await lacking.port.endpointIsComplete(ENDPOINT)).toBe(false);
    await lacking.port.completeEndpoint(ENDPOINT);
    expect(lacking.calls()).toEqual(['ModifyEndpoint']);
    const complete = fake(['running'], { large: true });
    expect(await complete.port.endpointIsComplete(ENDPOINT)).toBe(true);
    await complete.port.completeEndpoint(ENDPOINT);
    expect(complete.calls()).toEqual([]);
  });
});
