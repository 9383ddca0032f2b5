import { expect, it } from 'vitest';
import { replicationKindOf, replicationState, stopReason } from './replication.js';

it.each([
  ['ready', 'ready'],
  ['created', 'ready'],
  ['Running', 'running'],
  ['starting', 'starting'],
  ['Preparing Metadata Resources', 'starting'],
  ['provisioning_capacity', 'starting'],
  ['replication-starting', 'starting'],
  ['Stopping', 'stopping'],
  ['stopped', 'stopped'],
  ['FAILED', 'failed'],
  ['failed-move', 'failed'],
  ['deprovisioned', 'stopped'],
  ['deleting', 'deleting'],
  ['modifying', 'changing'],
  ['a state of next year', 'changing'],
])('reads the status %s as %s', (status, state) => {
  expect(replicationState(status)).toBe(state);
});

it('reads stop reasons without their beginning', () => {
  expect(stopReason('Stop Reason FULL_LOAD_ONLY_FINISHED')).toBe('FULL_LOAD_ONLY_FINISHED');
  expect(stopReason('')).toBeUndefined();
  expect(stopReason(undefined)).toBeUndefined();
});

it('tells the kinds apart by their ARNs', () => {
  expect(replicationKindOf('arn:aws:dms:eu-central-1:123456789012:task:ABC')).toBe('task');
  expect(replicationKindOf('arn:aws-cn:dms:cn-north-1:123456789012:replication-config:ABC')).toBe('serverless');
  expect(replicationKindOf('arn:aws:dms:eu-central-1:123456789012:endpoint:ABC')).toBeUndefined();
  expect(replicationKindOf('shop-task')).toBeUndefined();
});
