import { SinkError } from '@drayage/cratedb-writer';
import { expect, it } from 'vitest';
import { retryLine } from './retry-line.js';

it('says what is tried again, and what to do about it once it goes on', () => {
  const error = new SinkError('overloaded', { message: 'No room.', remedy: 'Make room.' });
  expect(retryLine(error, 1, 200)).toBe('Retry 1 in 0.2 s (overloaded): No room.\n');
  expect(retryLine(error, 5, 3200)).toBe('Retry 5 in 3.2 s (overloaded): No room.\nMake room.\n');
  expect(retryLine(error, 6, 10_000)).toBe('Retry 6 in 10.0 s (overloaded): No room.\n');
  expect(retryLine(error, 35, 10_000)).toContain('Make room.');
});
