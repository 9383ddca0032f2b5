import type { StackEvent } from '@drayage/aws-ops';
import { expect, it } from 'vitest';
import { refusedByDms, ReplicationUnchangeableError } from './serverless-refusal.js';

const event = (resourceType: string, status: string, reason?: string): StackEvent => ({
  at: new Date(0),
  logicalId: 'Config',
  resourceType,
  status,
  reason,
});
const CONFIG = 'AWS::DMS::ReplicationConfig';
const BEGUN = event('AWS::CloudFormation::Stack', 'UPDATE_IN_PROGRESS', 'User Initiated');

it('is why the last update failed, where AWS DMS did not take the change', () => {
  const events = [
    event('AWS::CloudFormation::Stack', 'UPDATE_ROLLBACK_IN_PROGRESS'),
    event('AWS::DMS::Endpoint', 'UPDATE_FAILED', 'Resource update cancelled'),
    event(CONFIG, 'UPDATE_FAILED', 'It cannot be modified after it was started.'),
    BEGUN,
  ];
  expect(refusedByDms(events)).toBe('It cannot be modified after it was started.');
  const remedy = (loads: boolean): string =>
    new ReplicationUnchangeableError('It cannot.', { cause: undefined, loads }).remedy;
  expect(remedy(true)).toContain('dray deploy --replace-replication. It then loads every table again');
  expect(remedy(false)).toContain('dray deploy --replace-replication --accept-gap. It loads nothing');
});

it('is not where another resource failed, nor in an update before the last', () => {
  expect(
    refusedByDms([
      event(CONFIG, 'UPDATE_FAILED', 'Resource update cancelled'),
      event('AWS::DMS::Endpoint', 'UPDATE_FAILED', 'No such secret'),
      BEGUN,
    ]),
  ).toBeUndefined();
  expect(refusedByDms([BEGUN, event(CONFIG, 'UPDATE_FAILED', 'It cannot.'), BEGUN])).toBeUndefined();
  expect(refusedByDms([])).toBeUndefined();
});
