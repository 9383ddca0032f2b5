import { expect, it } from 'vitest';
import { startingPosition } from './starting-position.js';

it.each([
  ['checkpoint', { startingPosition: 'TRIM_HORIZON' }],
  ['trim-horizon', { startingPosition: 'TRIM_HORIZON' }],
  ['latest', { startingPosition: 'LATEST' }],
  ['2026-01-31T12:00:00Z', { startingPosition: 'AT_TIMESTAMP', startingPositionTimestamp: 1_769_860_800 }],
  ['2026-01-31T13:00:00.999+01:00', { startingPosition: 'AT_TIMESTAMP', startingPositionTimestamp: 1_769_860_800 }],
])('%s is %j to a mapping', (start, expected) => {
  expect(startingPosition(start)).toEqual(expected);
});
