import { expect, it } from 'vitest';
import { AwsOpsError } from './aws-ops-error.js';
import { callAws, callForMaybe } from './call-aws.js';

const failing = (name: string, message: string) => (): Promise<string> =>
  Promise.reject(Object.assign(new Error(message), { name }));

it('names the call as IAM does, says what AWS says, and keeps the cause and a remedy', async () => {
  const error: unknown = await callAws(
    'dms:StopReplicationTask',
    failing('InvalidResourceStateFault', 'The task is not running'),
  ).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(AwsOpsError);
  expect(error).toMatchObject({
    code: 'wrong-state',
    message: 'It is not in a state that allows this (dms:StopReplicationTask): The task is not running',
    remedy: 'Wait until it is in the state that the action needs, or bring it there.',
    cause: { name: 'InvalidResourceStateFault' },
  });
});

it('does not repeat what AWS says of credentials: it may quote the signed request', async () => {
  await expect(
    callAws('dms:DescribeEndpoints', failing('SignatureDoesNotMatch', 'The canonical string was SECRET')),
  ).rejects.toThrow(/^AWS does not accept the credentials, or there are none \(dms:DescribeEndpoints\)\.$/);
});

it('says of an answer that is no API that it is none, and not what the SDK says to its developers', async () => {
  const page = (httpStatusCode: number) => (): Promise<string> => {
    const text = `Unexpected token '<'\n  Deserialization error: inspect the hidden field {error}.$response`;
    return Promise.reject(Object.assign(new SyntaxError(text), { $metadata: { httpStatusCode } }));
  };
  await expect(callAws('dms:X', page(200))).rejects.toMatchObject({
    code: 'unreachable',
    message:
      'AWS cannot be reached (dms:X): the answer is not one of AWS, or broken. See --endpoint-url, and proxies on the way.',
  });
  const nothing = Object.assign(new Error('UnknownError'), {
    name: 'UnknownError',
    $metadata: { httpStatusCode: 404 },
  });
  await expect(callAws('dms:X', () => Promise.reject(nothing))).rejects.toMatchObject({ code: 'unreachable' });
  await expect(callAws('dms:X', page(503))).rejects.toMatchObject({
    code: 'service-failed',
    message: expect.not.stringContaining('Deserialization') as string,
  });
});

it('lets an abort and an error of this package through', async () => {
  await expect(callAws('x', failing('AbortError', 'Request aborted'))).rejects.toThrow('Request aborted');
  const own = new AwsOpsError('not-found', { message: 'gone' });
  await expect(callAws('x', () => Promise.reject(own))).rejects.toBe(own);
});

it('answers undefined where a thing is not there, and fails at anything else', async () => {
  expect(await callForMaybe('iam:GetRole', failing('NoSuchEntityException', 'no'))).toBeUndefined();
  await expect(callForMaybe('iam:GetRole', failing('Throttling', 'slow'))).rejects.toMatchObject({ code: 'throttled' });
});
