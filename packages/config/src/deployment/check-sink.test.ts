import { describe, expect, it } from 'vitest';

import { DEMO, loadDeployment, mistakes, type Values } from '../testing/deployments.js';

const DIGEST = `@sha256:${'0'.repeat(64)}`;

describe('a sink as a container', () => {
  it('has none of the settings of the function, whichever they are', async () => {
    const lambda = { parallelizationFactor: 2, deadLetters: 's3', deadLetterPrefix: 'a' };
    expect(await mistakes({ sink: { kind: 'fargate' }, lambda }, DEMO)).toEqual(
      ['parallelizationFactor', 'deadLetters', 'deadLetterPrefix'].map(
        (key) => `lambda.${key}: This has no effect with sink.kind: fargate. Remove it.`,
      ),
    );
  });

  it('takes a record as large as a stream takes', async () => {
    expect(await mistakes({ sink: { kind: 'fargate' }, stream: { maxRecordKiB: 10_240 } })).toEqual([]);
  });
});

describe('a sink as a function', () => {
  it.each<[Values]>([
    [{ stream: { maxRecordKiB: 4_096 } }],
    [{ sink: { packaging: 'image', image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/own/sink${DIGEST}` } }],
    [{ lambda: queue('https://sqs.eu-central-1.amazonaws.com/123456789012/letters') }],
    [{ lambda: queue('https://sqs.cn-north-1.amazonaws.com.cn/123456789012/letters') }],
    [
      {
        lambda: queue('https://vpce-0a1b.sqs.eu-central-1.vpce.amazonaws.com/123456789012/letters'),
        roles: { sinkArn: 'arn:aws:iam::123456789012:role/sink' },
      },
    ],
  ])('may be %j', async (sections) => {
    expect(await mistakes(sections)).toEqual([]);
  });

  it.each<[string, Values]>([
    [
      'stream.maxRecordKiB: A record of 4097 KiB does not fit into an invocation of AWS Lambda: its shard would stand still. Take at most 4096, or sink.kind: fargate.',
      { stream: { maxRecordKiB: 4_097 } },
    ],
    [
      'sink.timeoutSeconds: 59 is not allowed. It must be a whole number from 60 to 900.',
      { sink: { timeoutSeconds: 59 } },
    ],
    [
      'lambda.deadLetterBucket: The bucket of dead letters is missing. Set it, or let lambda.deadLetters be target.',
      { lambda: { deadLetters: 's3' } },
    ],
    [
      'lambda.deadLetterQueueUrl: The queue of dead letters is missing. Set it, or let lambda.deadLetters be target.',
      { lambda: { deadLetters: 'sqs' } },
    ],
    [
      'sink.image: AWS Lambda takes an image of Amazon ECR only, in the region of the function. Push it there',
      { sink: { packaging: 'image', image: `ghcr.io/drayage/drayage-sink${DIGEST}` } },
    ],
    [
      'lambda.deadLetterQueueUrl: Account and region of the queue cannot be read from this: the function would not be allowed to send to it. Write it as https://sqs.REGION.amazonaws.com/ACCOUNT/NAME',
      { lambda: queue('https://vpce-0a1b.sqs.eu-central-1.vpce.amazonaws.com/123456789012/letters') },
    ],
  ])('is refused: %s', async (expected, sections) => {
    expect(await mistakes(sections)).toEqual([expect.stringContaining(expected)]);
  });
});

describe('what a deployed sink does not read', () => {
  const UNREAD = { http: { host: '0.0.0.0', port: 9_000 }, kinesis: { endpoint: 'http://127.0.0.1:4567' } };

  it('is refused in the file', async () => {
    const found = await mistakes(UNREAD);
    expect(found.map((text) => text.split(':')[0])).toEqual(['http.host', 'http.port', 'kinesis.endpoint']);
  });

  it('may stand in the environment, where it may mean something else', async () => {
    const env = { HOST: 'laptop', PORT: '9000', KINESIS_ENDPOINT: 'http://127.0.0.1:4567', AWS_REGION: 'eu-central-1' };
    expect((await loadDeployment({}, DEMO, env)).ok).toBe(true);
  });
});

function queue(deadLetterQueueUrl: string): Values {
  return { deadLetters: 'sqs', deadLetterQueueUrl };
}
