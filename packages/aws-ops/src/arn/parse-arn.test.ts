import { expect, it } from 'vitest';
import { parseArn } from './parse-arn.js';

it.each([
  ['arn:aws:dms:eu-central-1:123456789012:task:ABCDEF', 'dms', 'eu-central-1', ['task', 'ABCDEF']],
  ['arn:aws:lambda:eu-central-1:123456789012:function:shop:3', 'lambda', 'eu-central-1', ['function', 'shop', '3']],
  ['arn:aws:kinesis:eu-central-1:123456789012:stream/shop', 'kinesis', 'eu-central-1', ['stream', 'shop']],
  ['arn:aws:iam::123456789012:role/path/sink', 'iam', '', ['role', 'path', 'sink']],
])('takes %s apart', (text, service, region, resource) => {
  expect(parseArn(text)).toEqual({ partition: 'aws', service, region, account: '123456789012', resource });
});

it('knows the partitions of China and of governments', () => {
  expect(parseArn('arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/id')).toMatchObject({ partition: 'aws-us-gov' });
});

it.each([
  '',
  'shop-sink',
  '123456789012:function:shop-sink',
  'arn:aws:dms',
  'arn:aws:kinesis:eu-central-1:123456789012:',
])('takes %j for a name', (text) => {
  expect(parseArn(text)).toBeUndefined();
});
