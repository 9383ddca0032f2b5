import { expect, it } from 'vitest';
import { databaseLogPlace, functionLogPlace, replicationLogPlace } from './log-group.js';

const task = { kind: 'task', arn: 'arn:aws:dms:eu-central-1:123456789012:task:ABC', identifier: 'shop-task' } as const;

it('finds the log of a task where it says it is, else by its instance', () => {
  const settings = JSON.stringify({
    Logging: { CloudWatchLogGroup: 'dms-tasks-one', CloudWatchLogStream: 'dms-task-ABC' },
  });
  expect(replicationLogPlace({ ...task, settings }, undefined)).toEqual({
    group: 'dms-tasks-one',
    streamPrefix: 'dms-task-ABC',
  });
  expect(replicationLogPlace({ ...task, settings: '{}' }, 'two')).toEqual({
    group: 'dms-tasks-two',
    streamPrefix: 'dms-task-abc',
  });
  expect(replicationLogPlace({ ...task, settings: 'broken' }, undefined)).toBeUndefined();
});

it('finds the log of a serverless replication by the end of its ARN', () => {
  const arn = 'arn:aws:dms:eu-central-1:123456789012:replication-config:DEF';
  expect(replicationLogPlace({ kind: 'serverless', arn, identifier: 'shop', settings: '{}' }, undefined)).toEqual({
    group: 'dms-serverless-replication-def',
  });
});

it.each([
  ['postgres', 'shop.c1abc2def3gh.eu-central-1.rds.amazonaws.com', '/aws/rds/instance/shop/postgresql'],
  ['aurora-postgresql', 'shop.cluster-c1abc2def3gh.eu-central-1.rds.amazonaws.com', '/aws/rds/cluster/shop/postgresql'],
  ['mysql', 'shop.c1abc2def3gh.eu-central-1.rds.amazonaws.com', '/aws/rds/instance/shop/error'],
])('finds the log of a %s database at %s', (engine, server, group) => {
  expect(databaseLogPlace({ engine, server })).toEqual({ group });
});

it('knows no log of a database that is not of RDS', () => {
  expect(databaseLogPlace({ engine: 'postgres', server: 'db.example' })).toBeUndefined();
  expect(databaseLogPlace({ engine: 'postgres', server: undefined })).toBeUndefined();
});

it('finds the log of a function by its name or ARN', () => {
  expect(functionLogPlace('shop-sink')).toEqual({ group: '/aws/lambda/shop-sink' });
  expect(functionLogPlace('arn:aws:lambda:eu-central-1:123456789012:function:shop-sink:live')).toEqual({
    group: '/aws/lambda/shop-sink',
  });
});
