import { expect, it } from 'vitest';
import { streamRetryLine } from './stream-retry-line.js';

it('tells what is tried again, and what to check where Kinesis is not reached', () => {
  expect(streamRetryLine('shardId-1', 'ThrottlingException', 2, 400)).toBe(
    'Retry 2 in 0.4 s for shardId-1 (ThrottlingException)',
  );
  expect(streamRetryLine(undefined, 'ENOTFOUND', 1, 200)).toBe(
    'Retry 1 in 0.2 s (ENOTFOUND): no connection to Kinesis; check region, network and endpoint',
  );
});
