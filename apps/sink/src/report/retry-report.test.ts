import { SOURCE_RETRY_CODES } from '@drayage/kinesis-source';
import { describe, expect, it } from 'vitest';

import { sourceRetryReport } from './retry-report.js';

describe('a call to Kinesis that is made again', () => {
  it('names region and endpoint where Kinesis is not reached', () => {
    const report = sourceRetryReport(undefined, 'ENOTFOUND', 1, 200);
    expect(report).toMatchObject({ side: 'stream', code: 'ENOTFOUND', attempt: 1, delayMs: 200 });
    expect(report.message).toBe('No connection to Kinesis (ENOTFOUND).');
    expect(report.remedy).toMatch(/AWS_REGION.*KINESIS_ENDPOINT/u);
  });

  it('names the shard where Kinesis answers, and the target where positions are not kept', () => {
    const throttled = sourceRetryReport('shardId-1', 'ProvisionedThroughputExceededException', 2, 400);
    expect(throttled.message).toBe('Reading shard shardId-1 failed (ProvisionedThroughputExceededException).');
    expect(sourceRetryReport('shardId-1', 'checkpoint-store-failed', 1, 100).side).toBe('target');
  });

  it.each(SOURCE_RETRY_CODES)('tells %s of the stream, not of the target', (code) => {
    const report = sourceRetryReport('shardId-1', code, 1, 100);
    expect(report).toMatchObject({ side: 'stream', shardId: 'shardId-1', code });
    expect(report.message).toContain(`(${code})`);
  });
});
