import { expect, it } from 'vitest';
import { differingPolicies, isTypeRetained, retainedResources } from './deletion-policy.js';
import type { Template } from './template-changes.js';

const BUCKET = 'AWS::S3::Bucket';
const bucket = (DeletionPolicy?: unknown): Template => ({ Resources: { It: { Type: BUCKET, DeletionPolicy } } });

it.each([
  ['Retain', true],
  ['RetainExceptOnCreate', true],
  ['Delete', false],
  ['Snapshot', false],
  [undefined, false],
])('%s: it outlives its stack: %s', (policy, stays) => {
  expect(retainedResources(bucket(policy))).toEqual(stays ? [{ id: 'It', type: BUCKET }] : []);
  expect(isTypeRetained(bucket(policy), BUCKET)).toBe(stays);
});

it('knows nothing of a type that is not there', () => {
  expect(isTypeRetained(bucket('Retain'), 'AWS::Kinesis::Stream')).toBeUndefined();
});

it('differs where one goes and the other stays, of the same resource alone', () => {
  expect(differingPolicies(bucket('Delete'), bucket('Retain'))).toEqual([{ id: 'It', type: BUCKET }]);
  expect(differingPolicies(bucket('Retain'), bucket(undefined))).toEqual([{ id: 'It', type: BUCKET }]);
  expect(differingPolicies(bucket('Retain'), bucket('RetainExceptOnCreate'))).toEqual([]);
  expect(differingPolicies(bucket('Delete'), {})).toEqual([]);
  expect(differingPolicies({}, bucket('Retain'))).toEqual([]);
});
