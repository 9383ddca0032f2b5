import { Stack } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { consoleHost } from './console-host.js';

it('is the console of the partition that a template is deployed in', () => {
  const stack = new Stack();
  const elsewhere = { 'Fn::If': ['InGovCloud', 'console.amazonaws-us-gov.com', 'console.aws.amazon.com'] };
  expect(stack.resolve(consoleHost(stack))).toEqual({
    'Fn::Join': ['.', [{ Ref: 'AWS::Region' }, { 'Fn::If': ['InChina', 'console.amazonaws.cn', elsewhere] }]],
  });
  const conditions = stack.node.children.map((child) => [
    child.node.id,
    stack.resolve(Reflect.get(child, 'expression')) as unknown,
  ]);
  const isPartition = (partition: string): unknown => ({ 'Fn::Equals': [{ Ref: 'AWS::Partition' }, partition] });
  expect(Object.fromEntries(conditions)).toEqual({
    InChina: isPartition('aws-cn'),
    InGovCloud: isPartition('aws-us-gov'),
  });
});
