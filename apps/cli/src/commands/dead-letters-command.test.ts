import type { GetSecretValueCommandOutput } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { fakeAws } from '../testing/fake-aws.js';
import { runDray } from '../testing/run-dray.js';

describe('dray dead-letters', () => {
  const TO = ['--to', 'pglite:', '--pipeline', 'p'];

  it.each([
    [['show', ...TO], "missing required argument 'id'"],
    [['retry', ...TO], 'No letters are selected.'],
    [['discard', ...TO], 'No letters are selected.'],
    [['retry', 'x', '--all', ...TO], '--all goes with no other selection.'],
    [['list', '--table', 'orders', ...TO], '--table: orders names no table.'],
    [['list', '--code', 'nope', ...TO], '--code: nope is none.'],
    [['list', '--limit', 'many', ...TO], '--limit is not a whole number from 1.'],
    [['list', '--output', 'xml', ...TO], "'xml' is invalid"],
    [['mend', ...TO], "unknown command 'mend'"],
    [['list', '--to', 'pglite:'], 'The name of the pipeline is missing.'],
    [['list', '--pipeline', 'p'], 'The target is missing.'],
    [['list', '--to', 'mysql://x', '--pipeline', 'p'], 'target.url'],
    [['retry', '--all', '--from', 'no-such-folder/x', ...TO], 'ENOENT'],
  ])('answers 2 to %j', async (args, complaint) => {
    const { code, stdout, stderr } = await runDray(['dead-letters', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(complaint);
  });

  it('takes target and pipeline from the environment as the sink does', async () => {
    const env = { SINK_URL: 'pglite:', KINESIS_STREAM: 'arn:aws:kinesis:eu-central-1:123456789012:stream/orders' };
    expect(await runDray(['dead-letters', 'list'], { env })).toEqual({
      code: 0,
      stdout: 'No dead letters.\n',
      stderr: 'Warning: the pipeline orders is unknown in this target; it holds: nothing of Drayage.\n',
    });
  });

  it('finds a target that is in a secret', async () => {
    const secretArn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:x-AbCdEf';
    const { aws, calls } = fakeAws({
      GetSecretValueCommand: (): GetSecretValueCommandOutput => ({ $metadata: {}, SecretString: '{"url":"pglite:"}' }),
    });
    const env = { SINK_URL_SECRET_ARN: secretArn, PIPELINE: 'p' };
    expect(await runDray(['dead-letters', 'list'], { env, aws })).toEqual({
      code: 0,
      stdout: 'No dead letters.\n',
      stderr: 'Warning: the pipeline p is unknown in this target; it holds: nothing of Drayage.\n',
    });
    expect(calls()).toEqual([{ name: 'GetSecretValueCommand', input: { SecretId: secretArn } }]);
  });
});
