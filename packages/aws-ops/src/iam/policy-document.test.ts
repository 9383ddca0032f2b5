import { expect, it } from 'vitest';
import { isAllowed, parsePolicyDocument } from './policy-document.js';

const STREAM = 'arn:aws:kinesis:eu-central-1:123456789012:stream/shop-changes';
const document = (...Statement: object[]) =>
  parsePolicyDocument(encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement })));
const allow = (Action: unknown, Resource: unknown) => ({ Effect: 'Allow', Action, Resource });

it.each([
  ['the action and the resource', allow('kinesis:PutRecords', STREAM), true],
  ['a list of actions', allow(['kinesis:PutRecord', 'kinesis:PutRecords'], [STREAM]), true],
  ['wildcards', allow('kinesis:Put*', 'arn:aws:kinesis:*:123456789012:stream/shop-*'), true],
  ['actions in another case', allow('Kinesis:putrecords', '*'), true],
  ['everything', allow('*', '*'), true],
  ['another action', allow('kinesis:PutRecord', STREAM), false],
  ['another resource', allow('kinesis:PutRecords', `${STREAM}-old`), false],
  [
    'a pattern with a dot that is none',
    allow('kinesis:PutRecords', STREAM.replace('shop-changes', 'shop.changes')),
    false,
  ],
])('judges %s', (_what, statement, expected) => {
  expect(isAllowed([document(statement)], 'kinesis:PutRecords', STREAM)).toBe(expected);
});

it('lets a deny win, unless it depends on a condition that only AWS can judge', () => {
  const deny = { ...allow('kinesis:*', '*'), Effect: 'Deny' };
  expect(isAllowed([document(allow('*', '*')), document(deny)], 'kinesis:PutRecords', STREAM)).toBe(false);
  const conditional = { ...deny, Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
  expect(isAllowed([document(allow('*', '*'), conditional)], 'kinesis:PutRecords', STREAM)).toBe(true);
});

it('judges an action on whatever resource, where its name is not known', () => {
  const isOnAny = (...statements: object[]): boolean =>
    isAllowed([document(...statements)], 'kinesis:PutRecords', undefined);
  const deny = (resource: string): object => ({ ...allow('*', resource), Effect: 'Deny' });
  expect(isOnAny(allow('kinesis:*', STREAM))).toBe(true);
  expect(isOnAny(allow('kinesis:*', STREAM), deny(STREAM))).toBe(true);
  expect(isOnAny(allow('kinesis:*', STREAM), deny('*'))).toBe(false);
  expect(isOnAny(allow('kms:*', '*'))).toBe(false);
});

it('reads trust policies, a single statement, plain JSON and no policy at all', () => {
  const trust = { Effect: 'Allow', Principal: { Service: 'dms.amazonaws.com' }, Action: 'sts:AssumeRole' };
  expect(parsePolicyDocument(JSON.stringify({ Statement: trust })).statements).toEqual([
    {
      effect: 'Allow',
      actions: ['sts:AssumeRole'],
      resources: [],
      principals: { Service: ['dms.amazonaws.com'] },
      conditions: undefined,
    },
  ]);
  expect(parsePolicyDocument('100 % broken')).toEqual({ statements: [] });
  expect(parsePolicyDocument(undefined)).toEqual({ statements: [] });
});
