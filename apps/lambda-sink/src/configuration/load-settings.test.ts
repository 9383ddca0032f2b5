import { describe, expect, it } from 'vitest';

import { STREAM_ARN } from '../testing/kinesis-event.js';
import { testEnvironment } from '../testing/test-environment.js';
import { loadSettings } from './load-settings.js';

const nobody = (): Promise<never> => Promise.reject(new Error('Nobody opens it.'));
const load = (env: Readonly<Record<string, string>>) => loadSettings(testEnvironment(nobody, { env }), STREAM_ARN);
const IN_LAMBDA = { AWS_LAMBDA_FUNCTION_NAME: 'sink' };
const PLAIN = 'crate://user:hunter2@db.example/doc?ssl=true';
const ARN = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:cratedb-a1b2c3';

describe('the configuration of a function', () => {
  it('takes stream, region and pipeline from the event', async () => {
    const { config } = await load({ SINK_URL: 'pglite:' });
    expect({ pipeline: config.pipeline, stream: config.kinesis.stream, region: config.kinesis.region }).toEqual({
      pipeline: 'shop-changes',
      stream: STREAM_ARN,
      region: 'eu-central-1',
    });
  });

  it('is called as it is told, and takes no other stream than that', async () => {
    expect((await load({ SINK_URL: 'pglite:', PIPELINE: 'p', KINESIS_STREAM: 'shop-changes' })).config.pipeline).toBe(
      'p',
    );
    for (const KINESIS_STREAM of ['others', STREAM_ARN.replace('shop-changes', 'others')]) {
      await expect(load({ SINK_URL: 'pglite:', KINESIS_STREAM })).rejects.toMatchObject({ code: 'stream-mismatch' });
    }
  });

  it('says every mistake at once', async () => {
    await expect(load({ ON_ERROR: 'explode', DRAYAGE_LAMBDA_DEAD_LETTERS: 's3' })).rejects.toMatchObject({
      code: 'configuration-wrong',
      problems: [
        expect.stringContaining('The target is missing') as string,
        expect.stringContaining('bucket of dead letters') as string,
        expect.stringContaining('ON_ERROR') as string,
      ],
    });
  });

  it('warns where batches may write over each other', async () => {
    const { warnings } = await load({ SINK_URL: 'pglite:', ORDERING: 'arrival' });
    expect(warnings.join()).toContain('parallelization factor 1');
  });
});

describe('a password in a variable', () => {
  it('is refused in Lambda, without repeating it', async () => {
    const refusal = load({ ...IN_LAMBDA, SINK_URL: PLAIN });
    await expect(refusal).rejects.toMatchObject({
      code: 'configuration-wrong',
      message: expect.stringContaining('SINK_URL_SECRET_ARN') as string,
    });
    await expect(refusal).rejects.not.toMatchObject({ message: expect.stringContaining('hunter2') as string });
  });

  it.each([
    ['the user insists', { ...IN_LAMBDA, SINK_URL: PLAIN, DRAYAGE_LAMBDA_ALLOW_PLAIN_URL: 'true' }],
    ['the secret holds it', { ...IN_LAMBDA, SINK_URL_SECRET_ARN: ARN }],
    ['there is none', { ...IN_LAMBDA, SINK_URL: 'crate://crate@10.0.0.1/doc' }],
    ['it is a machine of one’s own', { SINK_URL: PLAIN }],
  ])('is no matter where %s', async (_, env: Record<string, string>) => {
    await expect(load(env)).resolves.toBeDefined();
  });
});
