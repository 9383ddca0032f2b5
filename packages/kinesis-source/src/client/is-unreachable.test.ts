import { expect, it } from 'vitest';
import { isUnreachable } from './is-unreachable.js';

it.each([
  ['ENOTFOUND', true],
  ['EAI_AGAIN', true],
  ['ECONNREFUSED', true],
  ['ERR_HTTP2_STREAM_CANCEL', true],
  ['TimeoutError', true],
  ['ExpiredNextTokenException', false],
  ['ProvisionedThroughputExceededException', false],
  ['checkpoint-store-failed', false],
  ['Error', false],
])('tells of %s: %s', (code, unreachable) => {
  expect(isUnreachable(code)).toBe(unreachable);
});
